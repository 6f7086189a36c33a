"""The driver protocol: one JSON object a line on stdin and stdout (scenarios/driver/PROTOCOL.md). Nothing here is about an API."""
import json
import os
import queue
import sys
import threading
import traceback


class Failure(Exception):
    """What a caller gets instead of values. gone: no whole answer came, so another attempt may find out."""

    def __init__(self, code, advice, message, after=None, gone=False):
        super().__init__(message)
        self.code, self.advice, self.after, self.gone = code, advice, after, gone

    def result(self):
        error = {"code": self.code, "message": str(self), "advice": self.advice}
        if self.after is not None:
            error["retry_after_s"] = self.after
        return {"ok": False, "error": error}


class Call:
    """One call of an ability, and the way to its user."""

    def __init__(self, server, message):
        params = message["params"]
        self._server = server
        self.id, self.method = message["id"], message["method"]
        self.base_url = params.get("base_url", "").rstrip("/")
        self.credentials, self.args = params.get("credentials") or {}, params.get("args") or {}

    def show(self, what, value):
        self._server.notify("show", {"call": self.id, "what": what, "value": value})

    def received(self, what, value):
        self._server.notify("received", {"what": what, "value": value})

    def ask(self, what):
        """Asks the user and waits: the answer comes as the call <api>.answer."""
        answer = self._server.waiting[self.id] = queue.Queue(1)
        self._server.notify("ask", {"call": self.id, "what": what})
        return answer.get()


class Server:
    """Answers calls, each in a thread of its own, until stdin ends. abilities: name -> function of a Call, which gives the
    values of a success (or None), or raises Failure. keeps: a new process goes on with what this one has written to the folder
    SPARRING_FOLDER (kept.py). patience: an answer is waited for as long as SPARRING_PATIENCE says (wire.py)."""

    def __init__(self, name, version, abilities, keeps=False, patience=False):
        self.hello = {"name": name, "version": version, "abilities": sorted(abilities), "keeps": keeps,
                      "patience": patience}
        self.abilities, self.waiting, self.lock = abilities, {}, threading.Lock()

    def write(self, message):
        line = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False) + "\n"
        with self.lock:  # lines of overlapping calls do not mix
            sys.stdout.buffer.write(line.encode())
            sys.stdout.buffer.flush()

    def notify(self, method, params):
        self.write({"method": method, "params": params})

    def serve(self):
        for line in sys.stdin.buffer:
            if line.strip():
                message = json.loads(line)
                threading.Thread(target=self.answer, args=(message,), daemon=True).start()
        self.lock.acquire()  # no line is cut in the middle
        os._exit(0)  # end of stdin means stop, whatever still waits for an answer

    def answer(self, message):
        method = message["method"]
        try:
            if method == "hello":
                reply = {"result": self.hello}
            elif method.endswith(".answer"):
                reply = {"result": self.tell(message["params"])}
            elif method not in self.abilities:
                reply = {"error": {"code": -32601, "message": "no such ability"}}
            else:
                values = self.abilities[method](Call(self, message))
                reply = {"result": {"ok": True, "values": values or {}}}
        except Failure as failure:
            reply = {"result": failure.result()}
        except Exception as mistake:  # ours: the log says where
            traceback.print_exc()
            reply = {"error": {"code": -32603, "message": repr(mistake)}}
        self.write({"id": message["id"], **reply})

    def tell(self, params):
        """Hands the user's answer to the call that waits for it."""
        waiting = self.waiting.pop(params["call"], None)
        if waiting is None:
            raise Failure("bad_argument", "fix_request", "the call %s has asked for nothing" % params["call"])
        waiting.put(params["value"])
        return {"ok": True}
