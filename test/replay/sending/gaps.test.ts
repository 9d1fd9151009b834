import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dueAfter, isOutOfTime, type SentExchange } from "../../../src/replay/sending/gaps.ts";

const minute = 60_000;
const marked = (ttl: "5m" | "1h") => ({
  system: [{ type: "text", text: "s", cache_control: { type: "ephemeral", ttl } }],
});

function sent(offsetMs: number, sentAt: number, more: object = marked("5m")): SentExchange {
  const body = { model: "m", messages: [], ...more };
  return { exchange: { offsetMs, request: { body } }, sentAt };
}

test("a request is due as long after the one before it as in its run, however late that was", () => {
  const late = sent(10_000, 3_600_000);
  expect(dueAfter(late, sent(25_000, 0).exchange)).toBe(3_615_000);
});

test.each([
  ["an hour instead of ten seconds", 10_000, 60 * minute, "5m", true],
  ["an hour, where the cache lives for one", 10_000, 60 * minute, "1h", true],
  ["half an hour, where the cache lives for an hour", 10_000, 30 * minute, "1h", false],
  ["a little late", 10_000, 4 * minute, "5m", false],
  ["as late as it lives", 10_000, 5 * minute, "5m", true],
  ["both beyond it", 6 * minute, 60 * minute, "5m", false],
  ["at once instead of beyond it", 6 * minute, 1_000, "5m", true],
] as const)("%s", (_, planned, real, ttl, expected) => {
  const [before, after] = [sent(0, 7, marked(ttl)), sent(planned, 7 + real, marked(ttl))];
  expect(isOutOfTime(before, after)).toBe(expected);
  // One of the two marks is enough; without any, nothing is cached.
  expect(isOutOfTime({ ...before, ...sent(0, 7, {}) }, after)).toBe(expected);
  expect(isOutOfTime(sent(0, 7, {}), sent(planned, 7 + real, {}))).toBe(false);
});

test("what is sent when it is due is never out of time", () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.nat(10_000_000), (offset, start) => {
      const before = sent(0, start);
      const { exchange } = sent(offset, 0);
      const after = { exchange, sentAt: dueAfter(before, exchange) };
      expect(isOutOfTime(before, after)).toBe(false);
    }),
  );
});
