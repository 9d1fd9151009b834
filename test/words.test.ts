import { expect, test } from "vitest";
import { counted, groupDigits, listNames, listQuoted, plural, shellCommand } from "../src/words.ts";

test("names are joined as a sentence does", () => {
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map((names) => listNames(names))).toEqual([
    "",
    "a",
    "a or b",
    "a, b or c",
  ]);
  expect(listNames(["a", "b", "c"], "and")).toBe("a, b and c");
  expect(listQuoted(["a", "b"])).toBe("`a` or `b`");
});

test("one thing, and several", () => {
  expect([0, 1, 2, 2000].map((count) => counted(count, "run"))).toEqual([
    "0 runs",
    "1 run",
    "2 runs",
    "2,000 runs",
  ]);
  expect([1, 2].map((count) => plural(count, "entry", "entries"))).toEqual(["entry", "entries"]);
});

test("digits stand in groups of three", () => {
  expect(["0", "999", "1000", "-12345"].map(groupDigits)).toEqual(["0", "999", "1,000", "-12,345"]);
  expect(groupDigits(12_345_678_901_234_567_890n)).toBe("12,345,678,901,234,567,890");
  expect(groupDigits(1_234_567)).toBe("1,234,567");
});

test("a command is said as a shell takes it", () => {
  expect(shellCommand(["npm", "test", "--", "--run"])).toBe("npm test -- --run");
  expect(shellCommand(["sh", "-c", "pytest || true"])).toBe("sh -c 'pytest || true'");
  expect(shellCommand(["echo", "it's", ""])).toBe(String.raw`echo 'it'\''s' ''`);
});
