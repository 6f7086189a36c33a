"""The kit as a test's author meets it: runs of pytest inside this one, against the real binary."""

import http.server
import json
import re
import sys
import threading
import urllib.request

import pytest

from sparring_pytest import ControlError, Server, SparringError
from sparring_pytest.server import find_binary

LOGIN = """
    import json, urllib.error, urllib.request

    def post(url, body, headers=None):
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    def login(world):
        return post(world.url("bonder") + "/auth", {**world.credentials("bonder"), "rpt": "10000"})
"""


@pytest.fixture
def suite(pytester, monkeypatch):
    """Runs a test file in a pytest of its own and returns its result."""

    def run(body):
        pytester.makepyfile(LOGIN + body)
        return pytester.runpytest_subprocess("-p", "no:cacheprovider")

    return run


def test_a_fresh_world_for_each_test(suite):
    result = suite(
        """
    worlds = []

    def test_one(world):
        assert login(world)["success"] is True
        assert [e["operation"] for e in world.journal()] == ["authorize"]
        worlds.append(world.id)

    def test_two(world):
        assert world.journal() == []
        assert world.id not in worlds
    """
    )
    result.assert_outcomes(passed=2)


def test_a_finding_fails_the_test(suite):
    result = suite(
        """
    def test_wrong_type(world):
        post(world.url("bonder") + "/auth", {**world.credentials("bonder"), "rpt": 10000, "username": 7})

    def test_expected(world):
        post(world.url("bonder") + "/auth", {**world.credentials("bonder"), "rpt": 10000, "username": 7})
        findings = world.findings()
        assert findings
        codes = {f["code"] for e in world.journal() for f in e.get("findings", [])}
        world.allow(*codes)
        assert world.findings() == []
    """
    )
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["Sparring found in world *", "*bonder.authorize: violation by client: wrong_type at /username: * (expected string, got 7; *)"])


def test_an_unmatched_request_fails_the_test(suite):
    result = suite(
        """
    import pytest

    def test_misspelled(world):
        with pytest.raises(urllib.error.HTTPError):
            post(world.url("bonder") + "/auht", {})

    def test_allowed(world):
        world.allow("unmatched")
        with pytest.raises(urllib.error.HTTPError):
            post(world.url("bonder") + "/auht", {})
    """
    )
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*the request fits no operation; the nearest is*"])


def test_faults(suite):
    result = suite(
        """
    def test_code(world):
        rule = world.fault("bonder", "authorize", "DATABASE_ERROR")
        assert login(world)["errors"] == ["DATABASE_ERROR"]
        assert (rule.hits, rule.remaining) == (1, 0)
        assert login(world)["success"] is True

    def test_kind(world):
        rule = world.fault("bonder", "authorize", kind="status", status=503, after=1)
        assert login(world)["success"] is True
        try:
            login(world)
        except urllib.error.HTTPError as error:
            assert error.code == 503

    def test_removed(world):
        world.fault("bonder", "authorize", "DATABASE_ERROR").remove()
        assert login(world)["success"] is True

    def test_unused(world):
        world.fault("bonder", "authorize", "DATABASE_ERROR")
    """
    )
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["*the fault rule * never fired*"])


def test_clock_events_and_state(suite):
    result = suite(
        """
    import pytest

    @pytest.mark.sparring(at="2030-01-01T00:00:00Z", clock="frozen", seed=7)
    def test_clock(world):
        assert world.seed == 7
        assert world.advance("1h")["now"].startswith("2030-01-01T01:00:00")

    def test_events(world):
        world.event("bonder", "maintenance.started", service="api")
        assert login(world)["errors"] == ["API_SERVICE_OFFLINE_ERROR"]
        assert world.outbox() == []

    def test_planted_facts(world):
        facts = world.state("bonder")
        login(world)
        assert world.state("bonder") != facts
        world.plant("bonder", facts)
        assert world.state("bonder") == facts

    def test_a_failure_shows_the_findings(world):
        post(world.url("bonder") + "/auth", {**world.credentials("bonder"), "username": 7})
        assert False
    """
    )
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["*assert False*", "*sparring*", "Sparring found in world *"])


