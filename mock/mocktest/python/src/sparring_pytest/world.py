"""A world: an isolated set of the four APIs with a clock, faults and a journal of its own."""

import difflib
from typing import Any, Dict, List, Mapping, Optional
from urllib.parse import quote

from . import types
from .control import Control, SparringError


class Fault:
    """A fault rule. ``hits`` and ``remaining`` are asked of the server."""

    def __init__(self, world: "World", rule: types.Rule):
        self._world = world
        self.id: str = rule["id"]

    def _rule(self) -> types.Rule:
        rule: types.Rule = self._world._call("GET", f"/faults/{quote(self.id)}")
        return rule

    @property
    def hits(self) -> int:
        """How often the rule has fired."""
        return self._rule()["hits"]

    @property
    def remaining(self) -> Optional[int]:
        """How often the rule may still fire; None without a bound."""
        return self._rule()["remaining"]

    def release(self, *entries: int) -> None:
        """Lets held requests go: all at once, or those of the given entries one after the other."""
        self._world._call("POST", f"/faults/{quote(self.id)}/release", {"entries": list(entries)} if entries else {})

    def remove(self) -> None:
        """Takes the rule away."""
        self._world._call("DELETE", f"/faults/{quote(self.id)}")


class World:
    """One world. ``id`` and ``seed`` name it in messages and make its chance the same again."""

    def __init__(self, control: Control, made: types.World):
        self._control = control
        self.id: str = made["id"]
        self.seed: int = made["seed"]
        self.urls: Dict[str, str] = dict(made["urls"])
        self._credentials: Dict[str, Dict[str, str]] = dict(made["credentials"])
        self._allowed: List[str] = []

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        return self._control.call(method, f"/worlds/{self.id}{path}", body)

    def _api(self, api: str) -> str:
        if api in self.urls:
            return api
        near = difflib.get_close_matches(api, self.urls, 1)
        hint = f"; did you mean {near[0]!r}?" if near else "."
        raise SparringError(f"there is no API {api!r}{hint} There are {', '.join(sorted(self.urls))}.")

    def url(self, api: str) -> str:
        """Returns the base URL that a client of the API is configured with."""
        return self.urls[self._api(api)]

    def credentials(self, api: str) -> Dict[str, str]:
        """Returns what the client's user would have: username and password, or an API key, as the API has them."""
        return dict(self._credentials[self._api(api)])

    def fault(
        self,
        api: str,
        operation: str,
        code: Optional[str] = None,
        *,
        kind: Optional[str] = None,
        times: int = 1,
        after: int = 0,
        match: Optional[Mapping[str, Any]] = None,
        **parameters: Any,
    ) -> Fault:
        """Breaks an operation on purpose.

        With a ``code`` the API refuses with it. Any other ``kind`` and its parameters are those of ``sparring fault``:
        ``world.fault("radist", "getConnections", kind="delay", duration="2s")``. ``after`` requests pass first, then
        the rule fires ``times`` times (0: until it is removed).
        """
        fault: Dict[str, Any] = {"kind": kind or "error", **parameters}
        if code is not None:
            fault["code"] = code
        matched = {"api": self._api(api), "operation": operation, **(match or {})}
        rule = {"match": matched, "after": after, "times": times, "fault": fault}
        return Fault(self, self._call("POST", "/faults", rule))

    def advance(self, duration: str) -> types.Clock:
        """Moves world time on by a duration such as "1h" or "90s"; all that is due happens before this returns."""
        moved: types.Clock = self._call("PATCH", "/clock", {"advance": duration})
        return moved

    def event(self, api: str, name: str, **args: Any) -> Any:
        """Lets something happen outside HTTP, such as a scanned QR code, and returns its result."""
        body = {"api": self._api(api), "event": name, "args": args}
        return self._call("POST", "/events", body)["result"]

    def state(self, api: str) -> Any:
        """Returns the facts of one API."""
        return self._call("GET", f"/state/{self._api(api)}")

    def plant(self, api: str, facts: Any) -> None:
        """Replaces the facts of one API, all or nothing."""
        self._call("PUT", f"/state/{self._api(api)}", facts)

    def journal(self, **filters: Any) -> List[types.Entry]:
        """Returns the entries so far, findings included. ``filters``: api, operation, kind, since, limit."""
        query = "&".join(f"{quote(k)}={quote(str(v))}" for k, v in filters.items())
        entries: List[types.Entry] = self._call("GET", f"/journal{'?' + query if query else ''}")["entries"]
        return entries

    def outbox(self) -> List[types.OutboxMessage]:
        """Returns the text messages and pushes that the fakes have sent."""
        messages: List[types.OutboxMessage] = self._call("GET", "/outbox")["messages"]
        return messages

    def allow(self, *codes: str) -> None:
        """Says that this test expects findings of these codes: they do not fail it. "unmatched" is any request that
        fits no operation."""
        self._allowed.extend(codes)

    def findings(self) -> List[str]:
        """Returns what is wrong so far, a line each: violations, defects and requests that fit no operation."""
        lines = []
        for entry in self.journal():
            place = f"entry {entry['seq']} {_place(entry)}"
            if entry.get("unmatched") and "unmatched" not in self._allowed:
                hint = f"; the nearest is {entry['hint']}" if entry.get("hint") else ""
                lines.append(f"{place}: the request fits no operation{hint}")
            for finding in entry.get("findings") or []:
                if finding["code"] not in self._allowed:
                    lines.append(f"{place}: {_text(finding)}")
        return lines

    def unused_faults(self) -> List[str]:
        """Returns the ids of the fault rules that have never fired."""
        return [rule["id"] for rule in self._call("GET", "/faults")["faults"] if rule["hits"] == 0]

    def close(self) -> None:
        """Ends the world: its streams, held requests and its journal."""
        self._control.call("DELETE", f"/worlds/{self.id}")


def _text(finding: types.Finding) -> str:
    where = f" at {finding['pointer']}" if finding["pointer"] else ""
    facts = finding["provenance"] + (f", {finding['source']}" if finding.get("source") else "")
    if finding["expected"] or finding["actual"]:
        facts = f"expected {finding['expected'] or 'nothing'}, got {finding['actual'] or 'nothing'}; {facts}"
    return f"{finding['kind']} by {finding['by']}: {finding['code']}{where}: {finding['message']} ({facts})"


def _place(entry: types.Entry) -> str:
    if entry.get("operation"):
        return f"{entry.get('api', '')}.{entry['operation']}"
    return f"{entry.get('method', '')} {entry.get('path', '')}".strip() or str(entry.get("kind", ""))
