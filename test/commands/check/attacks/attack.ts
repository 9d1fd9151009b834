import { expect } from "vitest";
import { digest } from "../../../../src/io/hash.ts";
import { parseUsd } from "../../../../src/money.ts";
import type { Report } from "../../../../src/report/report.ts";
import { renderComment } from "../../../../src/report/views/comment.ts";
import { checkTrees } from "../../../cases.ts";
import { createMemoryTree } from "../../../repositories/memory-tree.ts";
import { text, type Files } from "../two-trees.ts";

/**
 * A way round the gate: what a change really does, and what it does besides so that nobody sees it.
 * `undefined` takes a file away.
 */
export interface Attack {
  readonly base: Files;
  readonly change: Files;
  readonly cover: Files;
}

function checkChange(base: Files, change: Files, fork: boolean): Report {
  const all: Files = { ...base, ...change };
  const head = Object.fromEntries(Object.entries(all).filter(([, file]) => file !== undefined));
  return checkTrees(createMemoryTree(text(head)), createMemoryTree(text(base)), { fork }).report;
}

export function asColleague({ base, change, cover }: Attack): Report {
  return checkChange(base, { ...change, ...cover }, false);
}

export function asFork({ base, change, cover }: Attack): Report {
  return checkChange(base, { ...change, ...cover }, true);
}

/** What a change comes to where nothing covers it. */
export function uncovered({ base, change }: Attack): Report {
  return checkChange(base, change, true);
}

/** That a colleague's attack is refused, or leads the comment in words that match. */
export function expectNamed(attack: Attack, words: RegExp): void {
  const report = asColleague(attack);
  if (report.verdict === "error") return;
  const said = report.loosened.map(
    ({ rule, from, to, sentence }) => sentence ?? `${rule}: ${from} → ${to}`,
  );
  expect(said).toContainEqual(expect.stringMatching(words));
  const stamp = { key: "promptcost.yml", head: "", run: 1, attempt: 1 };
  const comment = renderComment(report, { stamp, digest });
  const [, , lead, first] = comment.split("\n").filter((line) => line !== "");
  expect([lead, first]).toEqual([
    expect.stringContaining("This change makes rules laxer"),
    expect.stringMatching(/^- /),
  ]);
}

/**
 * That a fork's attack gains nothing: the change fails as it does uncovered, with no lower a bill.
 * Where the cover is part of what makes it readable at all, it fails too.
 */
export function expectHeld(attack: Attack): void {
  const [report, plain] = [asFork(attack), uncovered(attack)];
  if (report.verdict === "error") return;
  expect([plain.verdict === "pass", report.verdict]).toEqual([false, "fail"]);
  // The cover may be a few characters shorter than what it covers.
  const [least, found] = [plain, report].map(
    ({ totals }) => parseUsd(totals.monthlyUsd ?? "0") ?? 0n,
  );
  expect((found ?? 0n) * 1000n).toBeGreaterThanOrEqual((least ?? 0n) * 999n);
}
