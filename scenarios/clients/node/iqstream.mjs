// The stream of events of iQChannels: opened behind the last event that was seen, and opened again whenever it ends.
import { Failure, pause } from "./protocol.mjs";
import { LARGEST, Lost, PATIENCE, Unsent, object, open, record, segment, text } from "./wire.mjs";

const FIRST_PAUSE = 0.05, LONGEST_PAUSE = 30; // seconds; the vendor's own clients begin at a second

/** Reads an answer or an event. Members that are not known are let pass, and Rels may be null. */
export function envelope(body) {
  const { OK, Error: error, Result: result, Rels: rels } = object(body);
  if (typeof OK !== "boolean") throw new Error("no OK in it");
  return { ok: OK, code: text(error?.Code), text: text(error?.Text), result, rels: record(rels) };
}

async function* lines(response) {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of response) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop();
    if (rest.length > LARGEST) throw new Error("the line is too large");
    yield* parts.map((line) => line.replace(/\r$/, ""));
  }
}

export class Stream {
  #seen = new Set();
  #last = 0; // greatest event id, by which the stream is resumed
  #pause = FIRST_PAUSE;
  #renewed = false; // since the last event

  constructor(chat, call, account) {
    Object.assign(this, { chat, call, account });
  }

  /** The last event of the history is where the stream begins: nothing falls between the two. */
  async open() {
    this.#last = Math.max(0, ...(await this.chat.latest(this.call)).map((message) => message.EventId ?? 0));
    this.session = await this.chat.session(this.call, this.account);
    const response = await this.connect().catch((error) => (error.code === "no_answer" ? this.connect() : Promise.reject(error)));
    this.follow(response);
  }

  async connect() {
    const path = `/sse/chats/channel/events/${segment(this.call.credentials.channel)}?ChatType=regular&LastEventId=${this.#last}`;
    const impatient = new AbortController();
    const timer = setTimeout(() => impatient.abort(), PATIENCE * 1000); // for the head only: a stream may be silent
    let response;
    try {
      const headers = { Accept: "text/event-stream", Authorization: "Client " + this.session };
      response = await open("GET", this.chat.url(this.call, path), headers, undefined, impatient.signal);
    } catch (error) {
      throw error instanceof Lost || error instanceof Unsent ? new Failure("no_answer", "retry_later", error.message, 1) : error;
    } finally {
      clearTimeout(timer);
    }
    const kind = response.headers["content-type"] ?? "", status = response.statusCode;
    if (status === 200 && kind.startsWith("text/event-stream")) return response;
    response.destroy();
    if (status === 200) throw new Failure("no_answer", "retry_later", `expected a stream, got ${kind}`, 1);
    throw new Failure(String(status), "retry_later", `HTTP ${status}`, 5);
  }

  async follow(response) {
    for (;;) {
      const code = response && (await this.events(response));
      const final = code && (await this.afterRefusal(code));
      if (final) {
        this.account.listening = false;
        return this.call.received("disconnected", final);
      }
      await pause(this.#pause);
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
      response = await this.connect().catch(() => undefined); // what fails is tried again
    }
  }

  /** What OK false on a stream means: an end (its code), or another attempt, with a new session where that is it. */
  async afterRefusal(code) {
    if (code !== "unauthorized") return ["forbidden", "not_found", "invalid", "bad_request"].includes(code) ? code : undefined;
    if (this.#renewed) return code;
    try {
      this.session = await this.chat.session(this.call, this.account, this.session);
      this.#renewed = true;
    } catch (failure) {
      return failure.advice === "retry_later" ? undefined : failure.code;
    }
  }

  /** Reads server-sent events until the stream ends; gives the code of a refusal. */
  async events(response) {
    let data = [];
    try {
      for await (const line of lines(response)) {
        if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
        else if (!line && data.length) { // else comments, other fields, blank lines
          const event = envelope(Buffer.from(data.join("\n")));
          data = [];
          if (!event.ok) return event.code;
          this.#pause = FIRST_PAUSE;
          this.#renewed = false;
          await this.deliver(event);
        }
      }
    } catch {
      // nothing that can be read comes any more: open it again
    } finally {
      response.destroy();
    }
  }

  /** Tells the caller of every message of an operator that it has not been told of. */
  async deliver({ result, rels }) {
    const messages = new Map((rels.ChatMessages ?? []).map((message) => [message.Id, message]));
    for (const event of result ?? []) {
      if (this.#seen.has(event.Id)) continue;
      if (event.Id) {
        this.#seen.add(event.Id);
        this.#last = Math.max(this.#last, event.Id);
      }
      const message = messages.get(event.MessageId);
      if (event.Type !== "message_created" || event.Actor === "client" || !message) continue; // typing, marks, its own messages, what is new
      // a mark that was not set does no harm
      await this.chat.exchange(this.call, "/chats/messages/received", [message.Id], this.session).catch(() => {});
      this.call.received("message", message.Text);
    }
  }
}
