// What outlives the process: JSON values by name in a file. A process that has no folder keeps nothing.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.SPARRING_FOLDER; // only where a scenario starts the client again
const path = folder && join(folder, "kept.json");
const values = path && existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};

/** Names a value by parts of which some are secret: they cannot be read back. */
export const named = (...parts) => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

export const get = (name) => values[name];

export function put(name, value) {
  if (!path) return;
  values[name] = value;
  writeFileSync(path + ".new", JSON.stringify(values));
  renameSync(path + ".new", path); // a process that ends in the middle leaves the old file whole
}
