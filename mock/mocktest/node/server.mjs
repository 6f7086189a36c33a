// The server: found, started once a process, ended with it.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Control, SparringError } from "./control.mjs";
import { World } from "./world.mjs";

export { SparringError };

const startTimeout = 20_000; // ms until the server listens
const kit = "0.1"; // the versions of Sparring that this kit fits

// findBinary returns the path of the program: the environment's SPARRING_BIN, or sparring on PATH.
export function findBinary(env = process.env) {
  if (env.SPARRING_BIN) {
    if (executable(env.SPARRING_BIN)) return env.SPARRING_BIN;
    throw new SparringError(`SPARRING_BIN is '${env.SPARRING_BIN}', and no program is there: ` +
      "set it to the path of the sparring binary, or unset it to search PATH");
  }
  const names = process.platform === "win32" ? ["sparring.exe", "sparring"] : ["sparring"];
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    const found = names.map((name) => join(folder, name)).find(executable);
    if (folder && found) return found;
  }
  throw new SparringError("there is no program sparring on PATH: install it (go install ./cmd/sparring), and add the " +
    "folder that go env GOPATH names, then bin, to PATH, or set SPARRING_BIN to the path of the binary");
}

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

let shared;

export class Server {
  #process;

  constructor(url, token) {
    this.url = url.replace(/\/$/, "");
    this.control = new Control(this.url, token);
  }

  // shared is one server for this process: the one at SPARRING_SERVER, or one that is started and ended with it.
  static shared() {
    shared ??= process.env.SPARRING_SERVER ? Server.#running(process.env) : Server.start();
    return shared;
  }

  static async #running({ SPARRING_SERVER: url, SPARRING_CONTROL_TOKEN: token }) {
    const server = new Server(url, token);
    try {
      await server.checkVersion();
    } catch (error) {
      throw new SparringError(`SPARRING_SERVER is '${url}': ${error.message}; unset it, and the kit starts a server`,
        { cause: error });
    }
    return server;
  }

  // start starts the server on a free port of this machine. flags are those of "sparring serve".
  static async start(...flags) {
    const ready = join(tmpdir(), `sparring-${randomUUID()}.json`); // the server removes it
    // What watch or a shell says to a client is not meant for this server.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("SPARRING_")));
    let log = "", ended;
    const program = findBinary();
    const child = spawn(program, ["serve", "--addr", "127.0.0.1:0", "--ready-file", ready, "--until-eof", ...flags],
      { env, stdio: "pipe" }); // its stdin ends with this process, even if a runner kills that
    for (const output of [child.stdout, child.stderr]) {
      output.on("data", (data) => { log = (log + data).slice(-2000); });
    }
    child.on("error", (error) => {
      ended = `${program} cannot be started: ${error.message}; set SPARRING_BIN to a sparring binary for this system`;
    });
    child.on("close", (code) => {
      ended ??= `${program} serve ended with ${code} (SPARRING_BIN chooses another program): ` +
        (log.trim() || "it printed nothing");
    });
    for (const handle of [child, ...child.stdio]) handle.unref(); // a run ends although the server runs
    process.once("exit", () => child.kill());
    for (const began = Date.now(); !existsSync(ready); await pause(20)) {
      if (ended) throw new SparringError(ended);
      if (Date.now() - began > startTimeout) {
        child.kill();
        throw new SparringError(`${program} serve did not listen within ${startTimeout / 1000} s: ${log}`);
      }
    }
    const server = new Server(JSON.parse(readFileSync(ready, "utf8")).url);
    server.#process = child;
    await server.checkVersion();
    return server;
  }

  // checkVersion refuses a server that this kit does not fit. A build without a version fits.
  async checkVersion() {
    const { version } = await this.control.call("GET", "/health");
    if (/^\d/.test(version) && version !== kit && !version.startsWith(`${kit}.`)) {
      await this.stop();
      throw new SparringError(`the server is Sparring ${version}, this kit fits ${kit}.x: ` +
        "install the kit and the binary of one version, or set SPARRING_BIN to a binary that fits");
    }
  }

  // world makes a world. options: id, seed, at, clock, switches, listen, as the control API takes them.
  async world(options = {}) {
    return new World(this.control, await this.control.call("POST", "/worlds", options));
  }

  // stop ends the server if it was started here.
  async stop() {
    const child = this.#process;
    this.#process = undefined;
    if (!child) return;
    const closed = new Promise((resolve) => child.once("close", resolve));
    child.ref();
    child.kill();
    await closed;
  }
}
