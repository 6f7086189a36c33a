"""A client of Radist.Online: connections, and the logins that lead to them."""
import time
from urllib.parse import quote

import wire
from protocol import Failure

POLL_EVERY = 5  # seconds, as the vendor advises
MOST_SESSIONS = 3  # how often a login that nobody finishes is started anew
MOST_ANSWERS = 3  # how often the user may err
MOST_LOST = 3  # polls in a row that may fail
LONGEST_WAIT = 3  # seconds of Retry-After that are waited for
ADVICE = {400: "fix_request", 401: "reauthorize", 402: "contact_support", 403: "contact_support", 404: "fix_request",
          409: "fix_request", 422: "fix_request"}


class Problem(Exception):
    """Why an operation failed. lost: whether it was handled is unknown; unsent: it certainly was not."""

    def __init__(self, text, status=0, lost=False, unsent=False, after=0):
        super().__init__(text)
        self.status, self.lost, self.unsent, self.after = status, lost, unsent, after

    def passes(self):
        """Whether the same request may work soon, soon enough to wait for it."""
        return (self.lost or self.unsent or self.status == 429 or self.status >= 500) and self.after <= LONGEST_WAIT

    def failure(self, harmless):
        """The caller's view. harmless: the request may be sent again whatever became of it."""
        code, after, text = str(self.status), self.after or 5, str(self)
        if self.unsent:
            return Failure("unreachable", "retry_later", text, 30)
        if self.lost and harmless:
            return Failure("no_answer", "retry_later", text, after)
        if self.lost:
            return Failure("no_answer", "unknown_outcome", text + ": look at the list of connections before this is done again")
        if self.status == 429 or self.status >= 500 and harmless:
            return Failure(code, "retry_later", text, after)
        return Failure(code, "unknown_outcome" if self.status >= 500 else ADVICE.get(self.status, "none"), text)


