/** What an answer is billed never passes what was reserved for it, whatever became of the request. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { modelOf } from "../../../src/api/model.ts";
import { billExchange } from "../../../src/billing/recorded/bill.ts";
import type { JsonObject } from "../../../src/json.ts";
import { createPriceBook } from "../../../src/models/price-book.ts";
import { nowhere } from "../../../src/problem.ts";
import { attemptsOf } from "../../../src/replay/cost/attempts.ts";
import { maximumCost } from "../../../src/replay/cost/maximum-cost.ts";

const pricing = { book: createPriceBook(), asOf: "2026-11-24" } as const;

/** Old and new, with and without fast mode, with two bands, with and without a place that costs. */
const models = [
  "claude-haiku-4-5",
  "claude-haiku-5-5",
  "claude-sonnet-4-5",
  "claude-sonnet-5-5",
  "claude-opus-4-6",
  "claude-opus-5-5",
  "claude-fable-5-1",
  "claude-fable-5-2",
];
const fast = ["claude-opus-5-5", "claude-fable-5-2"];

/** How one attempt went: shares of what it was allowed. */
const attempt = fc.record({
  input: fc.oneof(fc.constant(101), fc.integer({ min: 0, max: 101 })),
  classes: fc.tuple(fc.nat(10), fc.nat(10), fc.nat(10), fc.nat(10)),
  output: fc.oneof(fc.constant(100), fc.integer({ min: 0, max: 100 })),
  /** Whether it goes on with what was written before it. */
  goesOn: fc.boolean(),
});

const scenario = fc.record({
  model: fc.constantFrom(...models),
  fallbacks: fc.array(
    fc.record({
      model: fc.constantFrom(...models),
      max_tokens: fc.option(fc.integer({ min: 1, max: 60_000 })),
      speed: fc.option(fc.constantFrom("standard", "fast")),
    }),
    { maxLength: 3 },
  ),
  limit: fc.integer({ min: 0, max: 60_000 }),
  speed: fc.constantFrom(undefined, "fast"),
  geo: fc.constantFrom(undefined, "global", "us"),
  ttl: fc.constantFrom(undefined, "5m", "1h"),
  tokens: fc.array(
    fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 90_000, max: 110_000 })),
    {
      minLength: 4,
      maxLength: 4,
    },
  ),
  went: fc.array(attempt, { minLength: 4, maxLength: 4 }),
  /** How many of the attempts were made. */
  made: fc.integer({ min: 1, max: 4 }),
  tier: fc.constantFrom("standard", "priority"),
  batch: fc.boolean(),
});

function share(of: number, percent: number): number {
  return Math.floor((of * percent) / 100);
}

