import { describe, expect, test } from "vitest";
import { relaxAcceptances } from "../../../src/budget/trust/relaxed-acceptances.ts";
import { relaxModels } from "../../../src/budget/trust/rules/relaxed-models.ts";
import { relaxPrices } from "../../../src/budget/trust/rules/relaxed-prices.ts";
import type { AcceptedAmount } from "../../../src/config/accept/amount.ts";
import { usd } from "../../dollars.ts";

type Words = readonly string[];

describe("names of models", () => {
  const relaxed = (before: object, after: object): Words =>
    relaxModels(new Map(Object.entries(before)), new Map(Object.entries(after))).map(
      ({ path, from, to }) => `${path.join(".")}: ${from} → ${to}`,
    );

  test.each<[object, object, Words]>([
    // A name of the price book's own means that where the file does not say otherwise.
    [
      {},
      { "claude-opus-5": "claude-haiku-4-5" },
      ["models.claude-opus-5: claude-opus-5 → claude-haiku-4-5"],
    ],
    [
      { "claude-haiku-4-5": "claude-opus-5" },
      {},
      ["models.claude-haiku-4-5: claude-opus-5 → claude-haiku-4-5"],
    ],
    [
      { ours: "claude-opus-5" },
      { ours: "nobody-knows-it" },
      ["models.ours: claude-opus-5 → nobody-knows-it"],
    ],
    [
      { ours: "nobody-knows-it" },
      { ours: "claude-opus-5" },
      ["models.ours: nobody-knows-it → claude-opus-5"],
    ],
    [{ ours: "nobody-knows-it" }, { ours: "nobody-knows-it" }, []],
    [{}, { ours: "claude-haiku-4-5" }, []],
  ])("%o, then %o", (before, after, expected) => expect(relaxed(before, after)).toEqual(expected));
});

describe("prices", () => {
  const relaxed = (before: object | null, after: object | null, model = "claude-opus-5"): Words => {
    const of = (prices: object | null) =>
      prices === null
        ? []
        : [
            { model: "other", input: 1n },
            { model, ...prices },
          ];
    return relaxPrices(of(before), of(after))
      .filter(({ path }) => path[1] === model)
      .map(({ path, from, to }) => `${path.join(".")}: ${from} → ${to}`);
  };

  // $5 a million tokens of input.
  test.each<[object | null, object | null, Words]>([
    [null, { input: 4_999_999n }, ["prices.claude-opus-5.input: the list price → $0.000004999999"]],
    [null, { input: 5_000_000n }, []],
    [{ input: 6_000_000n }, null, ["prices.claude-opus-5.input: $0.000006 → the list price"]],
    [{ input: 5_000_001n }, {}, ["prices.claude-opus-5.input: $0.000005000001 → the list price"]],
    [{ input: 5_000_000n }, {}, []],
    [{ input: 4_000_000n }, null, []],
    [{ input: 6_000_000n }, { input: 6_000_000n }, []],
    [
      { input: 6_000_000n },
      { input: 5_900_000n },
      ["prices.claude-opus-5.input: $0.000006 → $0.0000059"],
    ],
  ])("%o, then %o", (before, after, expected) => expect(relaxed(before, after)).toEqual(expected));

  test("of a model that nobody lists count from where they stand", () => {
    expect(relaxed({ input: 1n }, null, "ours")).toEqual([
      "prices.ours.input: $0.000000000001 → the list price",
    ]);
    expect(relaxed(null, { input: 1n }, "ours")).toEqual([
      "prices.ours.input: the list price → $0.000000000001",
    ]);
  });
});

describe("entries of `accept`", () => {
  const entry = (upTo: AcceptedAmount, until = "2027-01-31", scenarioId = "a") => ({
    scenario: scenarioId,
    upTo,
    from: null,
    reason: "x",
    until,
    path: ["accept", 0],
  });
  const relaxed = (before: AcceptedAmount, after: AcceptedAmount, until?: string): Words =>
    relaxAcceptances([entry(before)], [entry(after, until)], new Map()).map(
      ({ path, from, to }) => `${path.join(".")}: ${from} → ${to}`,
    );
  const dollars = (amount: number, basis: "month" | "run" | null): AcceptedAmount => ({
    kind: "usd",
    usd: usd(amount),
    basis,
  });
  const tokens = (count: number): AcceptedAmount => ({ kind: "tokens", tokens: count });
  const model = (name: string): AcceptedAmount => ({ kind: "model", model: name });
  const until = "until 2027-01-31";

  test.each<[AcceptedAmount, AcceptedAmount, Words]>([
    [tokens(3_000), tokens(3_000), []],
    [tokens(3_000), tokens(2_999), []],
    [
      tokens(3_000),
      tokens(3_001),
      [
        `accept.0: a: up to 3,000 tokens a request more ${until} → ` +
          `a: up to 3,001 tokens a request more ${until}`,
      ],
    ],
    [model("claude-opus-5"), model("claude-opus-5"), []],
    [
      model("claude-opus-5"),
      model("claude-fable-5"),
      [`accept.0: a: claude-opus-5 ${until} → a: claude-fable-5 ${until}`],
    ],
    [
      dollars(5, "month"),
      dollars(5, "run"),
      [`accept.0: a: up to $5 a month more ${until} → a: up to $5 a run more ${until}`],
    ],
    [dollars(5, null), dollars(5, null), []],
  ])("%o, then %o", (before, after, expected) => expect(relaxed(before, after)).toEqual(expected));

  test("that last longer, or of another kind", () => {
    expect(relaxed(tokens(5), tokens(5), "2027-02-01")).toEqual([
      `accept.0: a: up to 5 tokens a request more ${until} → ` +
        "a: up to 5 tokens a request more until 2027-02-01",
    ]);
    expect(relaxed(tokens(5), tokens(5), "2027-01-30")).toEqual([]);
    expect(relaxed(tokens(5), model("claude-opus-5"))).toEqual([
      `accept.0: none → a: claude-opus-5 ${until}`,
    ]);
  });
});
