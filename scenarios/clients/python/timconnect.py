"""A client of TIM Connect: an application that registers, receives a bank's messages and takes calls."""
import threading
from urllib.parse import quote, urlencode

import kept
import wire
from protocol import Failure

DENIED = "Permission denied"


def catalogue(message):
    """What is known of the vendor's words: code and advice."""
    known = {
        DENIED: ("permission_denied", "reauthorize"), "Device is blocked": ("device_blocked", "contact_support"),
        "Device has no mobile app": ("no_mobile_app", "reauthorize"),
        "Incorrect phone_number or credentials": ("credentials_wrong", "reauthorize"),
        "ActivationCode matching query does not exist.": ("code_unknown", "fix_request"),
        "['ActivationCode does not exist or expire']": ("code_invalid", "fix_request"),
    }
    if message in known:
        return known[message]
    if message.startswith("{'phone_number'"):
        return "phone_invalid", "fix_request"
    if message.startswith("That page") or message.endswith("matching query does not exist."):
        return "unknown", "fix_request"
    if message.startswith(("{'", "['")):  # a printed form of the server's
        return "field_invalid", "fix_request"
    return "failed", "none"


class App:
    """What one installation keeps. renewing is held while the session is renewed: whoever else needs a new one waits."""

    def __init__(self, name):
        self.renewing, self.lock, self.name = threading.Lock(), threading.Lock(), name
        before = kept.get(name, {})
        self.store = before.get("messages", [])
        self.known = {message_id(message) for message in self.store}
        self.phone, self.credentials, self.session = before.get("device", (None, None, None))
        self.voip = before.get("voip", False)

    def keep(self, phone, credentials, session):
        """What was kept before belongs to a device that is no more."""
        with self.lock:
            self.phone, self.credentials, self.session, self.voip = phone, credentials, session, False
            self.write()

    def renewed(self, session):
        with self.lock:
            self.session = session
            self.write()

    def write(self):
        """Writes what the next process goes on with, while lock is held."""
        device = (self.phone, self.credentials, self.session)
        kept.put(self.name, {"device": device, "voip": self.voip, "messages": self.store})

    def save(self, message):
        """Stores a message and tells whether it is new."""
        with self.lock:
            if message_id(message) in self.known:
                return False
            self.known.add(message_id(message))
            self.store.append(message)
            self.write()
            return True


def message_id(message):
    """An id has up to 64 bits and is text on the wire."""
    return str(message.get("id", ""))


