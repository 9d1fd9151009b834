import { describe, expect, test } from "vitest";
import { parseBaseline, writeBaseline } from "../../src/baseline/baseline.ts";
import { proveBaseline } from "../../src/baseline/proof.ts";
import { compareState, type BaseSide } from "../../src/compare/state.ts";
import { nowhere, problem } from "../../src/problem.ts";
import { plainEntry } from "../baseline/entries.ts";

const [file, commit] = [".promptcost/baseline.json", "3f2c1ab"];
const tree = new Map([["a", plainEntry]]);
function written(over: Partial<typeof plainEntry> = {}): string {
  return writeBaseline(new Map([["a", { ...plainEntry, ...over }]]));
}
function proved(text: string | null): BaseSide {
  return {
    kind: "tree",
    proof: proveBaseline({ baseline: parseBaseline(text), tree, flagged: false, file, commit }),
  };
}
function broken(text: string | null): BaseSide {
  return {
    kind: "broken",
    file: "promptcost.yml",
    commit,
    problems: 2,
    baseline: parseBaseline(text),
  };
}
function codes(base: BaseSide): readonly string[] {
  return compareState(base, "judge").problems.map((problem) => problem.code);
}

describe("the table of states", () => {
  test("base has no config: first run, absolute budgets judged", () => {
    expect(
      compareState({ kind: "no-config", file: "promptcost.yml", commit }, "error"),
    ).toMatchObject({
      comparison: "first-run",
      figures: null,
      compared: false,
      error: false,
      baseline: null,
    });
  });

  test("baseline current: nothing to say", () => {
    expect(compareState(proved(written()), "judge")).toMatchObject({
      comparison: "compared",
      baseline: "current",
      problems: [],
    });
  });

  test.each([
    ["missing", null],
    ["stale", written({ inputs: "older" })],
  ])("baseline %s: the tree, as usual, a line in the details", (state, text) => {
    expect(compareState(proved(text), "judge")).toMatchObject({
      comparison: "compared",
      figures: "tree",
      compared: true,
      error: false,
      baseline: state,
    });
    expect(codes(proved(text))).toEqual(["baseline-stale"]);
  });

  test("baseline edited by hand: the tree, as usual, drift leads", () => {
    const base = proved(written({ hitRate: "0.5" }));
    expect(compareState(base, "judge")).toMatchObject({
      comparison: "compared",
      figures: "tree",
      problems: [{ code: "baseline-drift" }],
      baseline: "drift",
    });
    expect(codes(base)[0]).toBe("baseline-drift");
  });

  test.each(["", "{", '{"version":2}'])(
    "baseline %j: the tree, as usual, corrupt leads",
    (text) => {
      expect(compareState(proved(text), "judge")).toMatchObject({
        comparison: "compared",
        figures: "tree",
        compared: true,
        error: false,
        problems: [{ code: "baseline-corrupt" }],
        baseline: "corrupt",
      });
    },
  );

  test("the base commit cannot be had: error, whatever on-no-base says", () => {
    const missing = problem("base-commit-missing", nowhere, {
      commit,
      why: "the first parent of this merge",
      said: "no access",
    });
    for (const onNoBase of ["judge", "error"] as const) {
      expect(compareState({ kind: "no-commit", problem: missing }, onNoBase)).toMatchObject({
        comparison: "not-compared",
        figures: null,
        compared: false,
        error: true,
        problems: [{ code: "base-commit-missing" }],
      });
    }
    expect(missing.fix).toContain("contents: read");
    expect(missing.fix).toContain("fetch-depth");
  });

  test("the base tree cannot be projected: the baseline's figures, unexplained", () => {
    expect(compareState(broken(written()), "judge")).toMatchObject({
      comparison: "unexplained",
      figures: "baseline",
      compared: true,
      error: false,
      problems: [{ code: "base-not-projected" }],
    });
    expect(compareState(broken(written()), "error").error).toBe(true);
  });

  test.each([null, "", "{", '{"version":2}', '{"version":1}'])(
    "nor its baseline (%j): only absolute budgets, said first",
    (text) => {
      expect(compareState(broken(text), "judge")).toMatchObject({
        comparison: "not-compared",
        figures: null,
        compared: false,
        error: false,
        problems: [{ code: "base-not-projected" }],
      });
      expect(compareState(broken(text), "error").error).toBe(true);
      expect(compareState(broken(text), "judge").problems[0]?.message).toContain("Not compared");
    },
  );
});
