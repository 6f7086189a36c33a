// A server that is found and started once, a world for each test, and the check that fails a test on findings.
export { Server, SparringError, findBinary } from "./server.mjs";
export { Fault, World } from "./world.mjs";
import { Server } from "./server.mjs";

// worldFixture is a fixture for test.extend of vitest and Playwright: test.extend({ world: worldFixture(options) }).
// options are those of a world: seed, at, clock, switches, as the control API takes them.
export function worldFixture(options = {}) {
  // The runners read the first parameter's pattern: this fixture needs no other.
  return async ({}, use) => { // eslint-disable-line no-empty-pattern
    const world = await (await Server.shared()).world(options);
    try {
      await use(world);
      await world.check();
    } finally {
      await world.close();
    }
  };
}

// useWorld makes a world before each test and checks it afterwards, by the hooks of a runner: useWorld({ beforeEach,
// afterEach }). It returns a function that gives the world of the running test.
export function useWorld({ beforeEach, afterEach }, options = {}) {
  let world;
  beforeEach(async () => { world = await (await Server.shared()).world(options); });
  afterEach(async () => {
    const made = world;
    world = undefined;
    if (!made) return; // it could not be made, which has failed the test
    try {
      await made.check();
    } finally {
      await made.close();
    }
  });
  return () => {
    if (!world) throw new Error("there is no world outside a test: call this inside one");
    return world;
  };
}
