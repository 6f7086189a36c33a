// A client of iQChannels: an SDK of the chat (here), its stream (iqstream.mjs), and a consumer of the Auth API (iqcard.mjs).
import { randomInt } from "node:crypto";
import { resolveToken } from "./iqcard.mjs";
import { Stream, envelope } from "./iqstream.mjs";
import * as kept from "./kept.mjs";
import { Failure, Lock } from "./protocol.mjs";
import { Lost, Unsent, isRecord, items, record, retryAfter, segment, send, text } from "./wire.mjs";

const ADVICE = {
  internal_server_error: "retry_later", bad_request: "fix_request", invalid: "fix_request", not_found: "fix_request",
  forbidden: "contact_support", unauthorized: "reauthorize",
};

function refusal({ code, text }) {
  const advice = ADVICE[code] ?? "none";
  return new Failure(code, advice, `iQChannels answered ${code}: ${text}`, advice === "retry_later" ? 5 : undefined);
}

/** Takes session and client from an answer; without both there is no authorization. */
function authorized(answer) {
  if (!answer.ok) throw refusal(answer);
  const { Client: client, Session: session } = record(answer.result);
  if (!isRecord(client) || !text(session?.Token)) {
    throw new Failure("bad_answer", "retry_later", "the answer has no client or no session", 5);
  }
  return { client, session: session.Token };
}

export class IQChannels {
  #accounts = new Map(); // by place, and token unless anonymous: { lock, anonymous, session, listening }
  #anonymous = new Map(); // by place: whether a guest signed in last

  abilities() {
    return {
      "iqchannels.signIn": (call) => this.signIn(call),
      "iqchannels.signInAnonymously": (call) => this.signInAnonymously(call),
      "iqchannels.send": (call) => this.send(call),
      "iqchannels.history": (call) => this.history(call),
      "iqchannels.listen": (call) => this.listen(call),
      "iqchannels.resolveToken": resolveToken,
    };
  }

  place({ baseURL, credentials }) {
    return JSON.stringify([baseURL, credentials.channel]);
  }

  /** The session that a call is about: that of the last sign-in, where it is not told. */
  account(call, anonymous = this.#anonymous.get(this.place(call)) ?? kept.get(this.who(call)) ?? false) {
    const key = this.place(call) + (anonymous ? "" : call.credentials.token);
    if (!this.#accounts.has(key)) {
      const name = kept.named("iqchannels", key);
      this.#accounts.set(key, { lock: new Lock(), name, anonymous, session: kept.get(name), listening: false });
    }
    return this.#accounts.get(key);
  }

  /** The name under which it is kept whether a guest signed in last. */
  who(call) {
    return kept.named("who", this.place(call));
  }

  hold(account, session) {
    account.session = session;
    kept.put(account.name, session);
  }

  /** Keeps a new session and tells who was authorized. */
  take(call, account, { client, session }) {
    this.hold(account, session);
    this.#anonymous.set(this.place(call), account.anonymous);
    kept.put(this.who(call), account.anonymous);
    return { client_id: client.Id, name: client.Name, type: client.Type, integration_id: client.IntegrationId ?? undefined };
  }

  signIn(call) {
    const account = this.account(call, false);
    return account.lock.run(async () => this.take(call, account, await this.authorize(call)));
  }

  /** Takes up the session that it holds; where that is refused, or there is none, it signs up. */
  signInAnonymously(call) {
    const account = this.account(call, true);
    return account.lock.run(async () => {
      if (account.session) {
        const answer = await this.exchange(call, "/clients/auth", { Token: account.session });
        if (answer.ok || answer.code !== "unauthorized") return this.take(call, account, authorized(answer));
      }
      const body = { Channel: call.credentials.channel, Name: call.args.name ?? null, PersonalData: null };
      return this.take(call, account, authorized(await this.exchange(call, "/clients/anonymous/signup", body)));
    });
  }

