import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import { block, check, config, request, rules, type Files } from "./two-trees.ts";

const yml = { "promptcost.yml": config("100/hour", "{ monthly: $90000 }") };

function change(before: unknown, after: unknown, more: Files = {}): readonly string[] {
  return rules(check({ ...yml, "f/run.json": before }, { "f/run.json": after, ...more }));
}

function exchange(over: Files = {}): Files {
  return { request: request(10_000), expect: { output_tokens: 100 }, ...over };
}

function recording(output: number, over: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return {
    ...more,
    response: {
      id: "msg_1",
      model: "claude-opus-5",
      stop_reason: "end_turn",
      content: [{ type: "text", text: "Yes." }],
      usage: { input_tokens: 10_100, output_tokens: output },
      ...over,
    },
  };
}

function answered(recorded: JsonObject, more: Files = {}): Files {
  return { request: request(10_000), recorded, ...more };
}

const timed = (offset: string, id = "msg_1", more: Files = {}): Files => ({
  exchanges: [exchange(), { ...answered(recording(100, { id })), offset, ...more }],
});

describe("what a fixture says of itself", () => {
  test.each<[string, unknown, unknown, readonly string[]]>([
    [
      "a block that is declared smaller",
      exchange(),
      exchange({ request: request(9_000) }),
      ["f/run#0 policy $tokens"],
    ],
    ["a block that is declared larger", exchange(), exchange({ request: request(11_000) }), []],
    [
      "a tool that is declared smaller",
      exchange({ request: request(10, { tools: [{ $tokens: 400, name: "look" }] }) }),
      exchange({ request: request(10, { tools: [{ $tokens: 40, name: "look" }] }) }),
      ["f/run#0 look $tokens"],
    ],
    [
      "a block that stands in the place of a larger one",
      exchange(),
      exchange({ request: request(0, { system: [block(300, "brief", true)] }) }),
      ["f/run#0 policy $tokens"],
    ],
    [
      "samples that bring the mean of an answer down",
      answered(recording(900)),
      answered(
        recording(900, {}, { samples: [{ usage: { output_tokens: 9 }, stop_reason: "end_turn" }] }),
      ),
      ["f/run#0 recorded output tokens"],
    ],
    [
      "an answer whose text is not shown any more, and that is shorter",
      answered(recording(900)),
      answered(recording(9, { content: [] })),
      ["f/run#0 recorded output tokens"],
    ],
    [
      "an answer recorded anew that is shorter, and shows it",
      answered(recording(900)),
      answered(recording(800, { id: "msg_2", content: [{ type: "text", text: "No." }] })),
      [],
    ],
    [
      "expect beside a longer recording",
      answered(recording(900)),
      answered(recording(900), { expect: { output_tokens: 899 } }),
      ["f/run#0 expect.output_tokens"],
    ],
    [
      "expect beside a shorter recording",
      answered(recording(900)),
      answered(recording(900), { expect: { output_tokens: 900 } }),
      [],
    ],
    ["a time that stays", timed("30s"), timed("30s"), []],
    [
      "a time that moves",
      timed("30s"),
      timed("31s"),
      ["f/run#1 offset after the request before it"],
    ],
    ["a time that moves with a new recording", timed("30s"), timed("31s", "msg_2"), []],
    [
      "a new recording at once with the one before it",
      timed("0s"),
      timed("1s", "msg_2"),
      ["f/run#1 offset after the request before it"],
    ],
    [
      "a new recording within the cache's lifetime",
      timed("310s"),
      timed("290s", "msg_2"),
      ["f/run#1 offset after the request before it"],
    ],
  ])("%s", (_, before, after, named) => expect(change(before, after)).toEqual(named));

  test("another run of the usual weight is no loosening; several may be", () => {
    const added = (count: number): Files =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `f/new-${String(index)}.json`,
          exchange({ request: request(10) }),
        ]),
      );
    expect(change(exchange(), exchange(), added(1))).toEqual([]);
    expect(change(exchange(), exchange(), added(2))).toEqual([
      "scenarios.a weight of its earlier runs",
    ]);
  });
});

test("a random member of a random exchange made laxer is named, made stricter never", () => {
  const pair = fc.uniqueArray(fc.integer({ min: 1, max: 3_000 }), { minLength: 2, maxLength: 2 });
  const sizes: Readonly<Record<string, (value: number) => Files>> = {
    $tokens: (value) => exchange({ request: request(value) }),
    expect: (value) => exchange({ expect: { output_tokens: value } }),
    recorded: (value) => answered(recording(value)),
    changes: (value) =>
      exchange({
        request: request(10, {
          system: [{ type: "text", text: { $tokens: 500, name: "policy", changes: value } }],
        }),
      }),
  };
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(sizes)), pair, (key, [from = 0, to = 0]) => {
      const make = sizes[key];
      if (make === undefined) throw new Error(key);
      const named = change(make(from), make(to));
      expect([key, from, to, named.length > 0]).toEqual([key, from, to, to < from]);
    }),
    { seed: 20_261_128, numRuns: 60 },
  );
});
