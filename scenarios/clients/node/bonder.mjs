// A client of the Bonder business-card API.
import * as kept from "./kept.mjs";
import { Failure, Lock, pause } from "./protocol.mjs";
import { Lost, Unsent, items, object, record, retryAfter, segment, send, text } from "./wire.mjs";

const ADVICE = {
  SERVER_OFFLINE_ERROR: "retry_later", AUTH_SERVICE_OFFLINE_ERROR: "retry_later", API_SERVICE_OFFLINE_ERROR: "retry_later",
  INTERNAL_SERVER_ERROR: "retry_now", DATABASE_ERROR: "retry_now",
  INVALID_CREDENTIALS_ERROR: "reauthorize",
  ACCOUNT_INACTIVE_ERROR: "contact_support", PROFILE_LIMIT_REACHED_ERROR: "contact_support",
  RESOURCE_NOT_FOUND_ERROR: "fix_request", CARD_ID_NOT_FOUND_ERROR: "fix_request", THUMBNAIL_REJECTED_ERROR: "fix_request",
};
const REST = 45 * 60; // seconds: the least of the documented 45 to 60 minutes
const LENGTHS = { name: [2, 25], keywords: [1, 150] }; // an empty text clears a value
const MOST_LANGUAGES = 5; // in one request

const card = (call) => "/users/" + segment(call.args.card_id);

function refusal(code) {
  const advice = ADVICE[code] ?? "none";
  return new Failure(code, advice, `Bonder answered ${code}`, advice === "retry_later" ? REST : undefined);
}

/** Reads an answer. Members that are not known are let pass, an empty result may be {} or []. */
function read(body) {
  const { success, errors, result } = object(body);
  if (typeof success !== "boolean") throw new Error("no success in it");
  const codes = items(errors);
  return {
    ok: success,
    code: success ? "" : String(codes[0] ?? ""),
    warnings: success ? codes : [],
    result: record(result),
  };
}

export class Bonder {
  #accounts = new Map(); // by base URL and credentials: { lock, token }

  abilities() {
    return {
      "bonder.languages": (call) => this.languages(call),
      "bonder.createProfile": (call) => this.createProfile(call),
      "bonder.saveCard": (call) => this.saveCard(call),
      "bonder.loadCard": async (call) => (await this.do(call, "GET", card(call))).result,
      "bonder.setStatus": (call) => this.setStatus(call),
      "bonder.deleteLanguage": async (call) => {
        if (!call.args.language) throw new Failure("bad_argument", "fix_request", "expected a language: nothing was deleted");
        return (await this.do(call, "DELETE", `${card(call)}/${segment(call.args.language)}`)).result;
      },
      "bonder.deleteCard": async (call) => (await this.do(call, "DELETE", card(call))).result,
    };
  }

  async languages(call) {
    if (call.args.in) return { languages: (await this.do(call, "GET", "/repositories/" + segment(call.args.in))).result };
    return { repositories: (await this.do(call, "GET", "/repositories")).result.langList };
  }

  /** Hands out all three values: they are nowhere to be had again. */
  async createProfile(call) {
    const { cardId, cardQrc, cardAddr } = (await this.do(call, "POST", "/users")).result;
    if (!text(cardId)) {
      throw new Failure("bad_answer", "unknown_outcome", "the answer has no cardId: a profile may have been created");
    }
    return { card_id: cardId, card_qrc: cardQrc, card_addr: cardAddr };
  }

  async setStatus(call) {
    const { what, language = "", on } = call.args;
    const path = { card: "/cardStatus", photo: "/usePhoto", language: "/langStatus/" + segment(language) }[what];
    if (!path) throw new Failure("bad_argument", "fix_request", "what is one of card, photo and language");
    await this.do(call, "PUT", `${card(call)}${path}/${on ? "enable" : "disable"}`);
  }

