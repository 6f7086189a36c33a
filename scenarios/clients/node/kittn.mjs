// A client of Kittn, which stands beside TIM Connect.
import { Failure } from "./protocol.mjs";
import { Lost, Unsent, object, parse, retryAfter, segment, send } from "./wire.mjs";

const ADVICE = { 401: "reauthorize", 418: "none", 429: "retry_later", 500: "retry_later", 503: "retry_later" }; // all others: fix_request

export class Kittn {
  abilities() {
    return { "timconnect.listKittens": (call) => this.list(call), "timconnect.getKitten": (call) => this.get(call) };
  }

  async list(call) {
    const flags = ["include_cats", "available"].filter((name) => name in call.args).map((name) => `${name}=${Boolean(call.args[name])}`);
    const kittens = await this.read(call, "/api/kittens" + (flags.length ? "?" + flags.join("&") : ""));
    if (!Array.isArray(kittens)) throw new Failure("no_answer", "retry_later", "the answer is no list of kittens", 5);
    return { kittens };
  }

  async get(call) {
    const kitten = await this.read(call, "/api/kittens/" + segment(call.args.id));
    if (kitten?.id === undefined) throw new Failure("no_answer", "retry_later", "the answer is no kitten", 5);
    return { kitten };
  }

  /** Reading is repeated once where no answer came; an answer is never asked for again. */
  async read(call, path) {
    const ask = () => send("GET", call.baseURL + path, { Accept: "application/json", Authorization: call.credentials.api_key });
    const again = (error) => (error instanceof Lost && !error.silent ? ask() : Promise.reject(error));
    const answer = await ask().catch(again).catch((error) => {
      throw error instanceof Lost || error instanceof Unsent ? new Failure("no_answer", "retry_later", error.message, 5) : error;
    });
    if (answer.status !== 200) throw this.refusal(answer);
    try {
      return parse(answer.body);
    } catch (error) {
      throw new Failure("no_answer", "retry_later", `the answer cannot be read: ${error.message}`, 5);
    }
  }

  refusal(answer) {
    const advice = ADVICE[answer.status] ?? "fix_request";
    let message = "";
    try {
      ({ message } = object(answer.body));
    } catch {
      // without a body the status says it
    }
    const after = advice === "retry_later" ? retryAfter(answer, 60) : undefined;
    return new Failure(String(answer.status), advice, `Kittn answered ${answer.status}: ${message}`, after);
  }
}
