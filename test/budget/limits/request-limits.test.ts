import { describe, expect, test } from "vitest";
import type { Limit } from "../../../src/config/limits.ts";
import { ratio } from "../../../src/money.ts";
import { judgeOne } from "./judge-one.ts";

const size = (tokens: number, low = tokens, high = tokens) => ({
  tokens,
  low,
  high,
  exchange: "a#0",
});
const none = { prompt: null, tools: null, system: null, messages: null, output: null };

describe.each(["prompt", "tools", "system", "messages", "output"] as const)("tokens.%s", (part) => {
  const limit: Limit = { kind: `tokens.${part}`, value: 100 };
  const judged = (found: ReturnType<typeof size> | null) =>
    judgeOne({ others: [limit] }, { largest: { ...none, [part]: found } });

  test("is exceeded by a token, and not at its edge", () => {
    expect(judged(size(100))).toMatchObject({ over: false, uncertain: false, notJudged: null });
    expect(judged(size(101))).toMatchObject({
      over: true,
      uncertain: false,
      actual: { tokens: 101, exchange: "a#0" },
    });
  });

  test("is uncertain where an end lies on the other side", () => {
    expect(judged(size(100, 90, 101))).toMatchObject({ over: false, uncertain: true });
    expect(judged(size(101, 100, 110))).toMatchObject({ over: true, uncertain: true });
    expect(judged(size(101, 101, 110))).toMatchObject({ over: true, uncertain: false });
  });

  test("is not judged without a request, and says so", () => {
    expect(judged(null)).toMatchObject({ over: false, actual: null, notJudged: "nothing-sent" });
  });
});

describe("tokens.ratchet", () => {
  const change = (from: number, to: number, over: object = {}) => ({
    scenario: "a",
    level: "tools" as const,
    from,
    to,
    low: to,
    high: to,
    exchange: "a#0",
    ...over,
  });
  const ratchet = (percent: bigint, digits = 1n): Limit => {
    const share = ratio(percent, 100n * digits);
    return { kind: "tokens.ratchet", value: { tools: share, system: share, messages: null } };
  };
  const judged = (limit: Limit, changes: ReturnType<typeof change>[]) =>
    judgeOne({ others: [limit] }, { levelChanges: changes });

  test.each([
    [0n, 1n, 400, 400, false],
    [0n, 1n, 400, 401, true],
    [0n, 1n, 0, 1, true],
    [0n, 1n, 400, 12, false],
    [2n, 1n, 1_000, 1_020, false],
    [2n, 1n, 1_000, 1_021, true],
    [3n, 1n, 7, 7, false],
    [3n, 1n, 7, 8, true],
    [1n, 1_000_000_000n, 999_999_999, 1_000_000_000, true],
    [1n, 1_000_000n, 100_000_000, 100_000_001, false],
    [1n, 1_000_000n, 99_999_999, 100_000_000, true],
  ])("%i / %i %% of %i, now %i: over is %s", (percent, digits, from, to, over) => {
    expect(judged(ratchet(percent, digits), [change(from, to)])).toMatchObject({ over });
  });

  test("holds every request: what one saves another may not spend", () => {
    expect(judged(ratchet(0n), [change(900, 100), change(10, 11)])).toMatchObject({
      over: true,
      actual: { from: 10, to: 11 },
    });
  });

  test("holds the levels that it names alone", () => {
    expect(judged(ratchet(0n), [change(1, 900, { level: "messages" })])).toMatchObject({
      over: false,
      notJudged: null,
    });
    expect(judged(ratchet(0n), [change(1, 900, { level: "system" })]).over).toBe(true);
  });

  test("is uncertain where an end lies on the other side", () => {
    expect(judged(ratchet(0n), [change(100, 100, { low: 98, high: 103 })])).toMatchObject({
      over: false,
      uncertain: true,
    });
    expect(judged(ratchet(0n), [change(100, 102, { low: 100, high: 103 })])).toMatchObject({
      over: true,
      uncertain: true,
    });
    // One request is surely longer, whatever becomes of the other.
    expect(
      judged(ratchet(0n), [change(100, 102, { low: 99, high: 103 }), change(5, 6)]),
    ).toMatchObject({ over: true, uncertain: false });
  });

  test("is kept where nothing differs, and not judged where nothing was compared", () => {
    expect(judged(ratchet(0n), [])).toMatchObject({ over: false, notJudged: null });
    expect(judgeOne({ others: [ratchet(0n)] }, {})).toMatchObject({
      over: false,
      notJudged: "nothing-compared",
    });
  });

  test("needs an acceptance of the most that a level grew", () => {
    expect(judged(ratchet(0n), [change(100, 181), change(10, 11)]).needs).toEqual({
      kind: "tokens",
      tokens: ratio(81n),
      high: ratio(81n),
    });
    expect(judged(ratchet(0n), [change(100, 90)]).needs).toBeNull();
  });
});

describe("dearer-model", () => {
  const limit: Limit = { kind: "dearer-model", value: "needs-accept" };
  const dearer = (model: string) => ({
    scenario: "a",
    model,
    from: "claude-haiku-4-5",
    to: model,
    exchange: "a#0",
  });

  test("is exceeded by any dearer model, and needs each of them accepted", () => {
    expect(judgeOne({ others: [limit] }, { dearerModels: [] })).toMatchObject({
      over: false,
      notJudged: null,
      needs: null,
    });
    const models = [dearer("claude-opus-5"), dearer("claude-fable-5"), dearer("claude-opus-5")];
    expect(judgeOne({ others: [limit] }, { dearerModels: models })).toMatchObject({
      over: true,
      actual: { from: "claude-haiku-4-5", to: "claude-opus-5" },
      needs: { kind: "model", models: ["claude-fable-5", "claude-opus-5"] },
    });
    expect(judgeOne({ others: [limit] }, {})).toMatchObject({ notJudged: "nothing-compared" });
  });

  test("a sum leaves out what is accepted of its scenarios", () => {
    const covers = (scenario: string) => scenario === "a";
    const dearerModels = [dearer("claude-opus-5")];
    expect(judgeOne({ others: [limit] }, { dearerModels, covers }).over).toBe(false);
    const others = [{ ...dearer("claude-opus-5"), scenario: "b" }];
    expect(judgeOne({ others: [limit] }, { dearerModels: others, covers }).over).toBe(true);
  });
});

test("batch-share must be reached, and is uncertain where an end does not reach it", () => {
  const limit: Limit = { kind: "batch-share", value: ratio(60n, 100n) };
  const judged = (share: bigint, low = share, high = share) =>
    judgeOne(
      { others: [limit] },
      {
        batchShare: {
          share: ratio(share, 1_000n),
          low: ratio(low, 1_000n),
          high: ratio(high, 1_000n),
        },
      },
    );
  expect(judged(600n)).toMatchObject({ over: false, uncertain: false });
  expect(judged(599n)).toMatchObject({ over: true, uncertain: false });
  expect(judged(600n, 599n, 610n)).toMatchObject({ over: false, uncertain: true });
  expect(judgeOne({ others: [limit] }, {})).toMatchObject({ notJudged: "nothing-sent" });
});
