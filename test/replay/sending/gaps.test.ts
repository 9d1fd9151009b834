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

/** `elapsed` began at zero; the clock on the wall says `now`. */
function clocks(now: number, elapsed = 0) {
  return { now: () => now, elapsed: () => elapsed };
}

test("a request is due as long after the one before it as in its run, however late that was", () => {
  const late = { ...sent(10_000, 3_600_000), elapsedAt: 90_000 };
  // Whatever the clock on the wall says by now.
  for (const now of [0, 3_600_000, 9_999_999_999])
    expect(dueAfter(late, sent(25_000, 0).exchange, clocks(now, 91_000))).toBe(105_000);
});

test.each([
  ["a while ago", 3_604_000, 11_000],
  ["long ago", 9_999_999_999, 0],
  ["in time to come", 0, 15_000],
])(
  "one after a request that an earlier call sent %s is due in no more than its gap",
  (_, now, leftMs) => {
    const before = sent(10_000, 3_600_000);
    expect(dueAfter(before, sent(25_000, 0).exchange, clocks(now, 500))).toBe(500 + leftMs);
  },
);

test("a gap that either clock says was not kept was not", () => {
  const planned = 6 * minute;
  const pair = (wallMs: number, elapsedMs: number): readonly [SentExchange, SentExchange] => [
    { ...sent(0, 7), elapsedAt: 3 },
    { ...sent(planned, 7 + wallMs), elapsedAt: 3 + elapsedMs },
  ];
  expect(isOutOfTime(...pair(planned, planned))).toBe(false);
  // Put forward by as much as the gap; put back; a suspend in between.
  expect(isOutOfTime(...pair(planned, 1000))).toBe(true);
  expect(isOutOfTime(...pair(-60 * minute, planned))).toBe(true);
  expect(isOutOfTime(sent(0, 7), sent(1000, 7 - minute))).toBe(true);
  const [before, after] = [
    { ...sent(0, 7), elapsedAt: 3 },
    { ...sent(1000, 7 + 60 * minute), elapsedAt: 1003 },
  ];
  expect(isOutOfTime(before, after)).toBe(true);
});

test.each([
  ["an hour instead of ten seconds", 10_000, 60 * minute, "5m", true],
  ["an hour, where the cache lives for one", 10_000, 60 * minute, "1h", true],
  ["half an hour, where the cache lives for an hour", 10_000, 30 * minute, "1h", false],
  ["a little late", 10_000, 4 * minute, "5m", false],
  ["as late as it lives", 10_000, 5 * minute, "5m", true],
  ["both beyond it", 6 * minute, 60 * minute, "5m", false],
  ["at once instead of beyond it", 6 * minute, 1_000, "5m", true],
  ["before the one before it, by a clock that was set back", 10_000, -60 * minute, "1h", true],
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
      const after = { exchange, sentAt: start + dueAfter(before, exchange, clocks(start)) };
      expect(isOutOfTime(before, after)).toBe(false);
    }),
  );
});
