import { describeChanges } from "../commands/update/text.ts";
import type { UpdatePlan } from "../commands/update/plan.ts";
import { workOutBaseline } from "../commands/update/update.ts";
import { withCommandContext } from "../io/context.ts";
import { placeIn, problem, type Problem } from "../problem.ts";
import type { Job } from "./job.ts";
import type { ReplayedHead } from "./replay.ts";

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
export function findOutdated(plan: UpdatePlan): readonly Problem[] {
  if (plan.text === null || plan.current) return [];
  const details = { file: plan.file, what: describeChanges(plan) };
  return [problem("baseline-not-current", placeIn(plan.file), details)];
}
