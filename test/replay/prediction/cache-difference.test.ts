import { expect, test } from "vitest";
import type { CacheLayout } from "../../../src/billing/cache/layout.ts";
import type { BilledInput } from "../../../src/billing/cache/split.ts";
import { ratio } from "../../../src/money.ts";
import {
  createWrittenPrefixes,
  type CachedRequest,
  type PredictedSplit,
} from "../../../src/replay/prediction/cache-difference.ts";

/** A policy of 2,700 tokens, marked, and a question of 12 behind it. */
function layOut(prefix: number, policy = 2700, minimum = 1024): CacheLayout {
  return {
    positions: [
      { prefix, tokens: policy, position: 0 },
      { prefix: prefix + 1, tokens: policy + 12, position: 1 },
    ],
    breakpoints: [{ index: 0, ttl: "5m" }],
    minimum,
  };
}

function billed(input: number, cacheRead: number, cacheWrite5m: number): BilledInput {
  return { input, cacheRead, cacheWrite5m, cacheWrite1h: 0 };
}

function request(more: Partial<CachedRequest> = {}): CachedRequest {
  return {
    exchange: "b:1#0",
    layout: layOut(1),
    model: "claude-sonnet-4-5",
    minimum: 1024,
    sentAt: 60_000,
    begunAt: 61_000,
    batchHitShare: null,
    real: billed(12, 2700, 0),
    ...more,
  };
}

const first = { exchange: "a:1#0", sentAt: 0, begunAt: 1000, real: billed(12, 0, 2700) };
const hit: PredictedSplit = { ...billed(12, 2700, 0), hitBlock: 0 };
const write: PredictedSplit = { ...billed(12, 0, 2700), hitBlock: -1 };
const none: PredictedSplit = { ...billed(2712, 0, 0), hitBlock: -1 };
const missed = billed(12, 0, 2700);

/** Why, after another request that was predicted to write the same. */
function whyAfter(
  before: Partial<CachedRequest> | null,
  split: PredictedSplit,
  now: Partial<CachedRequest>,
): string | null {
  const written = createWrittenPrefixes();
  if (before !== null) written.add(request({ ...first, ...before }), write);
  return written.explain(request(now), split);
}

test.each<[string, Partial<CachedRequest>]>([
  ["as predicted", {}],
  ["counted a little otherwise", { real: billed(14, 2724, 0) }],
  ["a count that is far off, all of it read", { real: billed(12, 3100, 0) }],
])("nothing is said where the cache did what was predicted: %s", (_, now) => {
  expect(whyAfter({}, hit, now)).toBeNull();
});

test.each<[string, Partial<CachedRequest> | null, PredictedSplit, Partial<CachedRequest>]>([
  ["a:1#0 had written it 60 s before, and the API did not find it", {}, hit, { real: missed }],
  [
    "a:1#0 wrote it too, sent 60 s before; whether it had begun to answer is not known",
    { begunAt: null },
    hit,
    { real: missed },
  ],
  [
    "a:1#0 was to write the cache for it, and wrote nothing",
    { real: billed(2712, 0, 0) },
    hit,
    { real: missed },
  ],
  [
    "a:1#0 wrote the cache for another model: that was answered by claude-haiku-4-5, this by claude-sonnet-4-5",
    { model: "claude-haiku-4-5" },
    hit,
    { real: missed },
  ],
  [
    "the prompt is too short to be cached: 900 tokens, at least 1,024 tokens are cached",
    {},
    hit,
    { real: billed(900, 0, 0) },
  ],
  [
    "the prompt is too short to be cached: 900 tokens, at least 1,024 tokens are cached",
    null,
    write,
    { real: billed(900, 0, 0) },
  ],
  [
    "nothing was written to the cache, though the request marks it",
    null,
    write,
    { real: billed(2712, 0, 0) },
  ],
  // Nobody published the least that this model caches: nothing is said of it.
  [
    "nothing was written to the cache, though the request marks it",
    null,
    write,
    { real: billed(900, 0, 0), minimum: null },
  ],
  [
    "the cache was written for an hour, not for 5 minutes",
    null,
    write,
    { real: { ...billed(12, 0, 0), cacheWrite1h: 2700 } },
  ],
  [
    "the cache held what no request of this replay had written before: an earlier call or another program had",
    null,
    write,
    {},
  ],
  ["what a:1#0 wrote was read before its answer began here", { begunAt: 90_000 }, write, {}],
  [
    "what a:1#0 wrote, sent at the same time, was read",
    { sentAt: 60_000, begunAt: null },
    write,
    {},
  ],
  [
    "what a:1#0 wrote 7 min before was still there: it is kept for 5 min at least",
    { sentAt: -360_000, begunAt: -359_000 },
    write,
    {},
  ],
  [
    "the cache was found up to an earlier place: 1,500 tokens, 2,700 were expected",
    {},
    hit,
    { real: billed(12, 1500, 1200) },
  ],
  [
    "a batch keeps no order: the cache was missed where it was expected to be hit by 50 % of the requests that can",
    {},
    { ...billed(12, 1350, 1350), hitBlock: 0 },
    { batchHitShare: ratio(1n, 2n), real: missed },
  ],
  [
    "a batch keeps no order: the cache was hit where it was expected to be hit by 50 % of the requests that can",
    {},
    { ...billed(12, 1350, 1350), hitBlock: 0 },
    { batchHitShare: ratio(1n, 2n) },
  ],
])("%s", (why, before, split, now) => {
  expect(whyAfter(before, split, now)).toBe(why);
});

test("near the least that is cached only what is known is said", () => {
  const near = { layout: layOut(1, 1026) };
  const predicted: PredictedSplit = { ...billed(12, 0, 1026), hitBlock: -1 };
  expect(whyAfter(null, predicted, { ...near, real: billed(1034, 0, 0) })).toBe(
    "what is marked may be too short to be cached: 1,026 tokens were counted, at least 1,024 tokens are cached",
  );
  const below = { layout: layOut(1, 1020) };
  expect(whyAfter(null, none, { ...below, real: billed(12, 0, 1026) })).toBe(
    "what is marked was counted as too short to be cached (1,020 of at least 1,024 tokens): 1,026 are billed as cached",
  );
});