class TIMConnect:
    def __init__(self):
        self.lock, self.apps = threading.Lock(), {}

    def abilities(self):
        return {
            "timconnect.registerPhone": self.register_phone, "timconnect.confirmPhone": self.confirm_phone,
            "timconnect.registerByDigest": self.register_by_digest, "timconnect.signIn": self.sign_in,
            "timconnect.isAuthorized": self.is_authorized, "timconnect.removeDevice": self.remove_device,
            "timconnect.receiveMessages": self.receive_messages, "timconnect.takePush": self.take_push,
            "timconnect.feed": lambda call: {"messages": list(self.app(call).store)},
            "timconnect.restoreMessages": self.restore_messages,
            "timconnect.setCategory": lambda call: self.mark(call, "category", "category"),
            "timconnect.setGeotag": lambda call: self.mark(call, "geotag", "latitude", "longitude"),
            "timconnect.setHashtag": lambda call: self.mark(call, "hashtag", "hashtag"),
            "timconnect.categories": lambda call: {"categories": self.body(self.do(call, "GET", "/api/categories", harmless=True))},
            "timconnect.statistics": lambda call: {"statistics": self.body(self.do(call, "GET", "/api/statistics", query=self.days(call), harmless=True))},
            "timconnect.call": self.start_call, "timconnect.callState": lambda call: self.on_call(call, "GET", ""),
            "timconnect.answerCall": lambda call: self.on_call(call, "POST", "/answer"),
            "timconnect.hangUp": lambda call: self.on_call(call, "POST", "/hangup"),
        }

    def app(self, call):
        with self.lock:
            if call.base_url not in self.apps:
                self.apps[call.base_url] = App(kept.name("timconnect", call.base_url))
            return self.apps[call.base_url]

    # Registration. The phone is sent as the user wrote it: the digest was made of it.

    @staticmethod
    def device(call):
        """The push token is where pushes go to."""
        return {"app_key": call.credentials.get("api_key"), "token": call.args.get("token")}

    def register_phone(self, call):
        self.do(call, "POST", "/api/registration", {"phone_number": call.args["phone"], "device": self.device(call)}, open=True)

    def confirm_phone(self, call):
        body = {"phone_number": call.args["phone"], "code": str(call.args["code"])}
        self.keep(call, self.do(call, "POST", "/api/registration/confirm", body, open=True))

    def register_by_digest(self, call):
        body = {"phone_number": call.args["phone"], "digest": call.args["digest"], "device": self.device(call)}
        self.keep(call, self.do(call, "POST", "/api/registration/digest", body, open=True))

    def keep(self, call, raw):
        if not wire.of(raw.get("sessionid"), str) or not wire.of(raw.get("credentials"), str):
            raise Failure("bad_answer", "unknown_outcome", "the answer to the registration has no session or no credentials")
        self.app(call).keep(call.args["phone"], raw["credentials"], raw["sessionid"])

    def sign_in(self, call):
        """Begins with the password that an earlier run has kept."""
        self.app(call).keep(call.args["phone"], call.args["credentials"], None)
        self.renew(call, None)

    def is_authorized(self, call):
        if not self.app(call).session:
            return {"authorized": False}
        return {"authorized": bool(self.do(call, "GET", "/api/auth", harmless=True).get("authorized"))}

    def remove_device(self, call):
        """Afterwards nothing is kept that could be used for another request."""
        self.do(call, "DELETE", "/api/device")
        self.app(call).keep(None, None, None)

    # Messages.

    @staticmethod
    def body(raw):
        if not isinstance(raw.get("body"), list) or not all(isinstance(message, dict) for message in raw["body"]):
            raise Failure("bad_answer", "retry_later", "the answer has no list of messages", 5)
        return raw["body"]

    @staticmethod
    def days(call):
        return {name: call.args[day] for day, name in (("from", "start_date"), ("to", "end_date")) if call.args.get(day)}

    def pages(self, call, path, query):
        """Reads a list to its last page; a message may slip to the next page meanwhile."""
        messages, page, last = {}, 1, 1
        while page <= last:
            raw = self.do(call, "GET", path, query=query | ({"page": page} if page > 1 else {}), harmless=True)
            for message in self.body(raw):
                messages.setdefault(message_id(message), message)
            last = wire.of(wire.of(raw.get("paging"), dict).get("pages"), int) or last
            page += 1
        return list(messages.values())

    def report(self, call, messages):
        """Tells the server that messages were delivered, so that no SMS goes out for them. One without an id cannot be named."""
        ids = [identity for identity in map(message_id, messages) if identity.isdigit()]
        if ids:
            self.do(call, "POST", "/api/messages/delivery", {"ids": ids}, harmless=True)

    def receive_messages(self, call):
        """All pages first, as reports move messages out of the queue; then store; then report. What was stored before is not
        told again, but reported: its report has not arrived."""
        queue = self.pages(call, "/api/messages/queue", {})
        fresh = [message for message in queue if self.app(call).save(message)]
        for message in fresh:
            call.received("message", message)
        self.report(call, queue)
        return {"messages": fresh}

    def take_push(self, call):
        payload = call.args["payload"]
        if payload.get("call_info"):
            return self.take_call(call, payload["call_info"])
        if not message_id(payload):
            raise Failure("bad_push", "fix_request", "the push is neither about a message nor about a call")
        found = self.body(self.do(call, "GET", "/api/messages/" + quote(message_id(payload), safe=""), harmless=True))
        if not found:
            raise Failure("bad_answer", "retry_later", "the answer has no message", 5)
        if self.app(call).save(found[0]):
            call.show("notification", found[0].get("message"))
            call.received("message", found[0])
        self.report(call, found[:1])
        return {"message": found[0]}

    def restore_messages(self, call):
        """Fills the store from the archive. Nothing is reported: it was, before."""
        archive = self.pages(call, "/api/messages", self.days(call))
        for message in archive:
            self.app(call).save(message)
        return {"messages": archive}

    def mark(self, call, what, *names):
        path = "/api/messages/%s/%s" % (quote(str(call.args["id"]), safe=""), what)
        self.do(call, "PUT", path, {name: call.args.get(name, "") for name in names}, harmless=True)

    # Calls.

    def register_voip(self, call, password):
        if not isinstance(password, str) or not password:
            raise Failure("bad_answer", "retry_later", "there is no password for calls", 5)
        raw = self.do(call, "POST", "/api/calls/registration", {"password": password})
        if not raw.get("registered"):
            raise Failure("voip_refused", "retry_now", "the VoIP service did not take the password")
        self.app(call).voip = True
        return raw.get("call_id")

    def start_call(self, call):
        if not self.app(call).voip:
            self.register_voip(call, self.do(call, "POST", "/api/calls/password", harmless=True).get("password"))
        raw = self.do(call, "POST", "/api/calls", {"number": call.args["number"]})
        return {"call_id": raw.get("call_id"), "state": raw.get("state")}

    def take_call(self, call, info):
        """Registers with the password of the push: that is what it is for."""
        identity = self.register_voip(call, info.get("asteriskpass"))
        call.show("call", info.get("caller"))
        return {"call_id": identity, "state": "incoming"}

    def on_call(self, call, method, step):
        path = "/api/calls/" + quote(str(call.args["call_id"]), safe="") + step
        return {"state": self.do(call, method, path, harmless=method == "GET").get("state")}

    # From here on: one request on the wire. harmless: it may be sent again when no answer came. open: it needs no session.

    def do(self, call, method, path, body=None, query=None, harmless=False, open=False):
        """With the session, renewed once where it is refused."""
        app, renewed, repeated = self.app(call), False, False
        while True:
            session = None if open else app.session
            if not open and not session:
                raise Failure("not_registered", "reauthorize", "no phone is registered: nothing was sent")
            try:
                raw = self.exchange(call, method, path, body, query, session, harmless)
            except Failure as failure:
                if not failure.gone or not harmless or repeated:
                    raise
                repeated = True
                continue
            if raw["result"] == "success":
                return raw
            if raw.get("message") != DENIED or open or renewed:
                raise self.refusal(app, raw)
            renewed = True
            self.renew(call, session)

    def renew(self, call, refused):
        """Opens a new session with the stored password, where the session is still the one that was refused. A password that
        is refused is not tried again; a session that nobody got does no harm."""
        app = self.app(call)
        with app.renewing:
            if app.session != refused:
                return
            if not app.credentials:
                raise Failure("not_registered", "reauthorize", "no password is stored")
            body = {"phone_number": app.phone, "credentials": app.credentials}
            try:
                raw = self.exchange(call, "POST", "/api/auth", body)
            except Failure as failure:
                if not failure.gone:
                    raise
                raw = self.exchange(call, "POST", "/api/auth", body)
            if raw["result"] != "success":
                raise self.refusal(app, raw)
            if not wire.of(raw.get("sessionid"), str):
                raise Failure("bad_answer", "retry_later", "the answer to the authorisation has no session", 5)
            app.renewed(raw["sessionid"])

    @staticmethod
    def refusal(app, raw):
        """The caller's view of a failure; a device that is no more has nothing to keep."""
        message = wire.of(raw.get("message"), str)
        code, advice = catalogue(message)
        if code in ("no_mobile_app", "credentials_wrong"):
            app.keep(None, None, None)
        return Failure(code, advice, "TIM Connect answered %r" % message)

    @staticmethod
    def exchange(call, method, path, body=None, query=None, session=None, harmless=False):
        """One request. A Failure that is gone may be tried again."""
        headers = {"Accept": "application/json", "Authorization": call.credentials.get("api_key", "")}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if session:
            headers["Cookie"] = "sessionid=" + session
        url = call.base_url + path + ("?" + urlencode(query) if query else "")
        reading = method == "GET" or path == "/api/auth"

        def unknown(text, gone):
            if reading:
                return Failure("no_answer", "retry_later", text, 5, gone)
            return Failure("no_answer", "unknown_outcome", text, None, gone)

        try:
            answer = wire.send(method, url, headers, body)
        except wire.Unsent as error:
            raise Failure("unreachable", "retry_later", str(error), 30) from error
        except wire.Lost as error:
            raise unknown(str(error), not error.silent) from error
        try:
            raw = answer.object()
            if raw.get("result") not in ("success", "fail"):
                raise ValueError("neither success nor fail in it")
            if answer.status < 429 or raw["result"] == "success" or catalogue(wire.of(raw.get("message"), str))[0] != "failed":
                return raw  # the details are in the body, whatever the status
        except ValueError as error:
            if answer.status == 200:
                raise unknown("the answer cannot be read: %s" % error, harmless) from error
        status, text = str(answer.status), "HTTP %d" % answer.status
        if answer.status == 429 or answer.status >= 500 and reading:
            raise Failure(status, "retry_later", text, answer.retry_after(30))
        raise Failure(status, "unknown_outcome" if answer.status >= 500 else "fix_request", text)
