// A world: an isolated set of the four APIs with a clock, faults and a journal of its own.
import { SparringError } from "./control.mjs";

// Fault is a fault rule.
export class Fault {
  #path;
  #call;

  constructor(call, rule) {
    this.id = rule.id;
    this.#call = call;
    this.#path = `/faults/${encodeURIComponent(rule.id)}`;
  }

  // state asks the server for the rule with its hits and remaining.
  state() { return this.#call("GET", this.#path); }

  // release lets held requests go: all at once, or those of the given entries one after the other.
  release(...entries) { return this.#call("POST", `${this.#path}/release`, entries.length ? { entries } : {}); }

  // remove takes the rule away.
  remove() { return this.#call("DELETE", this.#path); }
}

function text({ kind, by, code, pointer, message, expected, actual, provenance, source }) {
  const facts = expected || actual ? [`expected ${expected || "nothing"}, got ${actual || "nothing"}`] : [];
  facts.push(source ? `${provenance}, ${source}` : provenance);
  return `${kind} by ${by}: ${code}${pointer && ` at ${pointer}`}: ${message} (${facts.join("; ")})`;
}

export class World {
  #call;
  #urls;
  #credentials;
  #allowed = new Set();

  constructor(control, made) {
    this.id = made.id;
    this.seed = made.seed;
    this.#urls = made.urls;
    this.#credentials = made.credentials;
    this.#call = (method, path, body) => control.call(method, `/worlds/${made.id}${path}`, body);
  }

  #api(api) {
    if (Object.hasOwn(this.#urls, api)) return api;
    throw new SparringError(`there is no API '${api}'; there are ${Object.keys(this.#urls).sort().join(", ")}`);
  }

  // url is the base URL that a client of the API is configured with.
  url(api) { return this.#urls[this.#api(api)]; }

  // credentials are what the client's user would have: username and password, or an API key, as the API has them.
  credentials(api) { return { ...this.#credentials[this.#api(api)] }; }

  // fault breaks an operation on purpose: with a code the API refuses with it. Instead of the code, an object is
  // possible: { kind: "delay", duration: "2s", times: 2, after: 1, match: {…} }, as "sparring fault" has them.
  async fault(api, operation, what) {
    const { times = 1, after = 0, match = {}, ...fault } =
      typeof what === "object" ? what : { kind: "error", code: what };
    const rule = { match: { api: this.#api(api), operation, ...match }, after, times, fault };
    return new Fault(this.#call, await this.#call("POST", "/faults", rule));
  }

  // advance moves world time on by a duration such as "1h"; all that is due happens before it resolves.
  advance(duration) { return this.#call("PATCH", "/clock", { advance: duration }); }

  // event lets something happen outside HTTP, such as a scanned QR code, and returns its result.
  async event(api, name, args = {}) {
    return (await this.#call("POST", "/events", { api: this.#api(api), event: name, args })).result;
  }

  // state returns the facts of one API.
  state(api) { return this.#call("GET", `/state/${this.#api(api)}`); }

  // plant replaces the facts of one API, all or nothing.
  plant(api, facts) { return this.#call("PUT", `/state/${this.#api(api)}`, facts); }

  // journal returns the entries so far, findings included. filters: api, operation, kind, since, limit.
  async journal(filters = {}) {
    const query = new URLSearchParams(filters).toString();
    return (await this.#call("GET", `/journal${query && `?${query}`}`)).entries;
  }

  // outbox returns the text messages and pushes that the fakes have sent.
  async outbox() { return (await this.#call("GET", "/outbox")).messages; }

  // allow says that this test expects findings of these codes: they do not fail it. "unmatched" is any request that
  // fits no operation.
  allow(...codes) { codes.forEach((code) => this.#allowed.add(code)); }

  // findings returns what is wrong so far, a line each: violations, defects and requests that fit no operation.
  async findings() {
    const lines = [];
    for (const entry of await this.journal()) {
      const request = entry.operation ? `${entry.api}.${entry.operation}` : `${entry.method} ${entry.path}`;
      const place = `entry ${entry.seq} ${request}`;
      if (entry.unmatched && !this.#allowed.has("unmatched")) {
        lines.push(`${place}: the request fits no operation${entry.hint ? `; the nearest is ${entry.hint}` : ""}`);
      }
      for (const f of entry.findings ?? []) {
        if (!this.#allowed.has(f.code)) lines.push(`${place}: ${text(f)}`);
      }
    }
    return lines;
  }

  // check throws an error that lists the findings, and the fault rules that never fired.
  async check() {
    const lines = await this.findings();
    for (const rule of (await this.#call("GET", "/faults")).faults) {
      if (rule.hits === 0) lines.push(`the fault rule ${rule.id} never fired: no such request was made`);
    }
    if (lines.length > 0) {
      throw new SparringError([`Sparring found in world ${this.id} (seed ${this.seed}):`, ...lines].join("\n  "));
    }
  }

  // close ends the world: its streams, held requests and its journal.
  close() { return this.#call("DELETE", ""); }
}
