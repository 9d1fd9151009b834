import type { Config } from "../config/config.ts";
import type { Digest } from "../digest.ts";
import type { EvaluationContext } from "../evaluation/context.ts";
import type { Tree } from "../tree.ts";
import type { CapturedCall } from "./captured-call.ts";
import type { Redactor } from "./redact/redactor.ts";
import type { SnapshotPlan } from "./snapshot-plan.ts";
import type { RewriteOptions } from "./texts/rewritten.ts";

export interface SnapshotOptions {
  /** Of every run of the command, in any order. */
  readonly calls: readonly CapturedCall[];
  /** The working tree, as it is before anything is written. */
  readonly tree: Tree;
  /** Null: there is none yet. */
  readonly config: Config | null;
  /** Where the first config would be written, from the root. */
  readonly configFile: string;
  readonly context: Pick<EvaluationContext, "measurer" | "counter"> & { readonly digest: Digest };
  readonly redact: Redactor;
  /** `--scenario`: of calls that say none. */
  readonly scenario: string | null;
  /**
   * What becomes of snapshots that no run sent. `kept`: the command did not end well. `seen`: those
   * of scenarios that were sent are removed. `all`: those of the others too.
   */
  readonly unsent: "kept" | "seen" | "all";
  readonly texts: RewriteOptions;
}

/** Works out what is to be written; writes nothing. */
export type PlanSnapshots = (options: SnapshotOptions) => SnapshotPlan;
