// The Auth API of iQChannels, as the chat server uses it: a token for the card of a client.
import { Failure } from "./protocol.mjs";
import { Lost, Unsent, isRecord, items, object, record, segment, send, text } from "./wire.mjs";

const LONGEST = 2048; // longer tokens go into the header: many servers refuse longer paths

/** By GET with the token as one segment of the path, or by POST with the token as it is in the header "token". */
export async function resolveToken(call) {
  const { token, by = [".", ".."].includes(token) || token.length > LONGEST ? "post" : "get" } = call.args;
  const root = call.baseURL + "/rest/chat/client/id/", headers = { Accept: "application/json" };
  const ask = () =>
    by === "post"
      ? send("POST", root, { ...headers, token: Buffer.from(token).toString("latin1") }) // header bytes: UTF-8
      : send("GET", root + segment(token), headers);
  const again = (error) => (error instanceof Lost && !error.silent ? ask() : Promise.reject(error)); // asking again does no harm
  const answer = await ask().catch(again).catch((error) => {
    throw error instanceof Lost || error instanceof Unsent ? new Failure("no_answer", "retry_later", error.message, 5) : error;
  });
  return read(answer);
}

/** Only 200 with a client is a card. */
function read({ status, body }) {
  let raw = {}, wrong;
  try {
    raw = object(body);
  } catch (error) {
    wrong = error;
  }
  const client = record(raw.client), errorCode = text(raw.errorCode), errorText = text(raw.errorText);
  if (status !== 200) {
    const later = status >= 500 || status === 429;
    throw new Failure(errorCode || String(status), later ? "retry_later" : "reauthorize", `HTTP ${status} ${errorText}`, later ? 5 : undefined);
  }
  if (wrong) throw new Failure("bad_answer", "retry_later", `the answer cannot be read: ${wrong.message}`, 5);
  if (!Object.keys(client).length) {
    throw new Failure(errorCode || "no_client", "reauthorize", `200 without a client: ${errorText}`);
  }
  const companies = items(raw.companyList).filter(isRecord);
  truths(client, "enabled", "positionStream", "betaUser");
  for (const company of companies) truths(company, "enabled", "resident");
  return { card: client, companies };
}

/** Makes booleans of what the document's examples write as strings. All other members stay as they came. */
function truths(record, ...names) {
  for (const name of names) if (typeof record[name] === "string") record[name] = record[name] === "true";
}
