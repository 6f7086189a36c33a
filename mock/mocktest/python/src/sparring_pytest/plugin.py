"""The fixtures. A test that uses ``world`` fails if its client did something wrong."""

import os
from typing import Iterator

import pytest

from .control import SparringError
from .server import Server
from .world import World


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "sparring(seed=…, at=…, clock=…, switches=…): how the world of this test is made"
    )


@pytest.fixture(scope="session")
def sparring() -> Iterator[Server]:
    """A server for the whole run: the one at SPARRING_SERVER, or one that is started and ended here."""
    running = os.environ.get("SPARRING_SERVER")
    server, problem = None, ""
    try:
        if running:
            server = Server(running, os.environ.get("SPARRING_CONTROL_TOKEN"))
            server.check_version()
        else:
            server = Server.start()
    except SparringError as error:
        problem = str(error)
        if running:
            problem = f"SPARRING_SERVER is {running!r}: {error}; unset it, and the kit starts a server"
    if server is None or problem:  # outside the except clause, so that the message is shown once
        pytest.fail(problem, pytrace=False)
    yield server
    server.stop()


@pytest.fixture
def world(sparring: Server, request: pytest.FixtureRequest) -> Iterator[World]:
    """A fresh world for one test. The test fails on findings, and on fault rules that never fired."""
    marker = request.node.get_closest_marker("sparring")
    made = sparring.world(**({} if marker is None else marker.kwargs))
    yield made
    made.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Judges a world with its test, so that the test itself fails, and one that fails by itself shows the findings."""
    try:
        yield
    except Exception:
        item.add_report_section("call", "sparring", _judged(item))
        raise
    text = _judged(item)
    if text:
        pytest.fail(text, pytrace=False)


def _judged(item: pytest.Item) -> str:
    made = getattr(item, "funcargs", {}).get("world")
    if not isinstance(made, World):
        return ""
    lines = made.findings()
    lines += [f"the fault rule {rule} never fired: no such request was made" for rule in made.unused_faults()]
    return "\n  ".join([f"Sparring found in world {made.id} (seed {made.seed}):", *lines]) if lines else ""
