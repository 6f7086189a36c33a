"""The stream of events of iQChannels: opened behind the last event that was seen, and opened again whenever it ends."""
import http.client
import json
import threading
import time

import wire
from protocol import Failure

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 30  # seconds; the vendor's own clients begin at a second


class Stream:
    def __init__(self, chat, call, account):
        self.chat, self.call, self.account = chat, call, account
        self.session, self.last, self.seen = None, 0, set()
        self.pause, self.renewed = FIRST_PAUSE, False

    def open(self):
        """The last event of the history is where the stream begins: nothing falls between the two."""
        self.last = max([0] + [wire.of(m.get("EventId"), int) for m in self.chat.latest(self.call)])
        self.session = self.chat.session(self.call, self.account)
        try:
            response = self.connect()
        except Failure as failure:
            if failure.code != "no_answer":
                raise
            response = self.connect()
        threading.Thread(target=self.follow, args=(response,), daemon=True).start()

    def connect(self):
        path = "/sse/chats/channel/events/%s?ChatType=regular&LastEventId=%d" % (self.chat.channel(self.call), self.last)
        url = self.chat.url(self.call, path)
        try:
            connection = wire.connect(url)
            socket = connection.sock
            response = wire.ask(connection, "GET", url, {"Accept": "text/event-stream", "Authorization": "Client " + self.session})
        except (wire.Unsent, wire.Lost) as error:
            raise Failure("no_answer", "retry_later", str(error), 1) from error
        kind = response.headers.get("Content-Type", "")
        if response.status == 200 and kind.startswith("text/event-stream"):
            socket.settimeout(None)  # a stream may be silent
            return response
        connection.close()
        if response.status == 200:
            raise Failure("no_answer", "retry_later", "expected a stream, got " + kind, 1)
        raise Failure(str(response.status), "retry_later", "HTTP %d" % response.status, 5)

    def follow(self, response):
        while True:
            code = self.events(response) if response else None
            final = self.after_refusal(code) if code else None
            if final:
                self.account.listening = False
                self.call.received("disconnected", final)
                return
            time.sleep(self.pause)
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
            try:
                response = self.connect()
            except Failure:
                response = None  # tried again

    def after_refusal(self, code):
        """What OK false on a stream means: an end (its code), or another attempt, with a new session where that is it."""
        if code != "unauthorized":
            return code if code in ("forbidden", "not_found", "invalid", "bad_request") else None
        if self.renewed:
            return code
        try:
            self.session, self.renewed = self.chat.session(self.call, self.account, refused=self.session), True
        except Failure as failure:
            return None if failure.advice == "retry_later" else failure.code

    def events(self, response):
        """Reads server-sent events until the stream ends; gives the code of a refusal."""
        data = []
        try:
            while line := response.readline(wire.LARGEST + 1):
                if len(line) + sum(map(len, data)) > wire.LARGEST:
                    break
                line = line.rstrip(b"\r\n")
                if line.startswith(b"data:"):
                    data.append(line[5:].removeprefix(b" "))
                elif not line and data:  # else comments, other fields, blank lines
                    raw = json.loads(b"\n".join(data))
                    data = []
                    if not raw["OK"]:
                        return raw["Error"]["Code"]
                    self.pause, self.renewed = FIRST_PAUSE, False
                    self.deliver(raw)
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, AttributeError):
            pass  # nothing that can be read comes any more: open it again
        finally:
            response.close()
        return None

    def deliver(self, raw):
        """Tells the caller of every message of an operator that it has not been told of."""
        messages = {m["Id"]: m for m in (raw.get("Rels") or {}).get("ChatMessages") or []}
        for event in raw.get("Result") or []:
            identity = event.get("Id") or 0
            if identity in self.seen:
                continue
            if identity:
                self.seen.add(identity)
                self.last = max(self.last, identity)
            message = messages.get(event.get("MessageId"))
            if event.get("Type") != "message_created" or event.get("Actor") == "client" or not message:
                continue  # typing, marks, its own messages, what is new
            try:
                self.chat.exchange(self.call, "/chats/messages/received", [message["Id"]], self.session)
            except Failure:
                pass  # a mark that was not set does no harm
            self.call.received("message", message.get("Text"))
