"""A client of iQChannels: an SDK of the chat (here), its stream (iqstream.py), and a consumer of the Auth API (iqcard.py)."""
import random
import threading
from urllib.parse import quote

import kept
import wire
from iqcard import resolve_token
from iqstream import Stream
from protocol import Failure

ADVICE = {"internal_server_error": "retry_later", "bad_request": "fix_request", "invalid": "fix_request", "not_found": "fix_request",
          "forbidden": "contact_support", "unauthorized": "reauthorize"}


class Account:
    """The session of one client. lock is held while it is renewed: whoever else needs it waits for the result."""

    def __init__(self, anonymous, name):
        self.lock, self.anonymous, self.listening = threading.Lock(), anonymous, False
        self.name, self.session = name, kept.get(name)

    def hold(self, session):
        self.session = session
        kept.put(self.name, session)


class Envelope:
    """An answer that could be read. Members that are not known are let pass, and Rels may be null."""

    def __init__(self, raw):
        if not isinstance(raw.get("OK"), bool):
            raise ValueError("no OK in it")
        error = wire.of(raw.get("Error"), dict)
        self.ok, self.code, self.text = raw["OK"], wire.of(error.get("Code"), str), error.get("Text", "")
        self.result, self.rels = raw.get("Result"), wire.of(raw.get("Rels"), dict)

    def refusal(self):
        advice = ADVICE.get(self.code, "none")
        return Failure(self.code, advice, "iQChannels answered %s: %s" % (self.code, self.text), 5 if advice == "retry_later" else None)