def test_one_server_for_the_run(sparring):
    first, second = sparring.world(), sparring.world(seed=5)
    assert (first.id != second.id, second.seed) == (True, 5)
    first.close()
    second.close()
    with pytest.raises(ControlError, match="no world"):
        first.journal()


def test_a_server_that_runs_already(sparring):
    world = Server(sparring.url).world()
    with urllib.request.urlopen(f"{sparring.url}/_sparring/v1/worlds/{world.id}") as response:
        assert json.load(response)["id"] == world.id
    world.close()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda w: w.url("bonde"), "no API 'bonde'; did you mean 'bonder'"),
        (lambda w: w.fault("bonder", "savCard", "DATABASE_ERROR"), "saveCard"),
        (lambda w: w.fault("bonder", "saveCard", "NO_SUCH"), "NO_SUCH"),
        (lambda w: w.event("radist", "telegram.scanned"), "telegram"),
        (lambda w: w.advance("-1h"), "-1h"),
    ],
)
def test_a_wrong_call_names_what_is_right(sparring, call, message):
    world = sparring.world()
    try:
        with pytest.raises(SparringError, match=message):
            call(world)
    finally:
        world.close()


def test_a_binary_that_is_not_there(monkeypatch):
    monkeypatch.setenv("SPARRING_BIN", "/nowhere/sparring")
    with pytest.raises(SparringError, match="SPARRING_BIN is '/nowhere/sparring'"):
        find_binary()
    monkeypatch.delenv("SPARRING_BIN")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SparringError, match="no program sparring on PATH"):
        find_binary()


def test_a_program_that_is_none_of_sparring(monkeypatch):
    monkeypatch.setenv("SPARRING_BIN", sys.executable)
    message = re.escape(f"{sys.executable} serve ended with 2 (SPARRING_BIN chooses another program): ")
    with pytest.raises(SparringError, match=message):
        Server.start()


def test_a_program_that_cannot_be_started(monkeypatch, tmp_path):
    text = tmp_path / "text"
    text.write_text("no program")
    text.chmod(0o755)
    monkeypatch.setenv("SPARRING_BIN", str(text))
    with pytest.raises(SparringError, match=f"^{re.escape(str(text))} cannot be started: .*; set SPARRING_BIN"):
        Server.start()


def test_a_port_that_is_taken(sparring):
    address = sparring.url.removeprefix("http://")
    message = f"--addr {address}: address already in use: .*; give another port, or port 0 for a free one"
    with pytest.raises(SparringError, match=message):
        Server.start("--addr", address)


def test_an_address_that_is_none():
    with pytest.raises(SparringError, match="^local host is no URL of a Sparring server: "):
        Server("local host").world()


def test_a_flag_that_is_refused_is_shown():
    with pytest.raises(SparringError, match="--clock"):
        Server.start("--clock", "stopped")


@pytest.mark.parametrize(
    ("health", "message"),
    [
        ('{"version": "7.1.0"}', "the server is Sparring 7.1.0"),
        ("hello", "another server than Sparring answers at *: HTTP 200, 'hello'"),
        ("[]", "another server than Sparring answers at *: HTTP 200, '[[]]'"),
        (None, "no Sparring server answers at"),
    ],
)
def test_a_server_of_the_environment_that_does_not_fit(suite, monkeypatch, health, message):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(health.encode())

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        monkeypatch.setenv("SPARRING_SERVER", f"http://127.0.0.1:{server.server_port}")
        if health:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        else:
            server.server_close()
        result = suite("\n    def test_never(world): pass\n")
        if health:
            server.shutdown()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"SPARRING_SERVER is 'http://127.0.0.1:*': {message}*; unset it, and the kit starts a server"])
    # pytest's own summary repeats it on a line that starts otherwise, in full where CI is set.
    assert sum(line.startswith("SPARRING_SERVER is 'http://127.0.0.1:") for line in result.outlines) == 1


def test_a_version_that_does_not_fit(monkeypatch):
    monkeypatch.setattr("sparring_pytest.control.Control.call", lambda *_: {"version": "7.1.0"})
    with pytest.raises(SparringError, match="Sparring 7.1.0, this kit fits 0.1.x"):
        Server.start()
