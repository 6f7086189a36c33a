// One HTTP exchange, in time or not at all.
import http from "node:http";

export const PATIENCE = (process.env.SPARRING_PATIENCE ?? 4000) / 1000; // seconds for a whole answer

export const LARGEST = 8 << 20; // bytes of an answer, or of an event of a stream

/** The request has not reached the server. */
export class Unsent extends Error {}

/** No whole answer came: the request may have been handled. silent: the whole patience was spent on waiting. */
export class Lost extends Error {
  constructor(cause, silent = false) {
    super(cause);
    this.silent = silent;
  }
}

/** Percent-encodes a text as one segment of a path. */
export const segment = (text) => encodeURIComponent(text);

/** Sends a request; gives the head of the answer, with its body still to come. */
export async function open(method, url, headers, body, signal) {
  const { protocol, hostname, port, origin } = new URL(url);
  const { request } = protocol === "https:" ? await import("node:https") : http;
  const path = url.slice(origin.length); // as it stands: a URL object would tidy it up
  const data = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const length = data ? { "Content-Length": data.length } : method === "GET" ? {} : { "Content-Length": 0 };
  return new Promise((resolve, reject) => {
    const r = request({ method, hostname, port, path, headers: { ...headers, ...length }, agent: false, signal });
    let connected = false;
    r.on("socket", (socket) => socket.on("connect", () => (connected = true)));
    r.on("error", (error) => reject(connected || signal?.aborted ? new Lost(error.message, signal?.aborted) : new Unsent(error.message)));
    r.on("response", resolve);
    r.end(data);
  });
}

/** One exchange: { status, headers, body }, or Unsent, or Lost. Redirects are not followed. */
export async function send(method, url, headers, body, patience = PATIENCE) {
  const signal = AbortSignal.timeout(patience * 1000);
  const response = await open(method, url, headers, body, signal);
  try {
    const chunks = [];
    let read = 0;
    for await (const chunk of response) {
      if ((read += chunk.length) > LARGEST) throw new Error("the answer is too large"); // the response is closed, too
      chunks.push(chunk);
    }
    return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
  } catch (error) {
    throw new Lost(error.message, signal.aborted);
  }
}

/** Seconds that the server asks to wait. */
export function retryAfter({ headers }, otherwise) {
  const text = headers["retry-after"] ?? "";
  if (/^[\d.]+$/.test(text)) return Number.parseFloat(text);
  const wait = (Date.parse(text) - Date.parse(headers.date)) / 1000; // a date, by the server's own clock
  return Number.isNaN(wait) ? otherwise : Math.max(0, wait);
}

/** Reads JSON; integers that are too long for a JavaScript number become texts. */
export function parse(body) {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}

/** Reads a JSON object; throws where it is none. */
export function object(body) {
  const value = parse(body);
  if (!isRecord(value)) throw new Error("expected an object");
  return value;
}

// A value of an answer, or an empty one where it is of another type: anything may stand anywhere.
export const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
export const record = (value) => (isRecord(value) ? value : {});
export const items = (value) => (Array.isArray(value) ? value : []);
export const text = (value) => (typeof value === "string" ? value : "");
