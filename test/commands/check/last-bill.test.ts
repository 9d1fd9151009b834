import { expect, test } from "vitest";
import { check } from "../../../src/commands/check/check.ts";
import { nowhere, problem } from "../../../src/problem.ts";
import { writeKept } from "../../../src/reconcile/kept.ts";
import { renderBody } from "../../../src/report/views/body.ts";
import { views } from "../../../src/report/views.ts";
import type { Report } from "../../../src/report/report.ts";
import { createMemoryTree } from "../../repositories/memory-tree.ts";
import { fixtureOf } from "../reconcile/bills.ts";
import { report } from "../../report/parts.ts";
import { config, context } from "./recordings.ts";

const dollar = 10n ** 12n;
const keptAs = (usd: bigint): string =>
  writeKept(
    { month: "2026-10", source: "console" },
    { usd: usd * dollar, projectedUsd: 100n * dollar },
  );
const treeOf = (kept?: string) =>
  createMemoryTree({
    "promptcost.yml": config,
    "a.json": fixtureOf("claude-sonnet-5"),
    ...(kept === undefined ? {} : { ".promptcost/reconcile.json": kept }),
  });

function checkOf(sides: {
  readonly head?: string;
  readonly base?: string;
  readonly fork: boolean;
}): Report {
  const { head, base, fork } = sides;
  const commit = { sha: "3f2c1ab".padEnd(40, "0"), why: "the merge base with main" };
  return check({
    ...context(),
    head: treeOf(head),
    base: { commit, tree: treeOf(base) },
    file: "promptcost.yml",
    fork,
    links: { repository: null, head: null },
    problems: [],
  }).report;
}

test.each([
  ["the head's", { head: keptAs(104n), base: keptAs(90n), fork: false }, "1.04"],
  ["of a fork main's", { head: keptAs(1n), base: keptAs(90n), fork: true }, "0.9"],
  ["none, where none is kept", { fork: false }, undefined],
])("the last bill is %s", (_, sides, ratio) => {
  expect(checkOf(sides).reconciled?.["ratio"]).toBe(ratio);
});

test("one that cannot be read is said, and moves no verdict", () => {
  const broken = checkOf({ head: "{", fork: false });
  expect(broken.reconciled).toBeNull();
  expect(broken.problems.map(({ code }) => code)).toContain("reconcile-kept-unreadable");
  expect(broken.verdict).toBe(checkOf({ fork: false }).verdict);
});

test("a check without a base has it too", () => {
  const base = { problem: problem("scenario-unknown", nowhere, { asked: "a", nearest: [] }) };
  const input = {
    ...context(),
    head: treeOf(keptAs(104n)),
    base,
    file: "promptcost.yml",
    fork: false,
  };
  const { report: alone } = check({
    ...input,
    links: { repository: null, head: null },
    problems: [],
  });
  expect(alone.reconciled?.["ratio"]).toBe("1.04");
});

test.each([
  ["2026-10", "104", "the October bill was 4 % above the projection"],
  ["2026-10", "85.5", "the October bill was 14 % below the projection"],
  ["2025-10", "100", "the October 2025 bill was what was projected"],
  [
    "2026-10-01 to 2026-10-09",
    "2000",
    "the bill of 2026-10-01 to 2026-10-09 was 1,900 % above the projection",
  ],
])("%s, $%s of $100: %s", (month, usd, said) => {
  const reconciled = { month, usd, projectedUsd: "100", ratio: "1" };
  const shown = report({ reconciled, asOf: "2026-11-24" });
  expect(views.terminal(shown, { colour: false, source: null })).toContain(`\n  ${said}\n`);
  expect(renderBody(shown, { bytes: 60_000, unchanged: false })).toContain(`T${said.slice(1)}.`);
});

test("a month that somebody wrote into a report is no markup", () => {
  const month = "<img src=x> **now** \u001B[31m";
  const shown = report({ reconciled: { month, usd: "2", projectedUsd: "1", ratio: "2" } });
  expect(renderBody(shown, { bytes: 60_000, unchanged: false })).not.toContain("<img");
  expect(views.terminal(shown, { colour: false, source: null })).not.toContain("\u001B");
});
