/** The check of a pull request, run again: its own workflow, on its own event. */
import type { Digest } from "../../digest.ts";
import { readLogin } from "../comment.ts";
import { runsOf } from "../own-comments.ts";
import type { GitHub, Reply, WorkflowRun } from "../github.ts";

/** A run that is still going is asked after this often; how long that is, GitHub's client says. */
const mostLooks = 20;

/** Events whose runs are checks of a pull request. */
const checking: ReadonlySet<string> = new Set(["pull_request", "pull_request_target"]);

/**
 * Runs the newest check of a pull request's head again: its failed jobs, or all of it where it
 * passed, since what was accepted may have been taken back. Gives what was done, in words. The
 * check is the run that wrote our comment, or one of a workflow with `promptcost` in its name or
 * file. A run that is still going is waited for: it may have read the comments already.
 */
export async function runAgain(
  { comments, runs }: Pick<GitHub, "comments" | "runs">,
  of: { readonly number: number; readonly head: string; readonly digest: Digest },
): Promise<Reply<string>> {
  const { number, head, digest } = of;
  const listed = await comments.list(number, null);
  const login = await readLogin(comments);
  const ours = runsOf(listed.ok ? listed.value : [], { login, digest });
  for (let look = 1; ; look++) {
    const found = await runs.list(head);
    if (!found.ok) return found;
    const chosen = choose(found.value, ours);
    if (chosen.length === 0) return none("no check of promptcost has run on its head yet");
    if (chosen.every(({ finished }) => finished)) return startAgain(runs, chosen);
    if (look >= mostLooks) return none("its check is still running");
    await runs.wait();
  }
}

function none(said: string): Reply<string> {
  return { ok: false, why: "invalid", status: null, said };
}

/** The newest run of each workflow that checks with promptcost. */
function choose(found: readonly WorkflowRun[], ours: ReadonlySet<number>): readonly WorkflowRun[] {
  const own = found.filter(({ event }) => checking.has(event));
  const workflows = new Set(
    own
      .filter(({ id, name, path }) => ours.has(id) || /promptcost/i.test(`${name} ${path}`))
      .map(({ workflow }) => workflow),
  );
  return [...workflows].flatMap(
    (workflow) =>
      own
        .filter((run) => run.workflow === workflow)
        .toSorted((a, b) => b.id - a.id)
        .at(0) ?? [],
  );
}

async function startAgain(
  runs: GitHub["runs"],
  chosen: readonly WorkflowRun[],
): Promise<Reply<string>> {
  const said: string[] = [];
  for (const { id, passed } of chosen) {
    const reply = await runs.again(id, passed ? "all" : "failed");
    if (!reply.ok) return reply;
    said.push(`run ${id}`);
  }
  return { ok: true, value: `The check runs again: ${said.join(", ")}.` };
}
