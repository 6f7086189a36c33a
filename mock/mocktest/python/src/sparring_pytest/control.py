"""Calls of the control API, which spec/control.yaml describes."""

import json
import urllib.error
import urllib.request
from typing import Any, Mapping, Optional

TIMEOUT = 30.0  # seconds of one call; moving a clock may take five


class SparringError(Exception):
    """The server cannot be found, started or asked, or a test asks for something that does not exist."""


class ControlError(SparringError):
    """The server refused a call: ``type``, ``title``, ``detail`` and ``hint`` are those of RFC 9457."""

    def __init__(self, status: int, problem: Mapping[str, Any]):
        self.status = status
        self.type = str(problem.get("type", ""))
        self.title = str(problem.get("title", ""))
        self.detail = str(problem.get("detail", ""))
        self.hint = str(problem.get("hint", ""))
        text = self.detail or self.title or f"HTTP {status}"
        super().__init__(f"{text}; {self.hint}" if self.hint else text)


class Control:
    """A client of the control API of one server."""

    def __init__(self, base: str, token: Optional[str] = None):
        self.base = base.rstrip("/")
        self._token = token
        # A proxy of the environment never lies between a test and its own machine.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Makes one call below /_sparring/v1 and returns the decoded response; None if it has no body."""
        data = None if body is None else json.dumps(body).encode()
        try:
            request = urllib.request.Request(f"{self.base}/_sparring/v1{path}", data=data, method=method)
        except ValueError as error:
            raise SparringError(f"{self.base} is no URL of a Sparring server: {error}") from None
        if data is not None:
            request.add_header("Content-Type", "application/json")
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                content = response.read()
        except urllib.error.HTTPError as error:
            content = error.read()
            problem = _object(content)
            if problem is None:
                raise self._another(error.code, content) from None
            raise ControlError(error.code, problem) from None
        except OSError as error:
            raise SparringError(f"no Sparring server answers at {self.base}: {error}") from None
        if not content:
            return None
        result = _object(content)
        if result is None:
            raise self._another(response.status, content)
        return result

    def _another(self, status: int, content: bytes) -> SparringError:
        text = content.decode("utf-8", "replace")[:200]
        return SparringError(f"another server than Sparring answers at {self.base}: HTTP {status}, {text!r}")


def _object(content: bytes) -> Optional[Mapping[str, Any]]:
    """Decodes a JSON object, which every response of the control API is; None for anything else."""
    try:
        decoded = json.loads(content)
    except ValueError:
        return None
    return decoded if isinstance(decoded, dict) else None
