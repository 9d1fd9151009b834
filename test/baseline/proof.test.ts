import { describe, expect, test } from "vitest";
import { parseBaseline, writeBaseline } from "../../src/baseline/baseline.ts";
import type { BaselineEntry } from "../../src/baseline/entry.ts";
import { proveBaseline } from "../../src/baseline/proof.ts";
import { plainEntry } from "./entries.ts";

function prove(
  text: string | null,
  tree: Readonly<Record<string, BaselineEntry>>,
  flagged = false,
) {
  return proveBaseline({
    baseline: parseBaseline(text),
    tree: new Map(Object.entries(tree)),
    flagged,
    file: ".promptcost/baseline.json",
    commit: "3f2c1ab",
  });
}
function write(entries: Readonly<Record<string, BaselineEntry>>): string {
  return writeBaseline(new Map(Object.entries(entries)));
}
function codes(proof: ReturnType<typeof prove>): readonly string[] {
  return proof.problems.map((problem) => problem.code);
}
const edited: BaselineEntry = {
  ...plainEntry,
  usd: { "as-written": { month: "9000", run: "0.007168" } },
};

describe("current", () => {
  test("needs inputs, engine, counter and prices, each", () => {
    for (const name of ["inputs", "engine", "counter", "prices"] as const) {
      const proof = prove(write({ a: { ...plainEntry, [name]: "other" } }), { a: plainEntry });
      expect(proof.byScenario.get("a"), name).toBe("stale");
      expect(proof.problems[0]?.message).toContain(`(other ${name})`);
    }
  });
});

describe("the proof", () => {
  test("current and equal says nothing", () => {
    const proof = prove(write({ a: plainEntry }), { a: plainEntry });
    expect(proof.state).toBe("current");
    expect(proof.problems).toEqual([]);
  });

  test("current but edited by hand is drift, told with both figures", () => {
    const proof = prove(write({ a: edited, b: plainEntry }), { a: plainEntry, b: plainEntry });
    expect(proof.state).toBe("drift");
    expect(proof.byScenario).toEqual(
      new Map([
        ["a", "drift"],
        ["b", "current"],
      ]),
    );
    expect(codes(proof)).toEqual(["baseline-drift"]);
    expect(proof.problems[0]?.message).toContain("$9,000");
    expect(proof.problems[0]?.message).toContain("$1,433.60");
    expect(proof.problems[0]?.scenario).toBe("a");
  });

  test("drift in tokens alone is drift", () => {
    const tokens = { ...plainEntry, tokensByPart: { ...plainEntry.tokensByPart, system: "1" } };
    expect(prove(write({ a: tokens }), { a: plainEntry }).state).toBe("drift");
  });

  test("stale figures may differ: an update is due, nobody edited anything", () => {
    const proof = prove(write({ a: { ...edited, counter: "older" } }), { a: plainEntry });
    expect(proof.state).toBe("stale");
    expect(codes(proof)).toEqual(["baseline-stale"]);
  });

  test("a flag that changes figures proves nothing, and asks for no update", () => {
    const proof = prove(write({ a: edited }), { a: plainEntry }, true);
    expect(proof.state).toBe("stale");
    expect(proof.problems).toEqual([]);
  });

  test("a scenario without an entry is missing; an entry without a scenario is stale", () => {
    expect(prove(write({ a: plainEntry }), { a: plainEntry, b: plainEntry }).state).toBe("missing");
    const left = prove(write({ a: plainEntry, b: plainEntry }), { a: plainEntry });
    expect(left.state).toBe("stale");
    expect(codes(left)).toEqual(["baseline-stale"]);
  });

  test.each([
    [null, "missing", "baseline-stale"],
    ["", "corrupt", "baseline-corrupt"],
    ["{", "corrupt", "baseline-corrupt"],
    ['{"version":9}', "corrupt", "baseline-corrupt"],
  ])("%j is %s", (text, state, code) => {
    const proof = prove(text, { a: plainEntry });
    expect(proof.state).toBe(state);
    expect(codes(proof)).toEqual([code]);
    expect(proof.byScenario.get("a")).toBe(state);
  });

  test("says why an update is due, sorted, of all scenarios at once", () => {
    const proof = prove(
      write({ a: { ...plainEntry, prices: "p0", counter: "c0" }, c: plainEntry }),
      {
        b: plainEntry,
        a: plainEntry,
      },
    );
    expect(codes(proof)).toEqual(["baseline-stale"]);
    expect(proof.problems[0]?.message).toContain(
      "(other counter, other prices, scenarios are missing and scenarios that are gone)",
    );
    expect([...proof.byScenario]).toEqual([
      ["a", "stale"],
      ["b", "missing"],
    ]);
    expect(prove(write({}), {}).state).toBe("current");
  });

  test.each([
    ["", "is empty"],
    ["{", "cannot be read"],
    ['{"version":9}', "was written by a newer version"],
  ])("%j: it %s", (text, why) => {
    const [found] = prove(text, { a: plainEntry }).problems;
    expect(found?.message).toContain(`\`.promptcost/baseline.json\` at 3f2c1ab ${why}`);
  });

  test("drifts are told scenario by scenario, by their ids", () => {
    const proof = prove(write({ b: edited, a: edited }), { b: plainEntry, a: plainEntry });
    expect(proof.problems.map(({ scenario }) => scenario)).toEqual(["a", "b"]);
  });

  test.each<[BaselineEntry["usd"], BaselineEntry["usd"], string]>([
    [
      { "as-written": { month: "9", run: "1" } },
      { "as-written": { month: "8", run: "1" } },
      "says $9 where that commit's own files cost $8 a month",
    ],
    [
      { "as-written": { month: null, run: "2" } },
      { "as-written": { month: null, run: "1" } },
      "says $2 where that commit's own files cost $1 a run",
    ],
    [
      { "as-written": { month: "9", run: "2" } },
      { "as-written": { month: null, run: "1" } },
      "says $2 where that commit's own files cost $1 a run",
    ],
    [
      { "as-written": { month: null, run: "2" } },
      { "as-written": { month: "8", run: "1" } },
      "says $2 where that commit's own files cost $1 a run",
    ],
    [
      { "as-written": { month: "9", run: "2" } },
      { "as-written": { month: "9", run: "1" } },
      "says other tokens or variants where that commit's own files cost $9 a month",
    ],
    [{}, { "as-written": { month: null, run: "1" } }, "says no amount where"],
    [{ "as-written": { month: null, run: "1" } }, {}, "own files cost no amount a run"],
  ])("%o for %o: %s", (written, worked, said) => {
    const proof = proveBaseline({
      baseline: { state: "ok", entries: new Map([["a", { ...plainEntry, usd: written }]]) },
      tree: new Map([["a", { ...plainEntry, usd: worked }]]),
      flagged: false,
      file: "b.json",
      commit: "3f2c1ab",
    });
    expect(proof.problems[0]?.message).toContain(said);
  });

  test("drift is worse than missing", () => {
    expect(prove(write({ a: edited }), { a: plainEntry, b: plainEntry }).state).toBe("drift");
  });
});
