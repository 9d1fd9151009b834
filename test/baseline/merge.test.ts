import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { writeBaseline } from "../../src/baseline/baseline.ts";
import type { BaselineEntry } from "../../src/baseline/entry.ts";
import { anyEntry } from "./entries.ts";

const PAIRS = 1000;

type Branch = "ours" | "theirs";

/** What a branch does to one scenario: leaves it, changes it, or takes it out. */
type Touch = "none" | "ours" | "theirs" | "ours-out" | "theirs-out";

interface Step {
  readonly before: BaselineEntry;
  readonly after: BaselineEntry;
  readonly touch: Touch;
  /** Who adds a scenario right after this one. */
  readonly added: "none" | "ours" | "theirs";
  readonly fresh: BaselineEntry;
}

/**
 * No two branches add or take out side by side, with nothing that stays between: there git has no
 * order to go by.
 */
function keepsApart(plan: readonly Step[]): boolean {
  let last = "none";
  for (const step of plan) {
    const removed = step.touch.endsWith("-out") ? step.touch.replace("-out", "") : "none";
    if (removed === "none") last = "none";
    for (const branch of [removed, step.added]) {
      if (branch === "none") continue;
      if (last !== "none" && last !== branch) return false;
      last = branch;
    }
  }
  return true;
}

const anyStep: fc.Arbitrary<Step> = fc.record({
  before: anyEntry,
  after: anyEntry,
  touch: fc.constantFrom<Touch>("none", "ours", "theirs", "ours-out", "theirs-out"),
  added: fc.constantFrom("none", "ours", "theirs"),
  fresh: anyEntry,
});

const anyMerge = fc.array(anyStep, { minLength: 1, maxLength: 6 }).filter(keepsApart);

/** The file with what some branches did: neither is the base, both is the merge. */
function fileOf(plan: readonly Step[], branches: readonly Branch[]): string {
  const entries = new Map<string, BaselineEntry>();
  for (const [index, step] of plan.entries()) {
    const touched = branches.some((branch) => step.touch.startsWith(branch));
    if (!(touched && step.touch.endsWith("-out")))
      entries.set(`s${index}`, touched ? step.after : step.before);
    if (branches.some((branch) => step.added === branch)) entries.set(`s${index}a`, step.fresh);
  }
  return writeBaseline(entries);
}

/** Merges two branches of a file as git does, by lines. */
function merge(folder: string, fileOn: (branches: readonly Branch[]) => string) {
  const path = (name: string): string => join(folder, name);
  writeFileSync(path("base"), fileOn([]));
  writeFileSync(path("ours"), fileOn(["ours"]));
  writeFileSync(path("theirs"), fileOn(["theirs"]));
  return spawnSync("git", ["merge-file", "-p", path("ours"), path("base"), path("theirs")], {
    encoding: "utf8",
  });
}

test(`branches that touch different scenarios merge without a conflict (${PAIRS} pairs)`, () => {
  const folder = mkdtempSync(join(tmpdir(), "baseline-"));
  try {
    fc.assert(
      fc.property(anyMerge, (plan) => {
        const merged = merge(folder, (branches) => fileOf(plan, branches));
        expect(merged.status, merged.stdout).toBe(0);
        expect(merged.stdout).toBe(fileOf(plan, ["ours", "theirs"]));
      }),
      { numRuns: PAIRS },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
