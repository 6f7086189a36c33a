// The kit under node:test against the real binary; the folder runners has the other runners.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { Server, SparringError, findBinary, useWorld } from "../index.mjs";

async function post(url, body) {
  const response = await fetch(url, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  return response.json();
}

// started is a process of its own, in which the kit looks for its server.
function started(env) {
  const program = `import { Server } from ${JSON.stringify(new URL("../index.mjs", import.meta.url).href)};
    await Server.shared();`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", program],
    { encoding: "utf8", env: { ...process.env, ...env } });
}

const login = (world, changes = {}) =>
  post(`${world.url("bonder")}/auth`, { ...world.credentials("bonder"), rpt: "10000", ...changes });

after(async () => (await Server.shared()).stop());

describe("a world for each test", () => {
  const world = useWorld({ beforeEach, afterEach });
  const seen = new Set();
  for (const name of ["one", "another"]) {
    test(name, async () => {
      assert.equal((await login(world())).success, true);
      assert.deepEqual((await world().journal()).map((e) => e.operation), ["authorize"]);
      assert.ok(!seen.has(world().id));
      seen.add(world().id);
    });
  }
  test("a code", async () => {
    const rule = await world().fault("bonder", "authorize", "DATABASE_ERROR");
    assert.deepEqual((await login(world())).errors, ["DATABASE_ERROR"]);
    const { hits, remaining } = await rule.state();
    assert.deepEqual([hits, remaining], [1, 0]);
  });
  test("another kind, after a request", async () => {
    await world().fault("bonder", "authorize", { kind: "status", status: 503, body: {}, after: 1 });
    assert.equal((await login(world())).success, true);
    assert.deepEqual(await login(world()), {});
  });
  test("events", async () => {
    await world().event("bonder", "maintenance.started", { service: "api" });
    assert.deepEqual((await login(world())).errors, ["API_SERVICE_OFFLINE_ERROR"]);
    assert.deepEqual(await world().outbox(), []);
  });
  test("planted facts", async () => {
    const facts = await world().state("bonder");
    await login(world());
    assert.notDeepEqual(await world().state("bonder"), facts);
    await world().plant("bonder", facts);
    assert.deepEqual(await world().state("bonder"), facts);
  });
});

test("the clock", async () => {
  const world = await (await Server.shared()).world({ at: "2030-01-01T00:00:00Z", clock: "frozen", seed: 7 });
  assert.equal(world.seed, 7);
  assert.match((await world.advance("1h")).now, /^2030-01-01T01:00:00/);
  await world.close();
});

test("check throws what was found", async () => {
  const world = await (await Server.shared()).world();
  await login(world, { username: 7 });
  await fetch(`${world.url("bonder")}/auht`, { method: "POST" });
  await (await world.fault("bonder", "saveCard", "DATABASE_ERROR")).state();
  await assert.rejects(world.check(), (error) => {
    assert.ok(error instanceof SparringError);
    assert.match(error.message, /^Sparring found in world \S+ \(seed \d+\):\n/);
    assert.match(error.message, /entry 1 bonder\.authorize: violation by client: wrong_type at \/username: .+ \(expected string, got 7; \w+, .+\)\n/);
    assert.match(error.message, /the request fits no operation; the nearest is /);
    assert.match(error.message, /the fault rule \S+ never fired/);
    return true;
  });
  const codes = (await world.journal()).flatMap((e) => e.findings ?? []).map((f) => f.code);
  world.allow("unmatched", ...codes);
  assert.deepEqual(await world.findings(), []);
  await world.close();
});

test("a wrong call names what is right", async () => {
  const world = await (await Server.shared()).world();
  assert.throws(() => world.url("bonde"), /no API 'bonde'; there are bonder,/);
  await assert.rejects(world.fault("bonder", "savCard", "DATABASE_ERROR"), /saveCard/);
  await assert.rejects(world.fault("bonder", "saveCard", "NO_SUCH"), /NO_SUCH/);
  await assert.rejects(world.event("radist", "telegram.scanned"), /telegram/);
  await assert.rejects(world.advance("-1h"), /-1h/);
  await world.close();
  await assert.rejects(world.journal(), /no world/);
});

test("a binary that is not there", () => {
  assert.throws(() => findBinary({ SPARRING_BIN: "/nowhere/sparring" }), /SPARRING_BIN is '\/nowhere\/sparring'/);
  assert.throws(() => findBinary({ PATH: "/nowhere" }), /no program sparring on PATH/);
});

test("a flag that is refused is shown", async () => {
  await assert.rejects(Server.start("--clock", "stopped"), /--clock/);
});

test("a port that is taken", async () => {
  const address = (await Server.shared()).url.replace("http://", "");
  await assert.rejects(Server.start("--addr", address),
    new RegExp(`--addr ${address}: address already in use: .*; give another port, or port 0 for a free one`));
});

test("a program that is none of Sparring, or cannot be started", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kit-")), script = join(folder, "script");
  writeFileSync(script, "#!/nowhere\n", { mode: 0o755 });
  try {
    for (const [program, said] of [
      [process.execPath, "serve ended with 1 (SPARRING_BIN chooses another program): "],
      [script, "cannot be started: "],
    ]) {
      const { stderr } = started({ SPARRING_BIN: program, SPARRING_SERVER: "" });
      assert.ok(stderr.includes(`${program} ${said}`), stderr);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a version that does not fit", async () => {
  const server = new Server((await Server.shared()).url);
  server.control.call = async () => ({ version: "7.1.0" });
  await assert.rejects(server.checkVersion(), /Sparring 7\.1\.0, this kit fits 0\.1\.x/);
});

test("a server of the environment that is not there", () => {
  const { stderr } = started({ SPARRING_SERVER: "http://127.0.0.1:1" });
  assert.match(stderr, /SPARRING_SERVER is 'http:\/\/127\.0\.0\.1:1': no Sparring server answers at .*; unset it, and/);
});

test("another server than Sparring", async () => {
  for (const [status, text] of [[200, "hello"], [404, "<html>"], [200, "null"]]) {
    const other = createServer((_, response) => response.writeHead(status).end(text)).listen(0, "127.0.0.1");
    await once(other, "listening");
    await assert.rejects(new Server(`http://127.0.0.1:${other.address().port}`).world(),
      new RegExp(`another server than Sparring answers at http://127.0.0.1:\\d+: HTTP ${status}, "${text}"`));
    other.close();
  }
});

test("a server that is not there", async () => {
  await assert.rejects(new Server("http://127.0.0.1:1").world(), /no Sparring server answers at/);
});
