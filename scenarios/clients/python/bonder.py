"""A client of the Bonder business-card API."""
import threading
import time
from urllib.parse import quote

import kept
import wire
from protocol import Failure

ADVICE = {
    "SERVER_OFFLINE_ERROR": "retry_later", "AUTH_SERVICE_OFFLINE_ERROR": "retry_later", "API_SERVICE_OFFLINE_ERROR": "retry_later",
    "INTERNAL_SERVER_ERROR": "retry_now", "DATABASE_ERROR": "retry_now",
    "INVALID_CREDENTIALS_ERROR": "reauthorize",
    "ACCOUNT_INACTIVE_ERROR": "contact_support", "PROFILE_LIMIT_REACHED_ERROR": "contact_support",
    "RESOURCE_NOT_FOUND_ERROR": "fix_request", "CARD_ID_NOT_FOUND_ERROR": "fix_request", "THUMBNAIL_REJECTED_ERROR": "fix_request",
}
REST = 45 * 60  # seconds: the least of the documented 45 to 60 minutes
LENGTHS = {"name": (2, 25), "keywords": (1, 150)}  # an empty text clears a value
MOST_LANGUAGES = 5  # in one request


def segment(text):
    return quote(str(text), safe="")


class Account:
    """The token of one account. lock is held while it is renewed: whoever else needs it waits for the result."""

    def __init__(self, name):
        self.lock, self.name, self.token = threading.Lock(), name, kept.get(name)


class Envelope:
    """An answer that could be read. Members that are not known are let pass, an empty result may be {} or []."""

    def __init__(self, raw):
        if not isinstance(raw.get("success"), bool):
            raise ValueError("no success in it")
        errors = raw["errors"] if isinstance(raw.get("errors"), list) else []
        self.ok, self.code = raw["success"], str(errors[0]) if errors else ""
        self.warnings = errors if self.ok else []
        self.result = raw["result"] if isinstance(raw.get("result"), dict) else {}


