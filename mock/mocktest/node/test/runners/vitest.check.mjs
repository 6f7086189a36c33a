import { expect, test as base } from "vitest";
import { worldFixture } from "sparring-test";
import { login } from "./login.mjs";

const test = base.extend({ world: worldFixture({ seed: 7 }) });

test("honest", async ({ world }) => {
  expect(world.seed).toBe(7);
  expect((await login(world)).success).toBe(true);
});

test("careless", async ({ world }) => {
  await login(world, 7);
});