class Radist:
    def abilities(self):
        return {
            "radist.connections": self.connections, "radist.connection": self.connection,
            "radist.connectTelegram": self.connect_telegram, "radist.connectMax": self.connect_max,
            "radist.connectWhatsApp": self.connect_whatsapp,
            "radist.connectBot": lambda call: self.create(call, "telegram_bot", {"api_key": call.args["api_key"]}),
            "radist.connectGroup": lambda call: self.create(call, "odnoklassniki", {"api_key": call.args["api_key"]}),
            "radist.setKey": self.set_key, "radist.deleteConnection": self.delete_connection,
        }

    def connections(self, call):
        everything = []
        while True:
            body = self.tried(call, "GET", "connections/" + (f"?offset={len(everything)}" if everything else ""))
            page = body.get("connections")
            if not isinstance(page, list):
                raise Problem("the answer has no connections", lost=True).failure(True)
            everything += page
            count = body.get("count")
            if not page or not isinstance(count, int) or len(everything) >= count:
                return {"connections": everything}

    def connection(self, call):
        body = self.tried(call, "GET", self.path(call.args["connection_id"]))
        return {"connection_id": body.get("id"), "type": body.get("type"), "params": body.get("params")}

    def create(self, call, kind, params=None):
        """A connection cannot be deleted through the API: a creation whose answer is lost is not sent again."""
        body = {"type": kind} if params is None else {"type": kind, "params": params}
        made = self.tried(call, "POST", "connections/", body, harmless=False)
        if made.get("id") is None:
            raise Problem("the answer has no id", lost=True).failure(False)
        return {"connection_id": made["id"]}

    def set_key(self, call):
        """Sends the new key and nothing else: nothing else can be edited. The same key may be set twice."""
        self.tried(call, "PATCH", self.path(call.args["connection_id"]), {"params": {"api_key": call.args["api_key"]}})

    @staticmethod
    def delete_connection(call):
        raise Failure("not_possible", "contact_support", "connections are deleted by the vendor's support only, with their chats and history")

    # Logins.

    def connect_telegram(self, call):
        if call.args.get("by") == "code":
            return self.log_in(call, "telegram", {"auth_type": "code", "phone": call.args.get("phone")}, by_qr=False)
        return self.log_in(call, "telegram", {"auth_type": "qr"}, by_qr=True)

    def connect_max(self, call):
        return self.log_in(call, "max_personal", {"phone": call.args["phone"]}, by_qr=False)

    def log_in(self, call, kind, first, by_qr):
        """Leads a session to its end. One that has died before anybody scanned its code is started anew, a few times; a code
        that was typed for a dead session is worthless, so that the caller decides."""
        if call.args.get("connection_id"):
            first["connection_id"] = call.args["connection_id"]
        for opened in range(1, MOST_SESSIONS + 1):
            try:
                session = self.session(call, kind + "/init", first)
            except Problem as problem:
                raise problem.failure(True) from problem
            try:
                return self.authorize(call, kind, session)
            except Problem as died:
                if not by_qr or opened == MOST_SESSIONS:
                    raise Failure(str(died.status), "reauthorize", str(died)) from died

    def session(self, call, path, body):
        """Makes one of the two operations on sessions; gives (id, status, link to encode)."""
        answer = self.do(call, "POST", path, body)
        if not isinstance(answer.get("session_id"), str) or not answer.get("status"):
            raise Problem("the answer has no session", lost=True)
        return answer["session_id"], answer["status"], wire.of(wire.of(answer.get("qr_login"), dict).get("url"), str)

    def authorize(self, call, kind, session):
        """Polls a session, shows and asks what its status wants, until it is authenticated. A Problem says that it is dead."""
        shown, wrong, lost, look = None, 0, 0, False
        identity, status, qr = session
        while True:
            answer = {}
            if look:
                pass  # the status is to be learnt first: what became of the user's answer is not known
            elif status == "waiting_for_qr":
                shown = self.show(call, qr, shown)
                self.rest(call)
            elif status in ("waiting_for_code", "waiting_for_password"):
                what = status.removeprefix("waiting_for_")
                answer = {what: call.ask(what)}
            elif status == "authenticated":
                return self.connect(call, kind, identity)
            else:
                raise self.unknown(status)
            try:
                _, status, qr = self.session(call, kind + "/login", {**answer, "session_id": identity})
                lost, look = 0, False
            except Problem as problem:
                if problem.status == 404:
                    raise
                if problem.status == 400 and answer and wrong + 1 < MOST_ANSWERS:
                    wrong += 1  # the status is what it was: the user is asked again
                elif problem.passes() and lost < MOST_LOST:
                    lost, look = lost + 1, look or bool(answer)
                    self.rest(call, problem)
                else:
                    raise problem.failure(True) from problem

    def connect(self, call, kind, session_id):
        """Makes the connection of an authenticated session; after a re-authorization there is one already."""
        if call.args.get("connection_id"):
            return {"connection_id": call.args["connection_id"]}
        return self.create(call, kind, {"session_id": session_id})

    def connect_whatsapp(self, call):
        """Makes a connection, or takes the one that is to be connected again, and shows its codes until it works."""
        identity = call.args.get("connection_id") or self.create(call, "whatsapp")["connection_id"]
        shown, lost = None, 0
        while True:
            try:
                body = self.do(call, "GET", self.path(identity) + "/whatsapp/status")
            except Problem as problem:
                if not problem.passes() or lost == MOST_LOST:
                    raise problem.failure(True) from problem
                lost += 1
                self.rest(call, problem)
                continue
            lost, status = 0, body.get("status")
            if status == "connected":
                return {"connection_id": identity}
            if status != "waiting_for_qr":
                raise self.unknown(status)
            shown = self.show(call, wire.of(body.get("qr_code"), str), shown)
            self.rest(call)

    @staticmethod
    def show(call, qr, shown):
        """Shows a code that is new."""
        if qr and qr != shown:
            call.show("qr", qr)
        return qr or shown

    @staticmethod
    def unknown(status):
        """What a status that nobody knows wants of the user is not to be guessed."""
        return Failure("unknown_status", "contact_support", "the login has the status %r, which this client does not know" % status)

    @staticmethod
    def rest(call, problem=None):
        """Waits before the next poll: as long as the server asks for, or the caller wishes, or the vendor advises."""
        time.sleep(problem.after if problem and problem.after else float(call.args.get("poll_every_s") or POLL_EVERY))

    # From here on: one operation on the wire; paths lie below the company.

    @staticmethod
    def path(connection_id):
        return "connections/" + quote(str(connection_id), safe="")

    def tried(self, call, method, path, body=None, harmless=True):
        """Makes an operation for the caller."""
        try:
            return self.do(call, method, path, body)
        except Problem as problem:
            raise problem.failure(harmless) from problem

    def do(self, call, method, path, body=None):
        """Reading is repeated once where no answer came."""
        try:
            return self.exchange(call, method, path, body)
        except Problem as problem:
            if not problem.lost or method != "GET":
                raise
        return self.exchange(call, method, path, body)

    @staticmethod
    def exchange(call, method, path, body):
        headers = {"Accept": "application/json", "X-Api-Key": call.credentials.get("api_key", "")}
        if body is not None:
            headers["Content-Type"] = "application/json"
        url = "%s/companies/%s/%s" % (call.base_url, quote(str(call.credentials.get("company_id", "")), safe=""), path)
        try:
            answer = wire.send(method, url, headers, body)
        except wire.Unsent as error:
            raise Problem(str(error), unsent=True) from error
        except wire.Lost as error:
            raise Problem(str(error), lost=True) from error
        try:
            read = answer.object()
        except ValueError as error:
            if answer.status == 200:
                raise Problem("the answer cannot be read: %s" % error, lost=True) from error
            read = {}
        if answer.status != 200:
            raise Problem("HTTP %d %s" % (answer.status, read.get("detail") or ""), answer.status, after=answer.retry_after(0))
        return read
