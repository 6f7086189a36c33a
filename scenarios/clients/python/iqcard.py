"""The Auth API of iQChannels, as the chat server uses it: a token for the card of a client."""
from urllib.parse import quote

import wire
from protocol import Failure

LONGEST = 2048  # longer tokens go into the header: many servers refuse longer paths


def resolve_token(call):
    """By GET with the token as one segment of the path, or by POST with the token as it is in the header "token"."""
    token, root = call.args["token"], call.base_url + "/rest/chat/client/id/"
    by = call.args.get("by") or ("post" if token in (".", "..") or len(token) > LONGEST else "get")
    headers = {"Accept": "application/json"}
    if by == "post":
        request = ("POST", root, {**headers, "token": token.encode()})
    else:
        request = ("GET", root + quote(token, safe=""), headers)
    try:
        try:
            answer = wire.send(*request)
        except wire.Lost as error:
            if error.silent:
                raise
            answer = wire.send(*request)  # asking again does no harm
    except (wire.Lost, wire.Unsent, ValueError) as error:  # ValueError: a token that no header can hold
        raise Failure("no_answer", "retry_later", str(error), 5) from error
    return read(answer)


def read(answer):
    """Only 200 with a client is a card."""
    try:
        raw, wrong = answer.object(), None
    except ValueError as error:
        raw, wrong = {}, error
    client, code, text = wire.of(raw.get("client"), dict), wire.of(raw.get("errorCode"), str), wire.of(raw.get("errorText"), str)
    if answer.status != 200:
        code = code or str(answer.status)
        later = answer.status >= 500 or answer.status == 429
        raise Failure(code, "retry_later" if later else "reauthorize", "HTTP %d %s" % (answer.status, text), 5 if later else None)
    if wrong:
        raise Failure("bad_answer", "retry_later", "the answer cannot be read: %s" % wrong, 5)
    if not client:
        raise Failure(code or "no_client", "reauthorize", "200 without a client: " + text)
    companies = [company for company in wire.of(raw.get("companyList"), list) if isinstance(company, dict)]
    truths(client, "enabled", "positionStream", "betaUser")
    for company in companies:
        truths(company, "enabled", "resident")
    return {"card": client, "companies": companies}


def truths(record, *names):
    """Makes booleans of what the document's examples write as strings. All other members stay as they came."""
    for name in names:
        if isinstance(record.get(name), str):
            record[name] = record[name] == "true"
