import { expect, test } from "vitest";
import { fromEnvironment, Radist } from "./radist.mjs";

// The same client in a hurry: the code was shown, so that the connection can be made.
class Naive extends Radist {
  async connect(show) {
    const session = await this.call("POST", "/telegram/init", { auth_type: "qr" });
    show(session.qr_login.url);
    return this.create(session).catch(() => undefined);
  }
}

test("a code is shown", async () => {
  let shown = "";
  await fromEnvironment(Naive).connect((url) => (shown = url));
  expect(shown).not.toBe("");
});