test("over any fallbacks, models, lengths, lifetimes, places, speeds and tiers", () => {
  let billed = 0;
  fc.assert(
    fc.property(scenario, (drawn) => {
      const { model, fallbacks, limit, geo, ttl, tokens, went, tier } = drawn;
      const batch = drawn.batch && fallbacks.length === 0;
      const speed = !batch && fast.includes(model) ? drawn.speed : undefined;
      const body: JsonObject = {
        model,
        max_tokens: limit,
        messages: [{ role: "user", content: "x" }],
        ...(fallbacks.length === 0 ? {} : { fallbacks }),
        ...(speed === undefined ? {} : { speed }),
        ...(geo === undefined ? {} : { inference_geo: geo }),
        ...(ttl === undefined ? {} : { cache_control: { type: "ephemeral", ttl } }),
      };
      const known = attemptsOf(body);
      if (!("bodies" in known)) throw new Error(known.unknown);
      const attempts = known.bodies.map((each, index) => ({
        body: each,
        tokens: tokens[index] ?? 1,
      }));
      const bound = maximumCost({ attempts, betas: [], batch }, pricing);
      if (typeof bound !== "bigint") throw new Error(bound.unpriced);

      const isAnyFast = known.bodies.some((each) => each["speed"] === "fast");
      let written = 0;
      const samplings = attempts
        .slice(0, drawn.made)
        .map(({ body: each, tokens: counted }, index) => {
          const how = went[index];
          if (how === undefined) throw new Error("no way");
          const input = share(counted, how.input) + (how.goesOn ? written : 0);
          const output = share(Number(each["max_tokens"]), how.output);
          written += output;
          const [a, b, c, d] = ttl === undefined ? [1, 0, 0, 0] : how.classes;
          const parts = Math.max(1, a + b + c + d);
          const [read, write5m] = [b, c].map((part) => Math.floor((input * part) / parts));
          const write1h = ttl === "1h" ? Math.floor((input * d) / parts) : 0;
          return {
            model: modelOf(each) ?? "",
            input_tokens: input - (read ?? 0) - (write5m ?? 0) - write1h,
            cache_read_input_tokens: read ?? 0,
            cache_creation_input_tokens: (write5m ?? 0) + write1h,
            cache_creation: {
              ephemeral_5m_input_tokens: write5m ?? 0,
              ephemeral_1h_input_tokens: write1h,
            },
            output_tokens: output,
          };
        });
      const last = samplings.at(-1);
      if (last === undefined) throw new Error("no attempt");
      const { model: answered, ...top } = last;
      const iterations = samplings.map((sampling, index) => ({
        ...sampling,
        type: index > 0 && index === samplings.length - 1 ? "fallback_message" : "message",
      }));
      const dataResidency = geo === "us" || (geo === undefined && !answered.includes("4-5"));
      const bill = billExchange(
        {
          request: body,
          response: { model: answered, content: [], stop_reason: "end_turn" },
          usage: {
            ...top,
            service_tier: batch ? "batch" : tier,
            ...(dataResidency ? { inference_geo: "us" } : {}),
            speed: isAnyFast && fast.includes(answered) ? "fast" : "standard",
            ...(samplings.length === 1 ? {} : { iterations }),
          },
          at: null,
          batch,
          betas: [],
          place: nowhere,
        },
        pricing,
      );
      const usd = bill.usdHigh ?? bill.usd;
      if (usd === null) throw new Error(bill.problems.map(({ message }) => message).join(" "));
      if (usd > 0n) billed += 1;
      expect(usd <= bound).toBe(true);
    }),
    { numRuns: 2000, seed: 20_261_128 },
  );
  expect(billed).toBeGreaterThan(1500);
});

test("a fallback's own limit, speed and settings take the place of the request's", () => {
  const body = {
    model: "claude-opus-5-5",
    max_tokens: 100,
    speed: "fast",
    thinking: { type: "adaptive" },
    output_config: { effort: "high" },
    messages: [],
    fallbacks: [
      { model: "claude-sonnet-4-5" },
      {
        model: "claude-opus-5",
        max_tokens: 7,
        speed: "standard",
        thinking: null,
        output_config: null,
      },
      { model: "claude-fable-5-2", max_tokens: null, thinking: { type: "disabled" } },
    ],
  };
  const { model, fallbacks: _, ...own } = body;
  const { thinking, output_config: effort, ...plain } = own;
  expect(attemptsOf(body)).toEqual({
    bodies: [
      { ...own, model },
      // It has no effort, and is not asked for one.
      { ...plain, thinking, model: "claude-sonnet-4-5" },
      { ...plain, model: "claude-opus-5", max_tokens: 7, speed: "standard" },
      { ...own, model: "claude-fable-5-2", thinking: { type: "disabled" }, output_config: effort },
    ],
  });
});

test.each([
  ["default"],
  [[{}]],
  [["claude-haiku-4-5"]],
  [{ model: "claude-haiku-4-5" }],
  [[{ model: "claude-haiku-4-5", max_tokens: "many" }]],
])("fallbacks %j: nobody knows which models", (fallbacks) => {
  expect(attemptsOf({ model: "claude-opus-5", max_tokens: 5, fallbacks })).toHaveProperty(
    "unknown",
  );
});
