// A client of TIM Connect: an application that registers, receives a bank's messages and takes calls.
import * as kept from "./kept.mjs";
import { Failure, Lock } from "./protocol.mjs";
import { Lost, Unsent, isRecord, object, retryAfter, segment, send, text } from "./wire.mjs";

const DENIED = "Permission denied";
const KNOWN = {
  [DENIED]: ["permission_denied", "reauthorize"],
  "Device is blocked": ["device_blocked", "contact_support"],
  "Device has no mobile app": ["no_mobile_app", "reauthorize"],
  "Incorrect phone_number or credentials": ["credentials_wrong", "reauthorize"],
  "ActivationCode matching query does not exist.": ["code_unknown", "fix_request"],
  "['ActivationCode does not exist or expire']": ["code_invalid", "fix_request"],
};

/** What is known of the vendor's words: code and advice. */
function catalogue(message) {
  if (Object.hasOwn(KNOWN, message)) return KNOWN[message];
  if (message.startsWith("{'phone_number'")) return ["phone_invalid", "fix_request"];
  if (message.startsWith("That page") || message.endsWith("matching query does not exist.")) return ["unknown", "fix_request"];
  if (/^[{[]'/.test(message)) return ["field_invalid", "fix_request"]; // a printed form of the server's
  return ["failed", "none"];
}

/** An id has up to 64 bits and is text on the wire. */
const messageID = (message) => String(message.id ?? "");

/** What one installation keeps. renewing: whoever needs a new session while it is renewed waits for it. */
class App {
  renewing = new Lock();

  constructor(name) {
    const { device = {}, messages = [] } = kept.get(name) ?? {};
    Object.assign(this, { name, voip: false }, device);
    this.store = new Map(messages.map((message) => [messageID(message), message])); // by id, in order
  }

  /** What was kept before belongs to a device that is no more. */
  keep(phone, credentials, session) {
    Object.assign(this, { phone, credentials, session, voip: false });
    this.write();
  }

  renewed(session) {
    this.session = session;
    this.write();
  }

  /** Stores a message and tells whether it is new. */
  save(message) {
    const fresh = !this.store.has(messageID(message));
    if (fresh) {
      this.store.set(messageID(message), message);
      this.write();
    }
    return fresh;
  }

  /** Writes what the next process goes on with. */
  write() {
    const { phone, credentials, session, voip } = this;
    kept.put(this.name, { device: { phone, credentials, session, voip }, messages: [...this.store.values()] });
  }
}

function list({ body }) {
  if (!Array.isArray(body) || !body.every(isRecord)) {
    throw new Failure("bad_answer", "retry_later", "the answer has no list of messages", 5);
  }
  return body;
}

function days({ args: { from, to } }) {
  return { ...(from ? { start_date: from } : {}), ...(to ? { end_date: to } : {}) };
}

const READ = { harmless: true }; // may be sent again when no answer came
const OPEN = { open: true }; // needs no session

export class TIMConnect {
  #apps = new Map(); // by base URL

  abilities() {
    const own = {};
    for (const name of ["registerPhone", "confirmPhone", "registerByDigest", "signIn", "isAuthorized", "removeDevice", "receiveMessages",
      "takePush", "feed", "restoreMessages", "setCategory", "setGeotag", "setHashtag", "categories", "statistics", "call", "callState",
      "answerCall", "hangUp"]) {
      own["timconnect." + name] = (call) => this[name](call);
    }
    return own;
  }

  app({ baseURL }) {
    if (!this.#apps.has(baseURL)) this.#apps.set(baseURL, new App(kept.named("timconnect", baseURL)));
    return this.#apps.get(baseURL);
  }

  // Registration. The phone is sent as the user wrote it: the digest was made of it. The push token is where pushes go to.

  device({ credentials, args }) {
    return { app_key: credentials.api_key, token: args.token };
  }

  async registerPhone(call) {
    await this.do(call, "POST", "/api/registration", { phone_number: call.args.phone, device: this.device(call) }, OPEN);
  }

  async confirmPhone(call) {
    const { phone, code } = call.args;
    this.keep(call, await this.do(call, "POST", "/api/registration/confirm", { phone_number: phone, code }, OPEN));
  }

  async registerByDigest(call) {
    const { phone, digest } = call.args;
    this.keep(call, await this.do(call, "POST", "/api/registration/digest", { phone_number: phone, digest, device: this.device(call) }, OPEN));
  }

  keep(call, { sessionid, credentials }) {
    if (!text(sessionid) || !text(credentials)) {
      throw new Failure("bad_answer", "unknown_outcome", "the answer to the registration has no session or no credentials");
    }
    this.app(call).keep(call.args.phone, credentials, sessionid);
  }

  /** Begins with the password that an earlier run has kept. */
  async signIn(call) {
    this.app(call).keep(call.args.phone, call.args.credentials);
    await this.renew(call);
  }

  async isAuthorized(call) {
    if (!this.app(call).session) return { authorized: false };
    return { authorized: (await this.do(call, "GET", "/api/auth", undefined, READ)).authorized === true };
  }

  /** Afterwards nothing is kept that could be used for another request. */
  async removeDevice(call) {
    await this.do(call, "DELETE", "/api/device");
    this.app(call).keep();
  }

  // Messages.

  /** Reads a list to its last page; a message may slip to the next page meanwhile. */
  async pages(call, path, query) {
    const messages = new Map();
    for (let page = 1, last = 1; page <= last; page++) {
      const raw = await this.do(call, "GET", path, undefined, { ...READ, query: page > 1 ? { ...query, page } : query });
      for (const message of list(raw)) if (!messages.has(messageID(message))) messages.set(messageID(message), message);
      if (Number.isInteger(raw.paging?.pages)) last = raw.paging.pages;
    }
    return [...messages.values()];
  }

  /** Tells the server that messages were delivered, so that no SMS goes out for them. One without an id cannot be named. */
  async report(call, messages) {
    const ids = messages.map(messageID).filter((id) => /^\d+$/.test(id));
    if (ids.length) await this.do(call, "POST", "/api/messages/delivery", { ids }, READ);
  }

  /** All pages first, as reports move messages out of the queue; then store; then report. What was stored before is not told
   * again, but reported: its report has not arrived. */
  async receiveMessages(call) {
    const queue = await this.pages(call, "/api/messages/queue");
    const fresh = queue.filter((message) => this.app(call).save(message));
    for (const message of fresh) call.received("message", message);
    await this.report(call, queue);
    return { messages: fresh };
  }

  async takePush(call) {
    const { payload } = call.args;
    if (payload.call_info) return this.takeCall(call, payload.call_info);
    if (!messageID(payload)) {
      throw new Failure("bad_push", "fix_request", "the push is neither about a message nor about a call");
    }
    const [message] = list(await this.do(call, "GET", "/api/messages/" + segment(messageID(payload)), undefined, READ));
    if (!message) throw new Failure("bad_answer", "retry_later", "the answer has no message", 5);
    if (this.app(call).save(message)) {
      call.show("notification", message.message);
      call.received("message", message);
    }
    await this.report(call, [message]);
    return { message };
  }

  async feed(call) {
    return { messages: [...this.app(call).store.values()] };
  }

  /** Fills the store from the archive. Nothing is reported: it was, before. */
  async restoreMessages(call) {
    const messages = await this.pages(call, "/api/messages", days(call));
    for (const message of messages) this.app(call).save(message);
    return { messages };
  }

  async mark(call, what, body) {
    await this.do(call, "PUT", `/api/messages/${segment(call.args.id)}/${what}`, body, READ);
  }

  setCategory(call) {
    return this.mark(call, "category", { category: call.args.category });
  }

  setGeotag(call) {
    return this.mark(call, "geotag", { latitude: call.args.latitude, longitude: call.args.longitude });
  }

  setHashtag(call) {
    return this.mark(call, "hashtag", { hashtag: call.args.hashtag ?? "" });
  }

  async categories(call) {
    return { categories: list(await this.do(call, "GET", "/api/categories", undefined, READ)) };
  }

  async statistics(call) {
    return { statistics: list(await this.do(call, "GET", "/api/statistics", undefined, { ...READ, query: days(call) })) };
  }

  // Calls.

  async registerVoip(call, password) {
    if (!password || typeof password !== "string") {
      throw new Failure("bad_answer", "retry_later", "there is no password for calls", 5);
    }
    const { registered, call_id } = await this.do(call, "POST", "/api/calls/registration", { password });
    if (registered !== true) {
      throw new Failure("voip_refused", "retry_now", "the VoIP service did not take the password");
    }
    this.app(call).voip = true;
    return call_id;
  }

  async call(call) {
    if (!this.app(call).voip) {
      await this.registerVoip(call, (await this.do(call, "POST", "/api/calls/password", undefined, READ)).password);
    }
    const { call_id, state } = await this.do(call, "POST", "/api/calls", { number: call.args.number });
    return { call_id, state };
  }

  /** Registers with the password of the push: that is what it is for. */
  async takeCall(call, { asteriskpass, caller }) {
    const call_id = await this.registerVoip(call, asteriskpass);
    call.show("call", caller);
    return { call_id, state: "incoming" };
  }

  async callState(call) {
    return { state: (await this.do(call, "GET", "/api/calls/" + segment(call.args.call_id), undefined, READ)).state };
  }

  async answerCall(call) {
    return { state: (await this.do(call, "POST", `/api/calls/${segment(call.args.call_id)}/answer`)).state };
  }

  async hangUp(call) {
    return { state: (await this.do(call, "POST", `/api/calls/${segment(call.args.call_id)}/hangup`)).state };
  }

  // From here on: one request on the wire.

  /** With the session, renewed once where it is refused. */
  async do(call, method, path, body, { query, harmless = false, open = false } = {}) {
    const app = this.app(call);
    let renewed = false, repeated = false;
    for (;;) {
      const session = open ? undefined : app.session;
      if (!open && !session) {
        throw new Failure("not_registered", "reauthorize", "no phone is registered: nothing was sent");
      }
      let raw;
      try {
        raw = await this.exchange(call, method, path, body, { query, session, harmless });
      } catch (error) {
        if (!error.gone || !harmless || repeated) throw error;
        repeated = true;
        continue;
      }
      if (raw.result === "success") return raw;
      if (raw.message !== DENIED || open || renewed) throw this.refusal(app, raw);
      renewed = true;
      await this.renew(call, session);
    }
  }

  /** Opens a new session with the stored password, where the session is still the one that was refused. A password that is
   * refused is not tried again; a session that nobody got does no harm. */
  renew(call, refused) {
    const app = this.app(call);
    return app.renewing.run(async () => {
      if (app.session !== refused) return;
      if (!app.credentials) throw new Failure("not_registered", "reauthorize", "no password is stored");
      const ask = () => this.exchange(call, "POST", "/api/auth", { phone_number: app.phone, credentials: app.credentials });
      const raw = await ask().catch((error) => (error.gone ? ask() : Promise.reject(error)));
      if (raw.result !== "success") throw this.refusal(app, raw);
      if (!text(raw.sessionid)) {
        throw new Failure("bad_answer", "retry_later", "the answer to the authorisation has no session", 5);
      }
      app.renewed(raw.sessionid);
    });
  }

  /** The caller's view of a failure; a device that is no more has nothing to keep. */
  refusal(app, raw) {
    const message = text(raw.message), [code, advice] = catalogue(message);
    if (code === "no_mobile_app" || code === "credentials_wrong") app.keep();
    return new Failure(code, advice, `TIM Connect answered "${message}"`);
  }

  /** One request. A Failure that is gone may be tried again. */
  async exchange(call, method, path, body, { query = {}, session, harmless = false } = {}) {
    const headers = { Accept: "application/json", Authorization: call.credentials.api_key };
    if (body) headers["Content-Type"] = "application/json";
    if (session) headers.Cookie = "sessionid=" + session;
    const reading = method === "GET" || path === "/api/auth", wanted = new URLSearchParams(query).toString();
    const unknown = (text, gone) =>
      reading ? new Failure("no_answer", "retry_later", text, 5, gone) : new Failure("no_answer", "unknown_outcome", text, undefined, gone);
    let answer;
    try {
      answer = await send(method, call.baseURL + path + (wanted && "?" + wanted), headers, body);
    } catch (error) {
      if (error instanceof Unsent) throw new Failure("unreachable", "retry_later", error.message, 30);
      if (error instanceof Lost) throw unknown(error.message, !error.silent);
      throw error;
    }
    const { status } = answer;
    try {
      const raw = object(answer.body);
      if (raw.result !== "success" && raw.result !== "fail") throw new Error("neither success nor fail in it");
      if (status < 429 || raw.result === "success" || catalogue(text(raw.message))[0] !== "failed") {
        return raw; // the details are in the body, whatever the status
      }
    } catch (error) {
      if (status === 200) throw unknown(`the answer cannot be read: ${error.message}`, harmless);
    }
    if (status === 429 || (status >= 500 && reading)) {
      throw new Failure(String(status), "retry_later", `HTTP ${status}`, retryAfter(answer, 30));
    }
    throw new Failure(String(status), status >= 500 ? "unknown_outcome" : "fix_request", `HTTP ${status}`);
  }
}
