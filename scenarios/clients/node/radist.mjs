// A client of Radist.Online: connections, and the logins that lead to them.
import { Failure, pause } from "./protocol.mjs";
import { Lost, Unsent, object, retryAfter, segment, send, text } from "./wire.mjs";

const POLL_EVERY = 5; // seconds, as the vendor advises
const MOST_SESSIONS = 3; // how often a login that nobody finishes is started anew
const MOST_ANSWERS = 3; // how often the user may err
const MOST_LOST = 3; // polls in a row that may fail
const LONGEST_WAIT = 3; // seconds of Retry-After that are waited for
const ADVICE = {
  400: "fix_request", 401: "reauthorize", 402: "contact_support", 403: "contact_support", 404: "fix_request", 409: "fix_request",
  422: "fix_request",
};

/** Why an operation failed. lost: whether it was handled is unknown; unsent: it certainly was not. */
class Problem extends Error {
  constructor(text, { status = 0, lost = false, unsent = false, after = 0 }) {
    super(text);
    Object.assign(this, { status, lost, unsent, after });
  }

  /** Whether the same request may work soon, soon enough to wait for it. */
  passes() {
    return (this.lost || this.unsent || this.status === 429 || this.status >= 500) && this.after <= LONGEST_WAIT;
  }

  /** The caller's view. harmless: the request may be sent again whatever became of it. */
  failure(harmless) {
    const { status, message } = this, code = String(status), after = this.after || 5;
    if (this.unsent) return new Failure("unreachable", "retry_later", message, 30);
    if (this.lost && harmless) return new Failure("no_answer", "retry_later", message, after);
    if (this.lost) return new Failure("no_answer", "unknown_outcome", `${message}: look at the list of connections before this is done again`);
    if (status === 429 || (status >= 500 && harmless)) return new Failure(code, "retry_later", message, after);
    return new Failure(code, status >= 500 ? "unknown_outcome" : (ADVICE[status] ?? "none"), message);
  }
}

const path = (id) => "connections/" + segment(id);

/** What a status that nobody knows wants of the user is not to be guessed. */
const unknown = (status) =>
  new Failure("unknown_status", "contact_support", `the login has the status "${status}", which this client does not know`);

/** Waits before the next poll: as long as the server asks for, or the caller wishes, or the vendor advises. */
const rest = (call, problem) => pause(problem?.after || Number(call.args.poll_every_s ?? POLL_EVERY));

/** Shows a code that is new; gives the code that the user sees. */
function show(call, qr, shown) {
  if (qr && qr !== shown) call.show("qr", qr);
  return qr || shown;
}

export class Radist {
  abilities() {
    return {
      "radist.connections": (call) => this.connections(call),
      "radist.connection": (call) => this.connection(call),
      "radist.connectTelegram": (call) => this.connectTelegram(call),
      "radist.connectMax": (call) => this.logIn(call, "max_personal", { phone: call.args.phone }, false),
      "radist.connectWhatsApp": (call) => this.connectWhatsApp(call),
      "radist.connectBot": (call) => this.create(call, "telegram_bot", { api_key: call.args.api_key }),
      "radist.connectGroup": (call) => this.create(call, "odnoklassniki", { api_key: call.args.api_key }),
      "radist.setKey": (call) => this.setKey(call),
      "radist.deleteConnection": () => this.deleteConnection(),
    };
  }

  async connections(call) {
    const all = [];
    for (;;) {
      const { connections, count } = await this.tried(call, "GET", "connections/" + (all.length ? `?offset=${all.length}` : ""));
      if (!Array.isArray(connections)) throw new Problem("the answer has no connections", { lost: true }).failure(true);
      all.push(...connections);
      if (!connections.length || all.length >= (Number(count) || 0)) return { connections: all };
    }
  }

  async connection(call) {
    const { id, type, params } = await this.tried(call, "GET", path(call.args.connection_id));
    return { connection_id: id, type, params };
  }

  /** A connection cannot be deleted through the API: a creation whose answer is lost is not sent again. */
  async create(call, type, params) {
    const { id } = await this.tried(call, "POST", "connections/", { type, params }, false);
    if (id === undefined || id === null) throw new Problem("the answer has no id", { lost: true }).failure(false);
    return { connection_id: id };
  }

  /** Sends the new key and nothing else: nothing else can be edited. The same key may be set twice. */
  async setKey(call) {
    await this.tried(call, "PATCH", path(call.args.connection_id), { params: { api_key: call.args.api_key } });
  }

  async deleteConnection() {
    throw new Failure("not_possible", "contact_support", "connections are deleted by the vendor's support only, with their chats and history");
  }

  // Logins.

  connectTelegram(call) {
    const byCode = call.args.by === "code";
    return this.logIn(call, "telegram", byCode ? { auth_type: "code", phone: call.args.phone } : { auth_type: "qr" }, !byCode);
  }

