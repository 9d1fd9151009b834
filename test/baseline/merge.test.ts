import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { writeBaseline } from "../../src/baseline/baseline.ts";
import type { BaselineEntry } from "../../src/baseline/entry.ts";
import { commitAll, createRepository, git, write } from "../repositories/scratch-repository.ts";
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

/** The file of each pair, in a repository where each of them is merged. */
function filesOf(
  plans: readonly (readonly Step[])[],
  branches: readonly Branch[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    plans.map((plan, index) => [`${index}.json`, fileOf(plan, branches)] as const),
  );
}

test(`branches that touch different scenarios merge without a conflict (${PAIRS} pairs)`, () => {
  const plans = fc.sample(anyMerge, PAIRS);
  const root = createRepository({ files: filesOf(plans, []) });
  git(root, "checkout", "-q", "-b", "theirs");
  write(root, filesOf(plans, ["theirs"]));
  commitAll(root, "theirs");
  git(root, "checkout", "-q", "main");
  write(root, filesOf(plans, ["ours"]));
  commitAll(root, "ours");
  // Throws with the names of the files where there is a conflict.
  git(root, "merge", "-q", "--no-edit", "theirs");
  for (const [name, expected] of Object.entries(filesOf(plans, ["ours", "theirs"])))
    expect(readFileSync(join(root, name), "utf8"), name).toBe(expected);
});
