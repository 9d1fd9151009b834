/**
 * `replay:` of the action: fixtures are sent again before the report is made, and their answers
 * serve it. Nothing in the workspace changes.
 */
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import type { FixtureFiles } from "../fixture/keeping/keep-in-files.ts";
import { rewriteText } from "../fixture/keeping/rewrite-text.ts";
import { openBook } from "../evaluation/context.ts";
import type { Pico } from "../money.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import type { Tree } from "../tree.ts";
import { showUsd } from "../report/views/amount.ts";
import type { Selection } from "../replay/plan/age.ts";
import type { ReplayPlan } from "../replay/plan/plan.ts";
import { missingCap, prepareReplay, type PreparedReplay } from "../replay/prepare.ts";
import { replayText, replayTotals } from "../replay/text/result.ts";
import { replayWithJournal } from "../replay/with-journal.ts";
import { withCommandContext } from "../io/context.ts";
import { createReplayPorts } from "../io/replay/ports.ts";
import { withTexts } from "../io/tree/overlay.ts";
import { digest } from "../io/hash.ts";
import { decodeWhole } from "../io/utf8.ts";
import type { InputValues } from "./inputs.ts";
import type { Job } from "./job.ts";
import { isOwnCommit } from "./own-commit.ts";

/** The head after its replay, sent or not. */
export interface ReplayedHead {
  /** The head with what was answered in its fixtures. */
  readonly tree: Tree;
  /** Fixtures with their answers: path and text. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
  /**
   * An error keeps the check from starting; else what was not answered is a warning: recordings and
   * counts stand.
   */
  readonly problems: readonly Problem[];
  /** For the log. */
  readonly said: string;
}

/** Which recordings each word of the input `replay` selects. */
const selections: Readonly<Record<Exclude<InputValues["replay"], "off">, Selection>> = {
  stale: "missing-or-stale",
  all: "all",
};

/** Events that stand for code of this repository; others may have a fork's checked out. */
const ownEvents = new Set(["workflow_dispatch", "schedule"]);

/**
 * Sends what the workflow asks for, under its cap. What a fork, a missing key or a refusal keeps
 * back costs nothing: the verdict is reached by the same rules.
 */
export async function replayHead(job: Job): Promise<ReplayedHead> {
  const { settings, mode, head, file } = job;
  if (settings.replay === "off") return unchanged(job, []);
  const why = await findObstacle(job);
  if (why !== null) return unchanged(job, [problem("replay-skipped", nowhere, { why })]);
  if (mode === "update" && head.root !== null && isOwnCommit(head.root))
    return unchanged(job, [], "Nothing is sent again for promptcost's own commit.");
  const asked = {
    tree: head.tree,
    file,
    names: [],
    unbounded: [],
    only: selections[settings.replay],
    batch: false,
    files: filesOf(head.tree, new Map()),
  };
  const prepared = await withCommandContext({ asOf: null, dry: false }, (context) =>
    prepareReplay({ ...context, ...asked }),
  );
  const { config, plan } = prepared;
  // What is wrong with the tree, the check says better.
  if (config === null || plan === null) return unchanged(job, []);
  const maxUsd = settings.maxUsd ?? config.replayMaxUsd;
  if (maxUsd === null || maxUsd <= 0n)
    return unchanged(job, [missingCap(config, settings.maxUsd !== null)]);
  if (plan.runs.length === 0) return unchanged(job, plan.problems.map(asWarning));
  return send(job, { ...prepared, config, plan, maxUsd });
}

/** The head as it is. */
function unchanged({ head }: Job, problems: readonly Problem[], said = ""): ReplayedHead {
  return { tree: head.tree, files: [], problems, said };
}

/** Sends a plan under a cap, in pico-dollars, and puts the answers into the head's fixtures. */
async function send(
  job: Job,
  prepared: Pick<PreparedReplay, "recorded" | "context"> & {
    readonly config: Config;
    readonly plan: ReplayPlan;
    readonly maxUsd: Pico;
  },
): Promise<ReplayedHead> {
  const { settings, facts, head, runner } = job;
  const { config, plan, recorded, context, maxUsd } = prepared;
  const unsendable = plan.problems.map(asWarning);
  const texts = new Map<string, string>();
  const result = await replayWithJournal(
    {
      plan,
      context,
      book: openBook(config),
      maxUsd,
      concurrency: 4,
      times: 1,
      fast: false,
      batch: false,
      keepsAnswers: true,
      resendsUnknown: false,
      unbounded: new Set(),
    },
    createReplayPorts({
      journal: {
        folder:
          facts.temporary === null
            ? join(head.folder, ".promptcost")
            : join(facts.temporary, `promptcost-${facts.step}`),
        before: null,
        config: job.file,
        recorded,
      },
      files: filesOf(head.tree, texts),
      apiKey: settings.anthropicKey,
      columns: () => null,
      warn: runner.print,
      pauseMs: (ms) => ms,
    }),
  );
  if ("code" in result) return unchanged(job, [...unsendable, asWarning(result)]);
  const { predicted } = replayTotals(result.rows);
  const used = problem("replay-used", nowhere, {
    answered: result.answered,
    of: result.requests,
    spent: showUsd(result.spent),
    cap: showUsd(maxUsd),
    predicted: showUsd(predicted),
  });
  return {
    tree: withTexts(head.tree, texts),
    files: [...texts].map(([path, content]) => ({ path, content })),
    problems: [used, ...unsendable, ...result.problems.map(asWarning)],
    said: replayText(result, { maxUsd, fresh: plan.fresh }),
  };
}

/** The fixtures of a tree; what is written into them is put into `texts`. */
function filesOf(tree: Tree, texts: Map<string, string>): FixtureFiles {
  const read = (path: string): string | null =>
    tree.entry(path)?.kind === "file" ? decodeWhole(tree.read(path)) : null;
  return {
    read,
    rewrite: (path, change) => {
      const before = read(path);
      if (before === null) return false;
      const now = rewriteText(before, change, digest);
      if (now !== null) texts.set(path, now);
      return true;
    },
  };
}

/** Why nothing is sent, though it was asked for; null: it is. */
async function findObstacle(job: Job): Promise<string | null> {
  const { settings, facts, mode } = job;
  const { event } = facts;
  if (event.kind === "pull-request" && event.fork)
    return "this pull request comes from a fork, whose code gets no key";
  if (event.kind === "other" && !ownEvents.has(event.name))
    return `on \`${event.name}\` the code may be a fork's, which gets no key`;
  if (settings.anthropicKey === null) return "there is no `anthropic-api-key`";
  return mode === "update" ? findCommitObstacle(job) : null;
}

/** Why what would come back could not be committed; null: as far as is known it can. */
async function findCommitObstacle({ facts, settings, github }: Job): Promise<string | null> {
  const { event, sha } = facts;
  const branch = "branch" in event && event.kind !== "pull-request" ? event.branch : null;
  if (settings.token === null || facts.dependabot || github === null)
    return "the token may not commit what would come back";
  if (branch === null || sha === null)
    return "this event has no branch to commit what would come back to";
  const head = await github.branches.head(branch);
  if (!head.ok) return `the head of ${branch} cannot be read, so nothing could be committed`;
  return head.value === sha ? null : `${branch} has moved on; its own run will do it`;
}

function asWarning(found: Problem): Problem {
  return found.severity === "error" ? { ...found, severity: "warning" } : found;
}
