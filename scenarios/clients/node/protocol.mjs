// The driver protocol: one JSON object a line on stdin and stdout (scenarios/driver/PROTOCOL.md). Nothing here is about an API.
import { createInterface } from "node:readline";

/** What a caller gets instead of values. gone: no whole answer came, so another attempt may find out. */
export class Failure extends Error {
  constructor(code, advice, message, after, gone = false) {
    super(message);
    Object.assign(this, { code, advice, after, gone });
  }

  result() {
    const { code, message, advice, after } = this;
    return { ok: false, error: { code, message, advice, ...(after === undefined ? {} : { retry_after_s: after }) } };
  }
}

const write = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");
const waiting = new Map(); // by id of the call that asks its user

/** One call of an ability, and the way to its user. */
class Call {
  constructor({ id, params }) {
    this.id = id;
    this.baseURL = (params.base_url ?? "").replace(/\/$/, "");
    this.credentials = params.credentials ?? {};
    this.args = params.args ?? {};
  }

  show(what, value) {
    write({ method: "show", params: { call: this.id, what, value } });
  }

  received(what, value) {
    write({ method: "received", params: { what, value } });
  }

  /** Asks the user and waits: the answer comes as the call <api>.answer. */
  ask(what) {
    return new Promise((resolve) => {
      waiting.set(this.id, resolve);
      write({ method: "ask", params: { call: this.id, what } });
    });
  }
}

function tell({ call, value }) {
  const resolve = waiting.get(call);
  if (!resolve) throw new Failure("bad_argument", "fix_request", `the call ${call} has asked for nothing`);
  waiting.delete(call);
  resolve(value);
  return { ok: true };
}

/** Answers calls until stdin ends. abilities: name → function of a Call, which gives the values of a success, or throws Failure.
 * keeps: a new process goes on with what this one has written to the folder SPARRING_FOLDER (kept.mjs).
 * patience: an answer is waited for as long as SPARRING_PATIENCE says (wire.mjs). */
export function serve(name, version, abilities, { keeps = false, patience = false } = {}) {
  const answer = async (message) => {
    const { id, method, params } = message;
    try {
      if (method === "hello") {
        write({ id, result: { name, version, abilities: Object.keys(abilities), keeps, patience } });
      } else if (method.endsWith(".answer")) write({ id, result: tell(params) });
      else if (!Object.hasOwn(abilities, method)) write({ id, error: { code: -32601, message: "no such ability" } });
      else write({ id, result: { ok: true, values: (await abilities[method](new Call(message))) ?? {} } });
    } catch (error) {
      if (error instanceof Failure) return write({ id, result: error.result() });
      console.error(error); // ours: the log says where
      write({ id, error: { code: -32603, message: String(error) } });
    }
  };
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on("line", (line) => line.trim() && answer(JSON.parse(line)));
  lines.on("close", () => process.exit(0)); // end of stdin means stop, whatever still waits for an answer
}

/** What is done one after the other: each waits for those before it. */
export class Lock {
  #last = Promise.resolve();

  run(work) {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => {});
    return mine;
  }
}

export const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
