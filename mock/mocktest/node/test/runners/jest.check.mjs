import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { useWorld } from "sparring-test";
import { login } from "./login.mjs";

const world = useWorld({ beforeEach, afterEach }, { seed: 7 });

test("honest", async () => {
  expect(world().seed).toBe(7);
  expect((await login(world())).success).toBe(true);
});

test("careless", async () => {
  await login(world(), 7);
});
