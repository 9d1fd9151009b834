import { noComments, type CommentedAcceptances } from "../budget/acceptance/acceptance.ts";
import type { OpenedBase } from "../baseline/open-base.ts";
import { startCheck, type CheckOutcome } from "../commands/check/check.ts";
import { withCommandContext } from "../io/context.ts";
import { withContentsOf, withTexts } from "../io/tree/overlay.ts";
import { openBaseSide } from "../io/tree/sides.ts";
import { nowhere, problem } from "../problem.ts";
import { readAcceptances } from "../publish/acceptance/read-acceptances.ts";
import { baseEventOf, isFork, type WorkflowEvent } from "../publish/event.ts";
import type { Tree } from "../tree.ts";
import { accessOf, rulesFile, type Job } from "./job.ts";
import type { ReplayedHead } from "./replay.ts";

/**
 * Checks the head, with what was answered just now, against the commit that the event names. Where
 * blobs of either were missing and git could not fetch them, once more with what the API's archives
 * have.
 */
export async function checkHead(job: Job, replayed: ReplayedHead): Promise<CheckOutcome> {
  const { settings, facts, head, github } = job;
  const { event, sha } = facts;
  const remote = github?.base ?? null;
  const base = await openBaseSide(head, {
    event: baseEventOf(event),
    asked: null,
    access: accessOf(settings, facts),
    remote,
  });
  const sides = { base, head: headOf(base, replayed) };
  const outcome = await checkSides(job, replayed, sides);
  if (remote === null || "problem" in base) return outcome;
  const isLost = (base.lost?.() ?? null) !== null;
  const commit = base.head === null && head.lost() !== null ? sha : null;
  const [main, own] = await Promise.all([
    isLost ? remote.fetchTree(base.commit.sha) : null,
    commit === null ? null : remote.fetchTree(commit),
  ]);
  if (main === null && own === null) return outcome;
  const texts = new Map(replayed.files.map(({ path, content }) => [path, content] as const));
  return checkSides(job, replayed, {
    base:
      main === null ? base : { ...base, tree: withContentsOf(main, head.tree), lost: () => null },
    head: own === null ? sides.head : withTexts(own, texts),
  });
}

async function checkSides(
  job: Job,
  replayed: ReplayedHead,
  { base, head }: { readonly base: OpenedBase; readonly head: Tree },
): Promise<CheckOutcome> {
  const { settings, oddInputs, facts } = job;
  const { event, repository, sha } = facts;
  const fork = isFork(event);
  const file = fork && "tree" in base ? rulesFile(job, base.tree) : job.file;
  const links = {
    repository: repository?.url ?? null,
    head: event.kind === "pull-request" ? event.head : sha,
  };
  const problems = [...oddInputs, ...replayed.problems];
  const started = await withCommandContext({ asOf: null, dry: settings.dry }, (context) =>
    startCheck({ ...context, head, base, file, fork, links, problems }),
  );
  return started.conclude(started.asksForAcceptance ? await readComments(job) : noComments);
}

/** What people accepted of what is exceeded: GitHub is asked only where something is. */
async function readComments({ settings, facts, github }: Job): Promise<CommentedAcceptances> {
  const number = pullRequestOf(facts.event);
  if (settings.comment === "off" || number === null) return noComments;
  if (github !== null) return readAcceptances(github.conversation, number);
  const said = "there is no token";
  return { acceptances: [], problems: [problem("acceptances-unread", nowhere, { number, said })] };
}

/** The pull request whose comments count; null where there is none. */
function pullRequestOf(event: WorkflowEvent): number | null {
  switch (event.kind) {
    case "pull-request":
    case "merge-group":
      return event.number;
    case "comment":
    case "push":
    case "other":
      return null;
    default:
      return event satisfies never;
  }
}

/** The head as it is compared: merged into its base where that was done, with what was answered. */
function headOf(base: OpenedBase, { tree, files }: ReplayedHead): Tree {
  const merged = "head" in base ? (base.head ?? null) : null;
  if (merged === null) return tree;
  const texts = files.map(({ path, content }) => [path, content] as const);
  return withTexts(merged, new Map(texts));
}
