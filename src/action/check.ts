import type { OpenedBase } from "../baseline/open-base.ts";
import { check, type CheckOutcome } from "../commands/check/check.ts";
import { withCommandContext } from "../io/context.ts";
import { openBaseSide } from "../io/tree/sides.ts";
import { baseEventOf, isFork } from "../publish/event.ts";
import { withTexts } from "../io/tree/overlay.ts";
import type { Tree } from "../tree.ts";
import { rulesFile, type Job } from "./job.ts";
import type { ReplayedHead } from "./replay.ts";

/** Checks the head, with what was answered just now, against the commit that the event names. */
export async function checkHead(job: Job, replayed: ReplayedHead): Promise<CheckOutcome> {
  const { settings, oddInputs, facts, head, github } = job;
  const { event, repository, serverUrl, sha } = facts;
  const base = await openBaseSide(head, {
    event: baseEventOf(event),
    asked: null,
    access: settings.token === null ? null : { token: settings.token, server: serverUrl },
    remote: github?.base ?? null,
  });
  const fork = isFork(event);
  const file = fork && "tree" in base ? rulesFile(job, base.tree) : job.file;
  const links = {
    repository: repository?.url ?? null,
    head: event.kind === "pull-request" ? event.head : sha,
  };
  const problems = [...oddInputs, ...replayed.problems];
  return withCommandContext({ asOf: null, dry: settings.dry }, (context) =>
    check({ ...context, head: headOf(base, replayed), base, file, fork, links, problems }),
  );
}

/** The head as it is compared: merged into its base where that was done, with what was answered. */
function headOf(base: OpenedBase, { tree, files }: ReplayedHead): Tree {
  const merged = "head" in base ? (base.head ?? null) : null;
  if (merged === null) return tree;
  const texts = files.map(({ path, content }) => [path, content] as const);
  return withTexts(merged, new Map(texts));
}
