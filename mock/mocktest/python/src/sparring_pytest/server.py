"""The server: found, started once, ended with the run."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Optional

from typing_extensions import Unpack

from .control import Control, SparringError
from .types import WorldRequest
from .world import World

START_TIMEOUT = 20.0  # seconds until the server listens
END_TIMEOUT = 10.0  # seconds until it has ended
KIT = "0.1"  # the versions of Sparring that this kit fits


def find_binary() -> str:
    """Returns the path of the program: the environment's SPARRING_BIN, or sparring on PATH."""
    named = os.environ.get("SPARRING_BIN")
    if named:
        found = shutil.which(named)
        if found is None:
            raise SparringError(
                f"SPARRING_BIN is {named!r}, and no program is there: "
                "set it to the path of the sparring binary, or unset it to search PATH"
            )
        return found
    found = shutil.which("sparring")
    if found is None:
        raise SparringError(
            "there is no program sparring on PATH: install it (go install ./cmd/sparring), and add the folder "
            "that go env GOPATH names, then bin, to PATH, or set SPARRING_BIN to the path of the binary"
        )
    return found


class Server:
    """A running server. ``Server.start()`` starts one, ``Server(url)`` uses one that runs already."""

    def __init__(self, url: str, token: Optional[str] = None):
        self.url = url.rstrip("/")
        self.control = Control(self.url, token)
        self._process: Optional["subprocess.Popen[bytes]"] = None
        self._folder: Optional[str] = None

    @classmethod
    def start(cls, *flags: str) -> "Server":
        """Starts the server on a free port of this machine. ``flags`` are those of ``sparring serve``."""
        folder = tempfile.mkdtemp(prefix="sparring-")
        ready, log = Path(folder, "ready.json"), Path(folder, "serve.log")
        command = [find_binary(), "serve", "--addr", "127.0.0.1:0", "--ready-file", str(ready), "--until-eof", *flags]
        # What watch or a shell says to a client is not meant for this server.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SPARRING_")}
        try:
            with log.open("wb") as out:
                process = subprocess.Popen(  # its stdin ends with this process, even if that is killed
                    command, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.STDOUT, env=environment
                )
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise SparringError(
                f"{command[0]} cannot be started: {error}; set SPARRING_BIN to a sparring binary for this system"
            ) from None
        try:
            server = cls(_await(process, command[0], ready, log)["url"])
        except BaseException:
            _end(process)
            shutil.rmtree(folder, ignore_errors=True)
            raise
        server._process, server._folder = process, folder
        server.check_version()
        return server

    def check_version(self) -> None:
        """Raises if the server is of a version that this kit does not fit. A build without a version fits."""
        version = self.control.call("GET", "/health").get("version", "")
        if version[:1].isdigit() and not (version == KIT or version.startswith(f"{KIT}.")):
            self.stop()
            raise SparringError(
                f"the server is Sparring {version}, this kit fits {KIT}.x: "
                "install the kit and the binary of one version, or set SPARRING_BIN to a binary that fits"
            )

    def world(self, **request: Unpack[WorldRequest]) -> World:
        """Makes a world. ``request``: id, seed, at, clock, switches, listen, label, as the control API takes them."""
        return World(self.control, self.control.call("POST", "/worlds", request))

    def stop(self) -> None:
        """Ends the server if it was started here."""
        if self._process is not None:
            _end(self._process)
            self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _await(process: "subprocess.Popen[bytes]", program: str, ready: Path, log: Path) -> Any:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if ready.exists():
            return json.loads(ready.read_text(encoding="utf-8"))
        if process.poll() is not None:
            raise SparringError(
                f"{program} serve ended with {process.returncode} (SPARRING_BIN chooses another program): {_last(log)}"
            )
        time.sleep(0.02)
    raise SparringError(f"{program} serve did not listen within {START_TIMEOUT:g} s: {_last(log)}")


def _last(log: Path) -> str:
    text = log.read_text(encoding="utf-8", errors="replace").strip()
    return text[-2000:] or "it printed nothing"


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(END_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
