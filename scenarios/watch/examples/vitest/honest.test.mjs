import { expect, test } from "vitest";
import { fromEnvironment, Radist, scan } from "./radist.mjs";

test("a user connects Telegram by a QR code", async () => {
  const radist = fromEnvironment(Radist, { pause: 4500 });
  const connection = await radist.connect(() => setTimeout(scan, 100));
  expect(connection.id).toBeGreaterThan(0);
}, 30_000);
