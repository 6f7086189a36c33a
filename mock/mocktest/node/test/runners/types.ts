// The declarations, read by the compiler.
import { Server, SparringError, useWorld, worldFixture, type Entry, type World } from "sparring-test";

const fixture: ({}: {}, use: (world: World) => Promise<void>) => Promise<void> = worldFixture({ seed: 7 });
const world = useWorld({ beforeEach: (_) => undefined, afterEach: (_) => undefined }, { clock: "frozen" });

export async function used(): Promise<Entry[]> {
  const server: Server = await Server.start("--clock", "frozen");
  const made = await server.world({ at: "2030-01-01T00:00:00Z" });
  await made.fault("radist", "getConnections", { kind: "delay", duration: "2s" });
  await made.event("radist", "telegram.qr_scanned");
  await made.event("bonder", "maintenance.started", { service: "api" });
  // @ts-expect-error: this event is of another API
  await made.event("bonder", "telegram.qr_scanned");
  // @ts-expect-error: the kind delay has a duration
  await made.fault("radist", "getConnections", { kind: "delay" });
  for (const message of await made.outbox()) if (message.kind === "sms") throw new SparringError(message.to);
  if (made.url("bonder") === "") throw new SparringError("no URL");
  // @ts-expect-error: there is no such API
  made.url("bonde");
  await fixture({}, async (w) => w.check());
  return world().journal({ api: "bonder" });
}