  /** Asks for a session by the token of the external system, which is passed as it is. A token that is refused is not sent
   * again; a session that nobody got does no harm, so that a lost answer is worth another request. */
  async authorize(call) {
    const { token, channel } = call.credentials;
    const ask = () => this.exchange(call, "/clients/integration_auth", { Credentials: token, Channel: channel });
    return authorized(await ask().catch((error) => (error.gone ? ask() : Promise.reject(error))));
  }

  /** The account's session; a new one where it has none, or where it is still the one that was refused. Whoever was refused with
   * an older one just takes the new one. A guest is not made anew unasked: it would be another. */
  session(call, account, refused) {
    return account.lock.run(async () => {
      if (account.session && account.session !== refused) return account.session;
      if (account.anonymous) throw new Failure("unauthorized", "reauthorize", "the anonymous session has ended");
      this.hold(account, (await this.authorize(call)).session);
      return account.session;
    });
  }

  /** The server knows by LocalId that a repeated message is the same. */
  async send(call) {
    const body = { LocalId: randomInt(1, 2 ** 47), Payload: "text", Text: call.args.text, ChatType: "regular" };
    return { message_id: (await this.do(call, "/chats/channel/send/" + segment(call.credentials.channel), body)).result };
  }

  async history(call) {
    return { messages: (await this.latest(call)).map(({ Text, Author }) => ({ text: Text, author: Author })) };
  }

  async latest(call) {
    const body = { ChatType: "regular", Limit: 50 };
    const { result } = await this.do(call, "/chats/channel/messages/" + segment(call.credentials.channel), body);
    return items(result).filter(isRecord);
  }

  /** Opens the stream and follows it; a client that listens already does so on. */
  async listen(call) {
    const account = this.account(call);
    if (account.listening) return;
    await new Stream(this, call, account).open();
    account.listening = true;
  }

  // From here on: one call on the wire.

  /** In a live session, renewed once where it is refused; the same once more where no answer came: it does no harm. */
  async do(call, path, body) {
    const account = this.account(call);
    let session = await this.session(call, account), renewed = false, repeated = false;
    for (;;) {
      let answer;
      try {
        answer = await this.exchange(call, path, body, session, true);
      } catch (error) {
        if (!error.gone || repeated) throw error;
        repeated = true;
        continue;
      }
      if (answer.ok) return answer;
      if (answer.code !== "unauthorized" || renewed) throw refusal(answer);
      renewed = true;
      session = await this.session(call, account, session);
    }
  }

  url(call, path) {
    return call.baseURL + "/public/api/v1" + path;
  }

  /** One request. A Failure that is gone may be tried again; harmless: by the caller, too. */
  async exchange(call, path, body, session, harmless = false) {
    const headers = { Accept: "application/json", "Content-Type": "application/json" };
    if (session) headers.Authorization = "Client " + session;
    const unknown = (text, gone) =>
      harmless ? new Failure("no_answer", "retry_later", text, 5, gone) : new Failure("no_answer", "unknown_outcome", text, undefined, gone);
    let answer;
    try {
      answer = await send("POST", this.url(call, path), headers, body);
    } catch (error) {
      if (error instanceof Unsent) throw new Failure("unreachable", "retry_later", error.message, 30);
      if (error instanceof Lost) throw unknown(error.message, !error.silent);
      throw error;
    }
    const { status } = answer;
    if (status === 429 || (status >= 500 && harmless)) {
      throw new Failure(String(status), "retry_later", `HTTP ${status}`, retryAfter(answer, 30));
    } // another status than 200: something outside iQChannels failed
    if (status !== 200) {
      throw new Failure(String(status), status >= 500 ? "unknown_outcome" : "fix_request", `HTTP ${status}`);
    }
    try {
      return envelope(answer.body);
    } catch (error) {
      throw unknown(`the answer cannot be read: ${error.message}`, harmless);
    }
  }
}
