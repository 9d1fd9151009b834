import { parseConfig } from "../../src/config/parse.ts";
import { createEvaluationContext } from "../../src/evaluation/context.ts";
import { digest } from "../../src/io/hash.ts";
import type { CapturedCall } from "../../src/record/captured-call.ts";
import { planSnapshots, type SnapshotOptions } from "../../src/record/plan-snapshots.ts";
import { createRedactor } from "../../src/record/redact/redactor.ts";
import type { SnapshotPlan } from "../../src/record/snapshot-plan.ts";
import { createMemoryTree, type MemoryFiles } from "../repositories/memory-tree.ts";
import { counter } from "../tokens/prompts.ts";

export interface Recorded {
  readonly plan: SnapshotPlan;
  /** The files as they are once the plan is carried out. */
  readonly files: MemoryFiles;
}

const context = createEvaluationContext({ digest, counter, asOf: "2026-11-28", dry: false });

/** Plans what `record` writes over some files, and carries it out. */
export function record(
  files: MemoryFiles,
  calls: readonly CapturedCall[],
  more: Partial<SnapshotOptions> & { readonly redacting?: readonly string[] } = {},
): Recorded {
  const { "promptcost.yml": text } = files;
  const config =
    typeof text === "string" ? parseConfig({ file: "promptcost.yml", text }).config : null;
  const { redacting = [], ...given } = more;
  const plan = planSnapshots({
    calls,
    tree: createMemoryTree(files),
    config,
    configFile: "promptcost.yml",
    context,
    redact: createRedactor(redacting),
    scenario: null,
    unsent: "seen",
    texts: { from: "2026-11-28T10:00:00Z", until: "2026-11-28T10:01:00Z", literal: false },
    ...given,
  });
  const after = new Map(Object.entries(files));
  for (const { path, text: written } of plan.writes) after.set(path, written);
  for (const path of plan.removals) after.delete(path);
  if (plan.config !== null) after.set(plan.config.path, plan.config.text);
  return { plan, files: Object.fromEntries(after) };
}