class IQChannels:
    def __init__(self):
        self.lock, self.accounts = threading.Lock(), {}
        self.anonymous = {}  # by place: whether a guest signed in last

    def abilities(self):
        return {
            "iqchannels.signIn": self.sign_in, "iqchannels.signInAnonymously": self.sign_in_anonymously, "iqchannels.send": self.send,
            "iqchannels.history": self.history, "iqchannels.listen": self.listen, "iqchannels.resolveToken": resolve_token,
        }

    def account(self, call, anonymous=None):
        """The session that a call is about: that of the last sign-in, where it is not told."""
        place = (call.base_url, call.credentials.get("channel"))
        with self.lock:
            if anonymous is None:
                anonymous = self.anonymous.get(place, kept.get(kept.name("who", *place), False))
            key = place if anonymous else (*place, call.credentials.get("token"))
            if key not in self.accounts:
                self.accounts[key] = Account(anonymous, kept.name("iqchannels", *key))
            return self.accounts[key]

    def take(self, call, account, who):
        """Keeps a new session and tells who was authorized."""
        session, client = who
        account.hold(session)
        place = (call.base_url, call.credentials.get("channel"))
        with self.lock:
            self.anonymous[place] = account.anonymous
        kept.put(kept.name("who", *place), account.anonymous)
        values = {"client_id": client.get("Id"), "name": client.get("Name"), "type": client.get("Type")}
        if client.get("IntegrationId") is not None:
            values["integration_id"] = client["IntegrationId"]
        return values

    def sign_in(self, call):
        account = self.account(call, anonymous=False)
        with account.lock:
            return self.take(call, account, self.authorize(call))

    def sign_in_anonymously(self, call):
        """Takes up the session that it holds; where that is refused, or there is none, it signs up."""
        account = self.account(call, anonymous=True)
        with account.lock:
            if account.session:
                answer = self.exchange(call, "/clients/auth", {"Token": account.session})
                if answer.ok or answer.code != "unauthorized":
                    return self.take(call, account, self.read(answer))
            body = {"Channel": call.credentials.get("channel"), "Name": call.args.get("name"), "PersonalData": None}
            return self.take(call, account, self.read(self.exchange(call, "/clients/anonymous/signup", body)))

    def authorize(self, call):
        """Asks for a session by the token of the external system, which is passed as it is. A token that is refused is not
        sent again; a session that nobody got does no harm, so that a lost answer is worth another request."""
        body = {"Credentials": call.credentials.get("token"), "Channel": call.credentials.get("channel")}
        try:
            return self.read(self.exchange(call, "/clients/integration_auth", body))
        except Failure as failure:
            if not failure.gone:
                raise
        return self.read(self.exchange(call, "/clients/integration_auth", body))

    @staticmethod
    def read(answer):
        """Takes session and client from an answer; without both there is no authorization."""
        if not answer.ok:
            raise answer.refusal()
        result = wire.of(answer.result, dict)
        client = wire.of(result.get("Client"), dict)
        token = wire.of(wire.of(result.get("Session"), dict).get("Token"), str)
        if not client or not token:
            raise Failure("bad_answer", "retry_later", "the answer has no client or no session", 5)
        return token, client

    def session(self, call, account, refused=None):
        """The account's session; a new one where it has none, or where it is still the one that was refused. Whoever was
        refused with an older one just takes the new one. A guest is not made anew unasked: it would be another."""
        with account.lock:
            if account.session and account.session != refused:
                return account.session
            if account.anonymous:
                raise Failure("unauthorized", "reauthorize", "the anonymous session has ended")
            account.hold(self.authorize(call)[0])
            return account.session

    def send(self, call):
        """The server knows by LocalId that a repeated message is the same."""
        body = {"LocalId": random.SystemRandom().randrange(1, 1 << 52), "Payload": "text", "Text": call.args["text"], "ChatType": "regular"}
        return {"message_id": self.do(call, "/chats/channel/send/" + self.channel(call), body).result}

    def history(self, call):
        return {"messages": [{"text": m.get("Text"), "author": m.get("Author")} for m in self.latest(call)]}

    def latest(self, call):
        body = {"ChatType": "regular", "Limit": 50}
        messages = self.do(call, "/chats/channel/messages/" + self.channel(call), body).result
        return [message for message in wire.of(messages, list) if isinstance(message, dict)]

    def listen(self, call):
        """Opens the stream and follows it; a client that listens already does so on."""
        account = self.account(call)
        if not account.listening:
            Stream(self, call, account).open()
            account.listening = True

    # From here on: one call on the wire.

    def do(self, call, path, body):
        """In a live session, renewed once where it is refused; the same once more where no answer came: it does no harm."""
        account, renewed, repeated = self.account(call), False, False
        session = self.session(call, account)
        while True:
            try:
                answer = self.exchange(call, path, body, session, harmless=True)
            except Failure as failure:
                if not failure.gone or repeated:
                    raise
                repeated = True
                continue
            if answer.ok:
                return answer
            if answer.code != "unauthorized" or renewed:
                raise answer.refusal()
            renewed, session = True, self.session(call, account, refused=session)

    @staticmethod
    def channel(call):
        return quote(call.credentials.get("channel", ""), safe="")

    @staticmethod
    def url(call, path):
        return call.base_url + "/public/api/v1" + path

    def exchange(self, call, path, body, session=None, harmless=False):
        """One request. A Failure that is gone may be tried again; harmless: by the caller, too."""
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if session:
            headers["Authorization"] = "Client " + session

        def unknown(text, gone):
            if harmless:
                return Failure("no_answer", "retry_later", text, 5, gone)
            return Failure("no_answer", "unknown_outcome", text, None, gone)

        try:
            answer = wire.send("POST", self.url(call, path), headers, body)
        except wire.Unsent as error:
            raise Failure("unreachable", "retry_later", str(error), 30) from error
        except wire.Lost as error:
            raise unknown(str(error), not error.silent) from error
        status, text = str(answer.status), "HTTP %d" % answer.status
        if answer.status == 429 or answer.status >= 500 and harmless:
            raise Failure(status, "retry_later", text, answer.retry_after(30))
        if answer.status != 200:  # something outside iQChannels failed
            raise Failure(status, "unknown_outcome" if answer.status >= 500 else "fix_request", text)
        try:
            return Envelope(answer.object())
        except ValueError as error:
            raise unknown("the answer cannot be read: %s" % error, harmless) from error
