import { describe, expect, test } from "vitest";
import { parseBaseline, writeBaseline } from "../../src/baseline/baseline.ts";
import type { Paragraph } from "../../src/baseline/entry.ts";
import { isCurrent, proveBaseline, staleReasons } from "../../src/baseline/proof.ts";
import { plainParagraph } from "./entries.ts";

const prove = (text: string | null, tree: Readonly<Record<string, Paragraph>>, flagged = false) =>
  proveBaseline({
    baseline: parseBaseline(text),
    tree: new Map(Object.entries(tree)),
    flagged,
    file: ".promptcost/baseline.json",
    commit: "3f2c1ab",
  });
const write = (entries: Readonly<Record<string, Paragraph>>): string => writeBaseline(new Map(Object.entries(entries)));
const codes = (proof: ReturnType<typeof prove>): readonly string[] => proof.problems.map((one) => one.code);
const edited: Paragraph = { ...plainParagraph, usd: { "as-written": { month: "9000", run: "0.007168" } } };

describe("current", () => {
  test("needs inputs, engine, counter and prices, each", () => {
    expect(isCurrent(plainParagraph, plainParagraph)).toBe(true);
    for (const name of ["inputs", "engine", "counter", "prices"] as const) {
      const other = { ...plainParagraph, [name]: "other" };
      expect(isCurrent(other, plainParagraph), name).toBe(false);
      expect(staleReasons({ paragraph: other, facts: plainParagraph, flagged: false })).toEqual([name]);
    }
    expect(staleReasons({ paragraph: plainParagraph, facts: plainParagraph, flagged: true })).toEqual(["flags"]);
  });
});

describe("the proof", () => {
  test("current and equal says nothing", () => {
    const proof = prove(write({ a: plainParagraph }), { a: plainParagraph });
    expect(proof.state).toBe("current");
    expect(proof.problems).toEqual([]);
  });

  test("current but edited by hand is drift, told with both figures", () => {
    const proof = prove(write({ a: edited, b: plainParagraph }), { a: plainParagraph, b: plainParagraph });
    expect(proof.state).toBe("drift");
    expect(proof.byScenario).toEqual(
      new Map([
        ["a", "drift"],
        ["b", "current"],
      ]),
    );
    expect(codes(proof)).toEqual(["baseline-drift"]);
    expect(proof.problems[0]?.message).toContain("$9000");
    expect(proof.problems[0]?.message).toContain("$1433.6");
    expect(proof.problems[0]?.scenario).toBe("a");
  });

  test("drift in tokens alone is drift", () => {
    const tokens = { ...plainParagraph, tokensByPart: { ...plainParagraph.tokensByPart, system: "1" } };
    expect(prove(write({ a: tokens }), { a: plainParagraph }).state).toBe("drift");
  });

  test("stale figures may differ: an update is due, nobody edited anything", () => {
    const proof = prove(write({ a: { ...edited, counter: "older" } }), { a: plainParagraph });
    expect(proof.state).toBe("stale");
    expect(codes(proof)).toEqual(["baseline-stale"]);
  });

  test("a flag that changes figures proves nothing, and asks for no update", () => {
    const proof = prove(write({ a: edited }), { a: plainParagraph }, true);
    expect(proof.state).toBe("stale");
    expect(proof.problems).toEqual([]);
  });

  test("a scenario without a paragraph is missing; a paragraph without a scenario is stale", () => {
    expect(prove(write({ a: plainParagraph }), { a: plainParagraph, b: plainParagraph }).state).toBe("missing");
    const left = prove(write({ a: plainParagraph, b: plainParagraph }), { a: plainParagraph });
    expect(left.state).toBe("stale");
    expect(codes(left)).toEqual(["baseline-stale"]);
  });

  test.each([
    [null, "missing", "baseline-stale"],
    ["", "corrupt", "baseline-corrupt"],
    ["{", "corrupt", "baseline-corrupt"],
    ['{"version":9}', "corrupt", "baseline-corrupt"],
  ])("%j is %s", (text, state, code) => {
    const proof = prove(text, { a: plainParagraph });
    expect(proof.state).toBe(state);
    expect(codes(proof)).toEqual([code]);
    expect(proof.byScenario.get("a")).toBe(state);
  });

  test("drift is worse than missing", () => {
    expect(prove(write({ a: edited }), { a: plainParagraph, b: plainParagraph }).state).toBe("drift");
  });
});
