import { expect, test } from "vitest";
import { createCache } from "../../../src/billing/cache/cache.ts";
import type { CacheLayout } from "../../../src/billing/cache/layout.ts";
import { ask, classes, layoutOf, minutes, repeat } from "./layouts.ts";

/**
 * Tools 2,000 (1h), system 3,000 (1h), messages 4,000 in four blocks (5m), tail 100:
 * caching-rules.md §6.
 */
function mixed(prefixes: readonly number[]) {
  return layoutOf(
    [2_000, 3_000, 1_000, 1_000, 1_000, 1_000, 100],
    [
      [0, "1h"],
      [1, "1h"],
      [5, "5m"],
    ],
    { minimum: 512, prefixes },
  );
}

const plain = [1, 2, 3, 4, 5, 6, 7];

test.each([
  ["cold", [], [0, 5_000, 4_000, 100]],
  ["system changed, tools hit", mixed([1, 12, 13, 14, 15, 16, 17]), [2_000, 3_000, 4_000, 100]],
  ["tools and system hit", mixed([1, 2, 13, 14, 15, 16, 17]), [5_000, 0, 4_000, 100]],
  [
    "lookback hit at 7000",
    layoutOf([2_000, 3_000, 1_000, 1_000], [[3, "5m"]]),
    [7_000, 0, 2_000, 100],
  ],
  ["all hit", mixed(plain), [9_000, 0, 0, 100]],
] as const)("mixed TTL: %s", (_, before, expected) => {
  const cache = createCache();
  if ("positions" in before) cache.request(ask(before));
  expect(classes(cache.request(ask(mixed(plain), 1_000)))).toEqual(expected);
});

test("lookback: 20 positions from each breakpoint, itself the first", () => {
  const cache = createCache();
  const turn = (count: number, ...marks: readonly number[]) =>
    layoutOf(
      repeat(count),
      marks.map((mark) => [mark - 1, "5m"] as const),
    );
  expect(classes(cache.request(ask(turn(10, 10))))).toEqual([0, 0, 1_000, 0]);
  expect(classes(cache.request(ask(turn(15, 15), 1)))).toEqual([1_000, 0, 500, 0]);
  const state = cache.stateAt(2);
  const later = (layout: CacheLayout) =>
    classes(createCache({ state, stateMs: 2 }).request(ask(layout, 2)));
  expect(later(turn(35, 35))).toEqual([0, 0, 3_500, 0]);
  expect(later(turn(35, 15, 35))).toEqual([1_500, 0, 2_000, 0]);
});

test.each([
  ["19 blocks added: the entry is the 20th position", 29, [1_000, 0, 1_900, 0]],
  ["20 blocks added: one too many", 30, [0, 0, 3_000, 0]],
] as const)("lookback: %s", (_, count, expected) => {
  const cache = createCache();
  cache.request(ask(layoutOf(repeat(10), [[9, "5m"]])));
  expect(classes(cache.request(ask(layoutOf(repeat(count), [[count - 1, "5m"]]), 1)))).toEqual(
    expected,
  );
});

test("lookback: a run of tool_use and a run of tool_result are one position each", () => {
  const cache = createCache();
  cache.request(ask(layoutOf(repeat(10), [[9, "5m"]])));
  const places = Array.from({ length: 34 }, (_, index) =>
    index < 10 ? index : index < 22 ? 10 : 11,
  );
  expect(classes(cache.request(ask(layoutOf(repeat(34), [[33, "5m"]], { places }), 1)))).toEqual([
    1_000, 0, 2_400, 0,
  ]);
  const counted = createCache();
  counted.request(ask(layoutOf(repeat(10), [[9, "5m"]])));
  expect(classes(counted.request(ask(layoutOf(repeat(34), [[33, "5m"]]), 1)))).toEqual([
    0, 0, 3_400, 0,
  ]);
});

test("minimum: the whole prefix counts, below it nothing happens, at it everything", () => {
  const short = layoutOf([300, 150, 60], [[1, "5m"]], { minimum: 512 });
  const cache = createCache();
  expect(classes(cache.request(ask(short)))).toEqual([0, 0, 0, 510]);
  expect(classes(cache.request(ask(short, 1)))).toEqual([0, 0, 0, 510]);
  const both = layoutOf(
    [300, 150, 150],
    [
      [1, "5m"],
      [2, "5m"],
    ],
    { minimum: 512 },
  );
  expect(classes(cache.request(ask(both, 2)))).toEqual([0, 0, 600, 0]);
  expect(cache.stateAt(2).map((entry) => entry.prefix)).toEqual([3]);
  const exact = (tokens: number) =>
    classes(createCache().request(ask(layoutOf([tokens, 1], [[0, "5m"]], { minimum: 512 }))));
  expect(exact(511)).toEqual([0, 0, 0, 512]);
  expect(exact(512)).toEqual([0, 0, 512, 1]);
});

test("automatic caching over a user text that changes writes it each time; a marker on system reads", () => {
  const tail = createCache();
  const auto = (user: number) =>
    layoutOf([5_120, 50], [[1, "5m"]], { minimum: 512, prefixes: [1, user] });
  expect(classes(tail.request(ask(auto(2))))).toEqual([0, 0, 5_170, 0]);
  expect(classes(tail.request(ask(auto(3), 1)))).toEqual([0, 0, 5_170, 0]);
  const head = createCache();
  const system = (user: number) =>
    layoutOf([5_120, 50], [[0, "5m"]], { minimum: 512, prefixes: [1, user] });
  expect(classes(head.request(ask(system(2))))).toEqual([0, 0, 5_120, 50]);
  expect(classes(head.request(ask(system(3), 1)))).toEqual([5_120, 0, 0, 50]);
});