  /** Leads a session to its end. One that has died before anybody scanned its code is started anew, a few times; a code that was
   * typed for a dead session is worthless, so that the caller decides. */
  async logIn(call, kind, first, byQR) {
    const body = { ...first, connection_id: call.args.connection_id };
    for (let opened = 1; ; opened++) {
      const session = await this.session(call, kind + "/init", body).catch((error) => {
        throw error instanceof Problem ? error.failure(true) : error;
      });
      try {
        return await this.authorize(call, kind, session);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (!byQR || opened === MOST_SESSIONS) throw new Failure(String(error.status), "reauthorize", error.message);
      }
    }
  }

  /** Makes one of the two operations on sessions. */
  async session(call, where, body) {
    const answer = await this.do(call, "POST", where, body);
    if (typeof answer.session_id !== "string" || !answer.status) throw new Problem("the answer has no session", { lost: true });
    return { id: answer.session_id, status: answer.status, qr: text(answer.qr_login?.url) };
  }

  /** Polls a session, shows and asks what its status wants, until it is authenticated. A Problem says that it is dead. */
  async authorize(call, kind, session) {
    const { id } = session;
    let shown, wrong = 0, lost = 0, look = false;
    for (;;) {
      const { status, qr } = session;
      const answer = {};
      if (look) {
        // the status is to be learnt first: what became of the user's answer is not known
      } else if (status === "waiting_for_qr") {
        shown = show(call, qr, shown);
        await rest(call);
      } else if (status === "waiting_for_code" || status === "waiting_for_password") {
        const what = status.slice("waiting_for_".length);
        answer[what] = await call.ask(what);
      } else if (status === "authenticated") {
        return this.connect(call, kind, id);
      } else throw unknown(status);
      const given = Object.keys(answer).length > 0;
      try {
        session = await this.session(call, kind + "/login", { ...answer, session_id: id });
        lost = 0;
        look = false;
      } catch (error) {
        if (!(error instanceof Problem) || error.status === 404) throw error;
        if (error.status === 400 && given && wrong + 1 < MOST_ANSWERS) wrong++; // the user is asked again
        else if (error.passes() && lost < MOST_LOST) {
          lost++;
          look ||= given;
          await rest(call, error);
        } else throw error.failure(true);
      }
    }
  }

  /** Makes the connection of an authenticated session; after a re-authorization there is one already. */
  async connect(call, kind, sessionID) {
    const { connection_id } = call.args;
    return connection_id ? { connection_id } : this.create(call, kind, { session_id: sessionID });
  }

  /** Makes a connection, or takes the one that is to be connected again, and shows its codes until it works. */
  async connectWhatsApp(call) {
    const id = call.args.connection_id ?? (await this.create(call, "whatsapp")).connection_id;
    let shown, lost = 0;
    for (;;) {
      let body;
      try {
        body = await this.do(call, "GET", path(id) + "/whatsapp/status");
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (!error.passes() || lost === MOST_LOST) throw error.failure(true);
        lost++;
        await rest(call, error);
        continue;
      }
      lost = 0;
      if (body.status === "connected") return { connection_id: id };
      if (body.status !== "waiting_for_qr") throw unknown(body.status);
      shown = show(call, text(body.qr_code), shown);
      await rest(call);
    }
  }

  // From here on: one operation on the wire; paths lie below the company.

  /** Makes an operation for the caller. */
  async tried(call, method, where, body, harmless = true) {
    try {
      return await this.do(call, method, where, body);
    } catch (error) {
      throw error instanceof Problem ? error.failure(harmless) : error;
    }
  }

  /** Reading is repeated once where no answer came. */
  async do(call, method, where, body) {
    try {
      return await this.exchange(call, method, where, body);
    } catch (error) {
      if (!error.lost || method !== "GET") throw error;
    }
    return this.exchange(call, method, where, body);
  }

  async exchange(call, method, where, body) {
    const { api_key, company_id } = call.credentials;
    const headers = { Accept: "application/json", "X-Api-Key": api_key, ...(body ? { "Content-Type": "application/json" } : {}) };
    let answer, read;
    try {
      answer = await send(method, `${call.baseURL}/companies/${segment(company_id)}/${where}`, headers, body);
    } catch (error) {
      if (error instanceof Unsent) throw new Problem(error.message, { unsent: true });
      if (error instanceof Lost) throw new Problem(error.message, { lost: true });
      throw error;
    }
    try {
      read = object(answer.body);
    } catch (error) {
      if (answer.status === 200) throw new Problem(`the answer cannot be read: ${error.message}`, { lost: true });
    }
    if (answer.status === 200) return read;
    const detail = read?.detail === undefined ? "" : JSON.stringify(read.detail);
    throw new Problem(`HTTP ${answer.status} ${detail}`, { status: answer.status, after: retryAfter(answer, 0) });
  }
}
