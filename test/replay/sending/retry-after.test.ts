import { expect, test } from "vitest";
import { readRetryAfter } from "../../../src/replay/sending/retry-after.ts";

const now = Date.parse("2026-11-28T10:00:00Z");

function read(after: string | null, more: { ms?: string; date?: string } = {}): number | null {
  return readRetryAfter({ ms: more.ms ?? null, after, date: more.date ?? null }, now);
}

test.each<[string | null, number | null]>([
  ["30", 30_000],
  ["1.5", 1500],
  [" 2 ", 2000],
  ["259200", 259_200_000],
  ["Sat, 28 Nov 2026 10:01:00 GMT", 60_000],
  ["Saturday, 28-Nov-26 10:01:00 GMT", 60_000],
  ["Sat Nov 28 10:01:00 2026", 60_000],
])("%j asks for a time", (after, ms) => {
  expect(read(after)).toBe(ms);
});

test.each([
  null,
  "",
  " ",
  "0",
  "0.0",
  "-5",
  "abc",
  "NaN",
  "Infinity",
  "1e9",
  "0x10",
  "5, 10",
  "2026-11-28T10:01:00Z",
  "Sat, 28 Nov 2026 09:59:00 GMT",
  "Sat, 28 Nov 2026 10:00:00 GMT",
  "Thu, 01 Jan 1970 00:00:00 GMT",
  "Sat, 99 Nov 2026 10:01:00 GMT",
])("%j asks for nothing usable", (after) => {
  expect(read(after)).toBeNull();
});

test("a number without end is a number still", () => {
  expect(read("9".repeat(400))).toBe(Number.MAX_SAFE_INTEGER);
});

test("milliseconds go first, where they are usable", () => {
  expect(read("30", { ms: "1500" })).toBe(1500);
  for (const ms of ["", "-1", "soon", "0"]) expect(read("30", { ms })).toBe(30_000);
});

test("a date is counted from when the answer was given, whatever this machine's clock says", () => {
  const after = "Sat, 28 Nov 2026 08:00:30 GMT";
  expect(read(after, { date: "Sat, 28 Nov 2026 08:00:00 GMT" })).toBe(30_000);
  expect(read(after, { date: "rubbish" })).toBeNull();
});
