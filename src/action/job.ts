/**
 * What a run of the action works on, read from its inputs, its runner and the checked-out commit.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describeFailure } from "../baseline/git-failure.ts";
import { findRepository, pathFromRoot } from "../io/files.ts";
import { disableFilters } from "../io/git/call.ts";
import type { FetchAccess } from "../io/git/fetch.ts";
import { connectGitHub } from "../io/github/client.ts";
import { configPath, openCommit, type OpenHead } from "../io/tree/sides.ts";
import { hasErrors, nowhere, problem, type Problem } from "../problem.ts";
import { isFork, planMode } from "../publish/event.ts";
import { nothingRecorded, type RecordedChanges } from "../publish/recorded.ts";
import type { Tree } from "../tree.ts";
import { openRecordedHead, openWorkingHead } from "./working-head.ts";
import { readInputs, type InputValues } from "./inputs.ts";
import { readRunFacts, type RunFacts } from "./run-facts.ts";
import type { Environment, Runner } from "./runner.ts";

/** A run of the action that can start. */
export interface Job {
  readonly settings: InputValues;
  /** What is odd about the inputs, none of it an error. */
  readonly oddInputs: readonly Problem[];
  readonly facts: RunFacts;
  readonly mode: "check" | "update";
  readonly head: OpenHead;
  /** The checked-out commit: what its branch holds, whatever the head is. */
  readonly committed: Tree;
  /** What an update commits with the baseline, of what earlier steps recorded. */
  readonly recorded: RecordedChanges;
  /** The config's path from the repository's root. */
  readonly file: string;
  /** Null: there is no token, or no repository. */
  readonly github: ReturnType<typeof connectGitHub> | null;
  readonly runner: Runner;
}

/** What of a job is known before anything is read of the checkout. */
export interface StartedRun extends Pick<Job, "settings" | "facts" | "github" | "runner"> {
  /** What is odd about the inputs, none of it an error. */
  readonly oddities: readonly Problem[];
}

/** What keeps a run from starting. */
interface Refused {
  readonly problems: readonly Problem[];
}

/** Reads inputs and event. Secrets are hidden from the log before anything else. */
export function startRun(env: Environment, runner: Runner): StartedRun | Refused {
  const { settings, problems } = readInputs(env);
  for (const secret of [settings.token, settings.anthropicKey])
    if (secret !== null) runner.hide(secret);
  const facts = readRunFacts(env);
  if ("code" in facts) return { problems: [...problems, facts] };
  if (hasErrors(problems)) return { problems };
  return { settings, facts, github: connect(settings, facts), runner, oddities: problems };
}

/** The job, or what keeps it from starting. */
export function openJob(run: StartedRun): Job | Refused {
  const { settings, facts, github, runner, oddities: problems } = run;
  const folder = join(facts.workspace, settings.workingDirectory);
  const root = findRepository(folder);
  if (root === null) return { problems: [noCommit(noCheckout)] };
  if (isFork(facts.event)) disableFilters(root);
  const commit = openCommit(root, accessOf(settings, facts));
  if (!("tree" in commit)) return { problems: [noCommit(describeFailure(commit.kind))] };
  const mode = planMode(settings.mode, facts.event);
  const isWorking = settings.tree === "working";
  const checked = isWorking && mode === "check" ? openWorkingHead(root, facts) : commit;
  if ("code" in checked) return { problems: [...problems, checked] };
  if (!isThere(checked, folder)) return { problems: [...problems, folderMissing()] };
  const file = configPath(checked, folder, settings.config);
  if (file === null) return { problems: [configOutside()] };
  const opened =
    isWorking && mode === "update"
      ? openRecordedHead(root, commit, file)
      : { head: checked, recorded: nothingRecorded };
  if ("code" in opened) return { problems: [...problems, opened] };
  const { head, recorded } = opened;
  return {
    settings,
    oddInputs: [...problems, ...facts.oddities, ...recorded.problems],
    facts,
    mode,
    head,
    committed: commit.tree,
    recorded,
    file,
    github,
    runner,
  };
}

/** How what the clone lacks may be fetched; null: there is no token. */
export function accessOf({ token }: InputValues, { serverUrl }: RunFacts): FetchAccess | null {
  return token === null ? null : { token, server: serverUrl };
}

/**
 * The config whose rules judge a fork: where main has none at the path that the fork's files lead
 * to, the one that main's own lead to. A new config nearer by is no way round main's.
 */
export function rulesFile({ head, settings, facts, file }: Job, base: Tree): string {
  if (base.entry(file) !== undefined) return file;
  const folder = join(facts.workspace, settings.workingDirectory);
  return configPath({ ...head, tree: base }, folder, settings.config) ?? file;
}

const noCheckout = {
  said: "there is none here",
  fix: "Put `uses: actions/checkout` before this step.",
};

function noCommit(why: ReturnType<typeof describeFailure>): Problem {
  return problem("base-git-failed", nowhere, { doing: "read the checked-out commit", ...why });
}

/** Whether a folder is on the disk, or has files in the head, as a sparse checkout leaves it out. */
function isThere({ root, folder: opened, tree }: OpenHead, folder: string): boolean {
  if (existsSync(folder)) return true;
  const path = pathFromRoot(root ?? opened, folder);
  return path === null || tree.paths().some((each) => each.startsWith(`${path}/`));
}

function folderMissing(): Problem {
  const allowed = ["a folder of the workspace that is there"];
  return problem("input-invalid", nowhere, { input: "working-directory", allowed });
}

function configOutside(): Problem {
  return problem("input-invalid", nowhere, {
    input: "config",
    allowed: ["a file of this repository"],
  });
}

function connect({ token }: InputValues, facts: RunFacts): Job["github"] {
  const { repository, apiUrl, graphqlUrl } = facts;
  if (token === null || repository === null) return null;
  return connectGitHub({
    token,
    owner: repository.owner,
    repository: repository.name,
    apiUrl,
    graphqlUrl,
  });
}
