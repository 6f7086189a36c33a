import type { components } from "./types.js"; // made from the document of the control API

type Schemas = components["schemas"];

/** The server cannot be found, started or asked, or a test asks for something that does not exist. */
export class SparringError extends Error {
  readonly status?: number;
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly hint?: string;
}

export type API = "bonder" | "iqchannels" | "radist" | "timconnect";

/** How a world is made, as the control API takes it. */
export type WorldOptions = Schemas["WorldRequest"];

/** A fault by its kind and parameters, as "sparring fault" has them, with what else a rule says. */
export type FaultSpec = Schemas["Fault"] & { times?: number; after?: number; match?: Schemas["Match"] };

/** A fault rule as the server keeps it. */
export type FaultState = Schemas["Rule"];

export type Finding = Schemas["Finding"];
export type Entry = Schemas["Entry"];
export type OutboxMessage = Schemas["OutboxMessage"];

/** What can happen outside HTTP, by its API. */
export type EventOf<A extends API> = Extract<Schemas["Event"], { api: A }>;

export interface JournalFilters {
  api?: API;
  operation?: string;
  kind?: Entry["kind"];
  since?: number;
  limit?: number;
}

export class Fault {
  readonly id: string;
  state(): Promise<FaultState>;
  release(...entries: number[]): Promise<Schemas["Released"]>;
  remove(): Promise<void>;
}

export class World {
  readonly id: string;
  readonly seed: number;
  url(api: API): string;
  credentials(api: API): Record<string, string>;
  fault(api: API, operation: string, what: string | FaultSpec): Promise<Fault>;
  advance(duration: string): Promise<Schemas["Clock"]>;
  event<A extends API, N extends EventOf<A>["event"]>(
    api: A, name: N, args?: Extract<EventOf<A>, { event: N }>["args"],
  ): Promise<unknown>;
  state(api: API): Promise<unknown>;
  plant(api: API, facts: unknown): Promise<void>;
  journal(filters?: JournalFilters): Promise<Entry[]>;
  outbox(): Promise<OutboxMessage[]>;
  allow(...codes: string[]): void;
  findings(): Promise<string[]>;
  check(): Promise<void>;
  close(): Promise<void>;
}

export class Server {
  constructor(url: string, token?: string);
  readonly url: string;
  static shared(): Promise<Server>;
  static start(...flags: string[]): Promise<Server>;
  world(options?: WorldOptions): Promise<World>;
  stop(): Promise<void>;
}

export function findBinary(env?: Record<string, string | undefined>): string;

/** A fixture for test.extend of vitest and Playwright. */
export function worldFixture(
  options?: WorldOptions,
): ({}: {}, use: (world: World) => Promise<void>) => Promise<void>;

/** A world before each test and its check afterwards, by a runner's hooks. */
export function useWorld(
  hooks: { beforeEach(hook: () => Promise<void>): unknown; afterEach(hook: () => Promise<void>): unknown },
  options?: WorldOptions,
): () => World;
