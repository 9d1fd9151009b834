import { expect, test } from "vitest";
import { describeCrash } from "../../src/io/crash.ts";

function thrown(message: string): Error {
  return new RangeError(message);
}

test("a crash says its kind and where it was, in our code", () => {
  const { name, frames } = describeCrash(thrown("canary"));
  expect(name).toBe("RangeError");
  expect(frames).toMatch(/^\s+at thrown \(.*crash\.test\.ts:\d+:\d+\)$/m);
  expect(frames).not.toContain("canary");
});

test.each([
  "canary",
  "no\n    at canary (file:///canary.ts:1:2)\n    at more",
  "\n    at /canary:1:1",
  "",
])("a message is not shown, though it looks like a place: %j", (message) => {
  const { frames } = describeCrash(thrown(message));
  expect(frames).not.toContain("canary");
  expect(frames).toContain("at thrown");
});

test("a name that somebody else made up is none", () => {
  const error = thrown("x");
  error.name = "my canary is a secret";
  expect(describeCrash(error).name).toBe("unknown");
});

test.each([
  ["    at async runReplay (file:///a/dist/cli.js:10:20)", true],
  ["    at async file:///a/dist/cli.js:10:20", true],
  ["    at new Thing (/a/b c/dist/cli.js:10:20)", true],
  ["    at Object.<anonymous> (D:\\a\\dist\\cli.js:10:20)", true],
  ["    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)", true],
  ["    at sk-ant-canary", false],
])("%s", (line, isShown) => {
  const error = thrown("x");
  error.stack = `RangeError: x\n${line}`;
  expect(describeCrash(error).frames).toBe(isShown ? line : "");
});