  /** Checks values before they are sent, sends only what was given, and at most five languages at a time. */
  async saveCard(call) {
    const data = call.args.data ?? {};
    const languages = Object.entries(data.translatable ?? {});
    for (const [language, values] of languages) {
      for (const [name, [least, most]] of Object.entries(LENGTHS)) {
        const length = typeof values[name] === "string" ? [...values[name]].length : 0;
        if (length > 0 && (length < least || length > most)) {
          throw new Failure("bad_value", "fix_request", `${name} in ${language} has ${length} characters, not ${least} to ${most}: nothing was sent`);
        }
      }
    }
    const bodies = [data];
    if (languages.length > MOST_LANGUAGES) {
      bodies.length = 0;
      for (let i = 0; i < languages.length; i += MOST_LANGUAGES) {
        bodies.push({ ...(i ? {} : data), translatable: Object.fromEntries(languages.slice(i, i + MOST_LANGUAGES)) });
      }
    }
    const warnings = [];
    for (const body of bodies) warnings.push(...(await this.do(call, "PUT", card(call), body)).warnings);
    return warnings.length ? { warnings } : {};
  }

  // From here on: one operation on the wire.

  /** With a live token, renewed once where it is refused; again where that helps. Reading and saving the same again do no harm;
   * creating and deleting might, so that those are not repeated when their answer is lost. */
  async do(call, method, path, body) {
    const account = this.account(call);
    let renewed = false, repeated = false, tried = false;
    for (;;) {
      const token = await this.token(call, account);
      let answer;
      try {
        answer = await this.exchange(call, method, path, body, token);
      } catch (error) {
        if (!error.gone || repeated || !["GET", "PUT"].includes(method)) throw error;
        repeated = true;
        continue;
      }
      if (answer.ok) return answer;
      if (answer.code === "INVALID_CREDENTIALS_ERROR" && !renewed) {
        renewed = true;
        await this.token(call, account, token);
      } else if (ADVICE[answer.code] === "retry_now" && !tried) {
        tried = true;
        await pause(0.02);
      } else throw refusal(answer.code);
    }
  }

  account(call) {
    const { username, password, client } = call.credentials;
    const key = JSON.stringify([call.baseURL, username, password, client]);
    if (!this.#accounts.has(key)) {
      const name = kept.named("bonder", key);
      this.#accounts.set(key, { lock: new Lock(), name, token: kept.get(name) });
    }
    return this.#accounts.get(key);
  }

  /** The account's token; a new one where it has none, or where it is still the one that was refused. Whoever was refused with
   * an older one just takes the new one; a call that needs one while it is renewed waits for the result. */
  token(call, account, refused) {
    return account.lock.run(async () => {
      if (account.token === refused) {
        account.token = await this.authorize(call);
        kept.put(account.name, account.token);
      }
      return account.token;
    });
  }

  /** Credentials that are refused are not tried again; a token that nobody got does no harm. */
  async authorize(call) {
    const { username, password, client } = call.credentials;
    for (const last of [false, true]) {
      let answer;
      try {
        answer = await this.exchange(call, "POST", "/auth", { username, password, client, rpt: "10000" });
      } catch (error) {
        if (!error.gone || last) throw error;
        continue;
      }
      if (answer.ok && text(answer.result.token)) return answer.result.token;
      if (answer.ok) throw new Failure("bad_answer", "retry_later", "the answer to authorize has no token", 5);
      if (ADVICE[answer.code] !== "retry_now" || last) throw refusal(answer.code);
      await pause(0.02);
    }
  }

  /** One request. A Failure that is gone may be tried again. */
  async exchange(call, method, path, body, token) {
    const headers = { Accept: "application/json" };
    if (body) headers["Content-Type"] = "application/json";
    if (token) Object.assign(headers, { "X-Auth-Key": token, "X-Auth-Email": call.credentials.username });
    const reading = method === "GET" || path === "/auth";
    const unknown = (text, gone) =>
      reading ? new Failure("no_answer", "retry_later", text, 5, gone) : new Failure("no_answer", "unknown_outcome", text, undefined, gone);
    let answer;
    try {
      answer = await send(method, call.baseURL + path, headers, body);
    } catch (error) {
      if (error instanceof Unsent) throw new Failure("unreachable", "retry_later", error.message, 30);
      if (error instanceof Lost) throw unknown(error.message, !error.silent);
      throw error;
    }
    const { status } = answer;
    if (status === 429 || (status >= 500 && reading)) {
      throw new Failure(String(status), "retry_later", `HTTP ${status}`, retryAfter(answer, 30));
    }
    if (status !== 200) throw new Failure(String(status), status >= 500 ? "unknown_outcome" : "fix_request", `HTTP ${status}`);
    try {
      return read(answer.body);
    } catch (error) {
      throw unknown(`the answer cannot be read: ${error.message}`, reading);
    }
  }
}