class Bonder:
    def __init__(self):
        self.lock, self.accounts = threading.Lock(), {}

    def abilities(self):
        return {
            "bonder.languages": self.languages, "bonder.createProfile": self.create_profile, "bonder.saveCard": self.save_card,
            "bonder.loadCard": lambda call: self.do(call, "GET", self.card(call)).result,
            "bonder.setStatus": self.set_status,
            "bonder.deleteLanguage": self.delete_language,
            "bonder.deleteCard": lambda call: self.do(call, "DELETE", self.card(call)).result,
        }

    def delete_language(self, call):
        if not call.args.get("language"):
            raise Failure("bad_argument", "fix_request", "expected a language: nothing was deleted")
        return self.do(call, "DELETE", self.card(call) + "/" + segment(call.args["language"])).result

    @staticmethod
    def card(call):
        return "/users/" + segment(call.args["card_id"])

    def languages(self, call):
        where = call.args.get("in")
        if where:
            return {"languages": self.do(call, "GET", "/repositories/" + segment(where)).result}
        return {"repositories": self.do(call, "GET", "/repositories").result.get("langList")}

    def create_profile(self, call):
        """Hands out all three values: they are nowhere to be had again."""
        result = self.do(call, "POST", "/users").result
        if not wire.of(result.get("cardId"), str):
            raise Failure("bad_answer", "unknown_outcome", "the answer has no cardId: a profile may have been created")
        return {"card_id": result["cardId"], "card_qrc": result.get("cardQrc"), "card_addr": result.get("cardAddr")}

    def set_status(self, call):
        status, what = "enable" if call.args.get("on") else "disable", call.args.get("what")
        paths = {"card": "/cardStatus/", "photo": "/usePhoto/", "language": "/langStatus/%s/" % segment(call.args.get("language", ""))}
        if what not in paths:
            raise Failure("bad_argument", "fix_request", "what is one of card, photo and language")
        self.do(call, "PUT", self.card(call) + paths[what] + status)

    def save_card(self, call):
        """Checks values before they are sent, sends only what was given, and at most five languages at a time."""
        data = call.args.get("data") or {}
        for language, values in (data.get("translatable") or {}).items():
            for name, (least, most) in LENGTHS.items():
                length = len(values[name]) if isinstance(values.get(name), str) else 0
                if length and not least <= length <= most:
                    raise Failure("bad_value", "fix_request", "%s in %s has %d characters, not %d to %d: nothing was sent" % (name, language, length, least, most))
        warnings = []
        for body in self.portions(data):
            warnings += self.do(call, "PUT", self.card(call), body).warnings
        return {"warnings": warnings} if warnings else None

    @staticmethod
    def portions(data):
        languages = list((data.get("translatable") or {}).items())
        if len(languages) <= MOST_LANGUAGES:
            return [data]
        parts = [{"translatable": dict(languages[i:i + MOST_LANGUAGES])} for i in range(0, len(languages), MOST_LANGUAGES)]
        parts[0] = {**data, **parts[0]}
        return parts

    # From here on: one operation on the wire.

    def do(self, call, method, path, body=None):
        """With a live token, renewed once where it is refused; again where that helps. Reading and saving the same again do
        no harm; creating and deleting might, so that those are not repeated when their answer is lost."""
        account = self.account(call)
        renewed = repeated = tried = False
        while True:
            token = self.token(call, account)
            try:
                answer = self.exchange(call, method, path, body, token)
            except Failure as failure:
                if not failure.gone or repeated or method not in ("GET", "PUT"):
                    raise
                repeated = True
                continue
            if answer.ok:
                return answer
            if answer.code == "INVALID_CREDENTIALS_ERROR" and not renewed:
                renewed = True
                self.token(call, account, refused=token)
            elif ADVICE.get(answer.code) == "retry_now" and not tried:
                tried = True
                time.sleep(0.02)
            else:
                raise self.refusal(answer.code)

    @staticmethod
    def refusal(code):
        advice = ADVICE.get(code, "none")
        return Failure(code, advice, "Bonder answered " + code, REST if advice == "retry_later" else None)

    def account(self, call):
        key = (call.base_url, *(call.credentials.get(name) for name in ("username", "password", "client")))
        with self.lock:
            if key not in self.accounts:
                self.accounts[key] = Account(kept.name("bonder", *key))
            return self.accounts[key]

    def token(self, call, account, refused=None):
        """The account's token; a new one where it has none, or where it is still the one that was refused. Whoever was
        refused with an older one just takes the new one."""
        with account.lock:
            if account.token is None or account.token == refused:
                account.token = self.authorize(call)
                kept.put(account.name, account.token)
            return account.token

    def authorize(self, call):
        """Credentials that are refused are not tried again; a token that nobody got does no harm."""
        body = {name: call.credentials.get(name) for name in ("username", "password", "client")} | {"rpt": "10000"}
        for last in (False, True):
            try:
                answer = self.exchange(call, "POST", "/auth", body, None)
            except Failure as failure:
                if failure.gone and not last:
                    continue
                raise
            if answer.ok and wire.of(answer.result.get("token"), str):
                return answer.result["token"]
            if answer.ok:
                raise Failure("bad_answer", "retry_later", "the answer to authorize has no token", 5)
            if ADVICE.get(answer.code) != "retry_now" or last:
                raise self.refusal(answer.code)
            time.sleep(0.02)

    def exchange(self, call, method, path, body, token):
        """One request. A Failure that is gone may be tried again."""
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if token:
            headers.update({"X-Auth-Key": token, "X-Auth-Email": call.credentials.get("username", "")})
        reading = method == "GET" or path == "/auth"

        def unknown(text, gone):
            if reading:
                return Failure("no_answer", "retry_later", text, 5, gone)
            return Failure("no_answer", "unknown_outcome", text, None, gone)

        try:
            answer = wire.send(method, call.base_url + path, headers, body)
        except wire.Unsent as error:
            raise Failure("unreachable", "retry_later", str(error), 30) from error
        except wire.Lost as error:
            raise unknown(str(error), not error.silent) from error
        status, text = str(answer.status), "HTTP %d" % answer.status
        if answer.status == 429 or answer.status >= 500 and reading:
            raise Failure(status, "retry_later", text, answer.retry_after(30))
        if answer.status != 200:
            raise Failure(status, "unknown_outcome" if answer.status >= 500 else "fix_request", text)
        try:
            return Envelope(answer.object())
        except ValueError as error:
            raise unknown("the answer cannot be read: %s" % error, reading) from error