test.each([
  ["each start renews", "5m", [0, minutes(4, 59), minutes(9, 58)], ["write", "hit", "hit"]],
  ["a second too late", "5m", [0, minutes(5, 1)], ["write", "write"]],
  [
    "the TTL is a minimum: exactly five minutes later it is there, each time",
    "5m",
    [0, minutes(5), minutes(10), minutes(15) + 1],
    ["write", "hit", "hit", "write"],
  ],
  [
    "an hour",
    "1h",
    [0, minutes(59, 59), minutes(119, 59), minutes(180)],
    ["write", "hit", "hit", "write"],
  ],
] as const)("time: %s", (_, ttl, starts, expected) => {
  const cache = createCache();
  const layout = layoutOf([1_000], [[0, ttl]]);
  expect(
    starts.map((startMs) => (cache.request(ask(layout, startMs)).read > 0 ? "hit" : "write")),
  ).toEqual(expected);
});

test("an entry keeps its own TTL, whoever reads it", () => {
  const written1h = createCache();
  written1h.request(ask(layoutOf([1_000], [[0, "1h"]])));
  const five = layoutOf([1_000], [[0, "5m"]]);
  expect(
    [minutes(6), minutes(50), minutes(109)].map(
      (startMs) => written1h.request(ask(five, startMs)).read,
    ),
  ).toEqual([1_000, 1_000, 1_000]);
  const written5m = createCache();
  written5m.request(ask(five));
  const hour = layoutOf([1_000], [[0, "1h"]]);
  expect(classes(written5m.request(ask(hour, minutes(1))))).toEqual([1_000, 0, 0, 0]);
  expect(classes(written5m.request(ask(hour, minutes(7))))).toEqual([0, 1_000, 0, 0]);
});

test("ten cold requests at once each pay; one first and then nine share", () => {
  const layout = layoutOf([10_000], [[0, "5m"]]);
  const together = createCache();
  expect(Array.from({ length: 10 }, () => together.request(ask(layout)).write5m)).toEqual(
    repeat(10, 10_000),
  );
  const after = createCache();
  const latencyMs = 2_000;
  expect(
    [0, 1_999, 2_000, 2_001].map(
      (startMs) => after.request(ask(layout, startMs, { latencyMs })).read,
    ),
  ).toEqual([0, 0, 10_000, 10_000]);
});

test("a hit renews live entries at the request's own breakpoints and makes a missing one again", () => {
  const marks = layoutOf(
    [1_000, 1_000],
    [
      [0, "5m"],
      [1, "1h"],
    ],
  );
  const deep = layoutOf([1_000, 1_000], [[1, "1h"]]);
  const head = layoutOf([1_000, 7], [[0, "5m"]], { prefixes: [1, 9] });
  const readAfter = (
    policy: { renewsOwnBreakpoints: boolean; restoresBelowHit: boolean },
    first: CacheLayout,
    again: number,
  ) => {
    const cache = createCache({ policy });
    cache.request(ask(first));
    cache.request(ask(marks, again));
    return cache.request(ask(head, again + minutes(4))).read;
  };
  expect(readAfter({ renewsOwnBreakpoints: true, restoresBelowHit: true }, marks, minutes(4))).toBe(
    1_000,
  );
  expect(
    readAfter({ renewsOwnBreakpoints: false, restoresBelowHit: true }, marks, minutes(4)),
  ).toBe(0);
  expect(readAfter({ renewsOwnBreakpoints: true, restoresBelowHit: true }, deep, minutes(10))).toBe(
    1_000,
  );
  expect(
    readAfter({ renewsOwnBreakpoints: true, restoresBelowHit: false }, deep, minutes(10)),
  ).toBe(0);
});

test("scopes are apart", () => {
  const cache = createCache();
  const layout = layoutOf([1_000], [[0, "5m"]]);
  cache.request(ask(layout));
  expect(cache.request(ask(layout, 1, { scope: "b" })).read).toBe(0);
  expect(cache.request(ask(layout, 1)).read).toBe(1_000);
});

test("a server tool's result is an entry of its own for five minutes, if the request marks anything", () => {
  const next = layoutOf([1_000, 500, 50], [[2, "1h"]]);
  const after = (breakpoints: readonly (readonly [number, "1h"])[]) => {
    const cache = createCache();
    cache.request(ask(layoutOf([1_000], breakpoints), 0, { loopPrefixes: [2] }));
    return cache.request(ask(next, 1)).read;
  };
  expect(after([[0, "1h"]])).toBe(1_500);
  expect(after([])).toBe(0);
});

test(
  "equal states behave alike, and a state taken later is the same where nothing " +
    "happened between two equal periods",
  () => {
    const layout = layoutOf(
      [1_000, 500],
      [
        [0, "1h"],
        [1, "5m"],
      ],
    );
    const cache = createCache();
    const states = [0, 1, 2].map((period) => {
      cache.request(ask(layout, minutes(4 * period)));
      return cache.stateAt(minutes(4 * period + 4));
    });
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
    expect(states[0]).toEqual([
      { scope: "a", prefix: 1, ttl: "1h", expiresIn: minutes(56), readableIn: 0 },
      { scope: "a", prefix: 2, ttl: "5m", expiresIn: minutes(1), readableIn: 0 },
    ]);
  },
);
