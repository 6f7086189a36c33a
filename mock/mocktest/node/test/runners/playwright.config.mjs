export default { testMatch: "playwright.check.mjs", reporter: "line" };
