import type { ScenarioFacts } from "../baseline/entry.ts";
import type { UpdatePlan } from "../commands/update/plan.ts";
import { describeChanges, describeUpdate } from "../commands/update/text.ts";
import { workOutBaseline } from "../commands/update/update.ts";
import { withCommandContext } from "../io/context.ts";
import { ascendingBy } from "../order.ts";
import { placeIn, problem, type Problem } from "../problem.ts";
import { proposalBranch, proposeBaseline } from "../publish/baseline-proposal.ts";
import { publishBaseline, type BaselineCommit } from "../publish/baseline.ts";
import type { Tree } from "../tree.ts";
import type { Job } from "./job.ts";
import type { ReplayedHead } from "./replay.ts";
import type { RunFacts } from "./run-facts.ts";

/** What became of the baseline. */
export interface UpdatedBaseline {
  readonly plan: UpdatePlan;
  readonly problems: readonly Problem[];
  /** For the log. */
  readonly said: string;
}

/**
 * Commits the baseline where it belongs; what keeps it from landing costs nothing, since main's
 * side is worked out from its tree.
 */
export async function updateBaseline(job: Job, replayed: ReplayedHead): Promise<UpdatedBaseline> {
  const { settings, facts, committed, recorded, file, github } = job;
  const workOut = async (tree: Tree) =>
    withCommandContext({ asOf: null, dry: false }, (context) =>
      workOutBaseline({ ...context, tree, file }),
    );
  const worked = await workOut(replayed.tree);
  const { plan } = worked;
  const branch = branchOf(facts);
  const described = describeUpdate(plan, { check: true });
  if (plan.text === null || branch === null || facts.sha === null)
    return { plan, problems: [], said: described };
  if (settings.update === "verify") {
    const late = findOutdated(plan).map((found) => ({ ...found, severity: "warning" as const }));
    return { plan, problems: late, said: described };
  }
  if (github === null)
    return { plan, problems: [], said: `${described}; without a token nothing is committed` };
  // A fixture that was recorded and then answered is committed with its answer.
  const answered = new Set(replayed.files.map((answer) => answer.path));
  const alongside = {
    files: [...recorded.files.filter((each) => !answered.has(each.path)), ...replayed.files],
    deleted: recorded.deleted,
  };
  // What the branch held when it was read, without what was recorded or answered since.
  const read = replayed.tree === committed ? worked : await workOut(committed);
  const commit: BaselineCommit = {
    branches: github.branches,
    branch,
    path: plan.file,
    content: plan.text,
    alongside,
    computedAt: facts.sha,
    inputs: writeFacts(read.facts),
    inputsAt: async (commit) => {
      const tree = await github.base.fetchTree(commit);
      return tree === null ? null : writeFacts((await workOut(tree)).facts);
    },
    mayWrite: settings.token !== null && !facts.dependabot,
  };
  const published =
    settings.update === "pull-request"
      ? await proposeBaseline({
          ...commit,
          proposals: github.proposals,
          from: proposalBranch(file, isUsual(facts) ? null : branch),
        })
      : await publishBaseline(commit);
  return { plan, problems: published.problems, said: `${plan.file}: ${published.outcome}` };
}

function isUsual({ event }: RunFacts): boolean {
  return "toDefault" in event && event.toDefault;
}

function branchOf({ event }: RunFacts): string | null {
  return event.kind === "push" || event.kind === "other" ? event.branch : null;
}

function writeFacts(facts: ReadonlyMap<string, ScenarioFacts>): string {
  return JSON.stringify([...facts].sort(ascendingBy(([key]) => key)));
}

/**
 * With `update: verify`, that the head's own baseline is what its files say. On a push it is too
 * late to ask for it: there it is a warning.
 */
export async function verifyBaseline(
  { settings, file, facts }: Job,
  replayed: ReplayedHead,
): Promise<readonly Problem[]> {
  if (settings.update !== "verify") return [];
  const { plan } = await withCommandContext({ asOf: null, dry: false }, (context) =>
    workOutBaseline({ ...context, tree: replayed.tree, file }),
  );
  const severity = facts.event.kind === "push" ? "warning" : "error";
  return findOutdated(plan).map((found) => ({ ...found, severity }));
}

/** That a baseline is not current; nothing where it is, or where nothing can be said. */
function findOutdated(plan: UpdatePlan): readonly Problem[] {
  if (plan.text === null || plan.current) return [];
  const details = { file: plan.file, what: describeChanges(plan) };
  return [problem("baseline-not-current", placeIn(plan.file), details)];
}
