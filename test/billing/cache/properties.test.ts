import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createCache } from "../../../src/billing/cache/cache.ts";
import type { CacheSplit } from "../../../src/billing/cache/split.ts";
import { ask, classes, layoutOf } from "./layouts.ts";

const ttl = fc.constantFrom("5m" as const, "1h" as const);

/** A conversation's layout: prefixes shared with others up to a fork. */
const someLayout = fc
  .record({
    tokens: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 40 }),
    fork: fc.nat(40),
    branch: fc.integer({ min: 1, max: 3 }),
    marks: fc.array(fc.tuple(fc.nat(39), ttl), { maxLength: 4 }),
    minimum: fc.constantFrom(0, 512, 4_096),
  })
  .map(({ tokens, fork, branch, marks, minimum }) => {
    const places = [...new Map(marks.map(([index, life]) => [index % tokens.length, life]))].sort(
      ([a], [b]) => a - b,
    );
    // 1h stands in front of 5m, or the API refuses the request.
    const lastHour = places.findLastIndex(([, life]) => life === "1h");
    const ordered = places.map(
      ([index], order) => [index, order <= lastHour ? "1h" : "5m"] as const,
    );
    // Equal prefixes have equal tokens before them, as real ones do.
    const own = tokens.map((value, index) => (index < fork ? 700 : value));
    const prefixes = own.map((value, index) =>
      index < fork ? index + 1 : branch * 10_000_000 + index * 10_000 + value,
    );
    return layoutOf(own, ordered, { minimum, prefixes });
  });

const somePast = fc.array(fc.tuple(someLayout, fc.integer({ min: 0, max: 400_000 })), {
  maxLength: 8,
});

test("classes add up to the prompt and none is negative", () => {
  fc.assert(
    fc.property(somePast, someLayout, (past, layout) => {
      const cache = createCache();
      let now = 0;
      for (const [asked, gap] of [...past, [layout, 1_000] as const]) {
        now += gap;
        const split = cache.request(ask(asked, now));
        expect(split.read + split.write5m + split.write1h + split.input).toBe(
          asked.positions.at(-1)?.tokens,
        );
        expect(Math.min(...classes(split))).toBeGreaterThanOrEqual(0);
        expect(split.read).toBe(split.hitBlock < 0 ? 0 : asked.positions[split.hitBlock]?.tokens);
      }
    }),
  );
});

/** Thousandths of the input price: 1h write 2, 5m write 1.25, read 0.1. */
function weigh({ read, write1h, write5m, input }: CacheSplit) {
  return 2_000 * write1h + 1_250 * write5m + 1_000 * input + 100 * read;
}

test("more live entries never make a request dearer", () => {
  fc.assert(
    fc.property(somePast, someLayout, fc.nat(100), (past, layout, keep) => {
      const cache = createCache();
      let now = 0;
      for (const [asked, gap] of past) cache.request(ask(asked, (now += gap)));
      const live = cache.stateAt(now);
      const fewer = live.filter((_, index) => (index * 37 + keep) % 3 > 0);
      const cost = (state: typeof live) =>
        weigh(createCache({ state, stateMs: now }).request(ask(layout, now + 1)));
      expect(cost(live)).toBeLessThanOrEqual(cost(fewer));
    }),
  );
});

test("without markers everything is input, whatever the cache holds, and nothing is left behind", () => {
  fc.assert(
    fc.property(somePast, someLayout, (past, layout) => {
      const cache = createCache();
      let now = 0;
      for (const [asked, gap] of past) cache.request(ask(asked, (now += gap)));
      const before = cache.stateAt(now + 1);
      const split = cache.request(
        ask({ ...layout, breakpoints: [] }, now + 1, { loopPrefixes: [77] }),
      );
      expect(classes(split)).toEqual([0, 0, 0, layout.positions.at(-1)?.tokens]);
      expect(cache.stateAt(now + 1)).toEqual(before);
    }),
  );
});

test("a cache taken up from its state goes on as it would have", () => {
  fc.assert(
    fc.property(somePast, somePast, (past, future) => {
      const cache = createCache();
      let now = 0;
      for (const [asked, gap] of past) cache.request(ask(asked, (now += gap)));
      const copy = createCache({ state: cache.stateAt(now), stateMs: now });
      for (const [asked, gap] of future) {
        now += gap;
        expect(copy.request(ask(asked, now))).toEqual(cache.request(ask(asked, now)));
      }
    }),
  );
});
