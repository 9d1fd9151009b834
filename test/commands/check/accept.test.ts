import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Report } from "../../../src/report/report.ts";
import { casesFolder } from "../../cases.ts";
import { check, config, run, type Files } from "./two-trees.ts";

/** What the config accepts of a change, by what is accepted and how the pull request is looked at. */
function accepting(budget: string, entry: string, change: Files, fork = false): Report {
  const yml = config("", budget);
  const accept = `accept: [{ scenario: a, ${entry}, reason: agreed, until: 2027-01-31 }]\n`;
  return check({ "promptcost.yml": `${yml}${accept}`, "f/a.json": run(1_000) }, change, fork);
}

function said({ verdict, accepted }: Report): readonly unknown[] {
  return [verdict, accepted.map(({ kind, state }) => `${kind} ${state}`)];
}

describe("tokens", () => {
  const ratchet = "{ tokens: { ratchet: true } }";
  const longer = { "f/a.json": run(1_300) };

  test("more than on main are accepted up to so many", () => {
    expect(said(accepting(ratchet, "tokens: 300", longer))).toEqual(["pass", ["tokens covers"]]);
    const short = accepting(ratchet, "tokens: 299", longer);
    expect(said(short)).toEqual(["fail", ["tokens exceeded"]]);
    expect(short.accepted[0]?.actualTokens).toBe("300");
    expect(short.scenarios[0]?.budgets[0]?.accept).toBe("tokens 300");
  });

  test("are no money, and money no tokens", () => {
    expect(said(accepting(ratchet, "up-to: $999", longer))).toEqual(["fail", ["usd unused"]]);
    expect(said(accepting("{ increase: { percent: 0 } }", "tokens: 9999", longer))).toEqual([
      "fail",
      ["tokens unused"],
    ]);
  });
});

describe("a dearer model", () => {
  const held = "{ dearer-model: needs-accept }";
  const dearer = { "f/a.json": run(1_000, 100, { model: "claude-opus-4-1" }) };

  test("is accepted by its name", () => {
    expect(said(accepting(held, "model: claude-opus-4-1", dearer))).toEqual([
      "pass",
      ["model covers"],
    ]);
    expect(said(accepting(held, "model: claude-opus-5", dearer))).toEqual([
      "fail",
      ["model exceeded"],
    ]);
  });
});

test("a model that is accepted is not accepted in fast mode, which costs more still", () => {
  const held = "{ dearer-model: needs-accept }";
  const fast = { "f/a.json": run(1_000, 100, { speed: "fast" }) };
  expect(said(accepting(held, "model: claude-opus-5", fast))).toEqual(["fail", ["model exceeded"]]);
  const named = accepting(held, "model: claude-opus-5-fast", fast);
  expect(said(named)).toEqual(["pass", ["model covers"]]);
  expect(named.accepted[0]?.actualModels).toEqual(["claude-opus-5-fast"]);
});

test("without traffic an amount is of a run", () => {
  const budget = "{ increase: { percent: 5 } }";
  const change = { "f/a.json": run(2_000) };
  const { accepted } = accepting(budget, "up-to: $0.000001", change);
  const usd = accepted[0]?.actualUsd ?? "";
  expect(accepted).toMatchObject([{ state: "exceeded", basis: "run", actualBasis: "run" }]);
  expect(said(accepting(budget, `up-to: $${usd}`, change))).toEqual(["pass", ["usd covers"]]);
  expect(said(accepting(budget, `up-to: $${usd}/run`, change, true))).toEqual([
    "pass",
    ["usd covers"],
  ]);
  expect(said(accepting(budget, `up-to: $${usd}/month`, change))).toEqual([
    "fail",
    ["usd exceeded"],
  ]);
});

test("an interval that reaches over what is accepted leaves the limit uncertain", () => {
  const garden = (side: string): string =>
    readFileSync(join(casesFolder, "model-edited", side, "garden.json"), "utf8");
  const checkGarden = (entry: string): Report["scenarios"][number]["budgets"][number] => {
    const yml =
      "scenarios:\n  garden:\n    fixtures: garden.json\n    traffic: { runs: 50k/month }\n" +
      `    budget: { increase: { percent: 25 }, on-uncertain: fail }\n${entry}`;
    const base = { "promptcost.yml": yml, "garden.json": garden("main") };
    const [budget] = check(base, { "garden.json": garden("change") }).scenarios[0]?.budgets ?? [];
    if (budget === undefined) throw new Error("no budget");
    return budget;
  };
  const accept = (usd: string) =>
    checkGarden(`accept: [{ scenario: garden, up-to: $${usd}, reason: x, until: 2027-01-31 }]\n`);
  const plain = checkGarden("");
  expect(plain).toMatchObject({ over: true, verdict: "fail" });
  // The figure is accepted, the high end of its interval is not.
  expect(accept(plain.actualUsd ?? "")).toMatchObject({
    over: false,
    accepted: true,
    uncertain: true,
    verdict: "fail",
  });
  expect(accept(plain.high ?? "")).toMatchObject({
    accepted: true,
    uncertain: false,
    verdict: "pass",
  });
});

describe("an entry that main has already", () => {
  const yml = (entry: string, budget = "{ increase: { percent: 1 } }") =>
    `${config("200k/month", budget)}accept: [{ scenario: a, ${entry}, reason: agreed, until: 2027-01-31 }]\n`;
  const checkMain = (main: string, head: string, tokens = 2_000): Report =>
    check(
      { "promptcost.yml": main, "f/a.json": run(1_000) },
      { "promptcost.yml": head, "f/a.json": run(tokens) },
    );
  const notes = (report: Report): readonly string[] =>
    report.problems.flatMap(({ code }) => (code.startsWith("acceptance-") ? [code] : []));

  test("is said to accept as much of each change", () => {
    const entry = yml("up-to: $999999");
    expect(notes(checkMain(entry, entry))).toEqual(["acceptance-stays"]);
    // Added by the change, not used, or bound by what main cost.
    expect(notes(checkMain(config("200k/month", "{ increase: { percent: 1 } }"), entry))).toEqual(
      [],
    );
    expect(notes(checkMain(entry, entry, 1_000))).toEqual([]);
    const bound = yml("up-to: $999999, from: $0");
    expect(notes(checkMain(bound, bound))).toEqual([]);
  });

  test("is used up by what was merged, where it says from where it counts", () => {
    const { accepted } = checkMain(yml("up-to: $999999"), yml("up-to: $999999"));
    const delta = accepted[0]?.actualUsd ?? "";
    const exact = yml(`up-to: $${delta}, from: $9999999`);
    expect(said(checkMain(exact, exact))).toEqual(["pass", ["usd covers"]]);
    const spent = yml(`up-to: $${delta}, from: $0`);
    const report = checkMain(spent, spent);
    expect(said(report)).toEqual(["fail", ["usd exceeded"]]);
    expect(report.accepted[0]?.usedUsd).toBe(report.scenarios[0]?.baselineMonthlyUsd ?? null);
  });
});
