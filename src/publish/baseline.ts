/** The baseline on its branch: committed where it belongs, by whichever run comes first. */
import { placeIn, problem, type Problem } from "../problem.ts";
import { foreignBaseline, isReplaceable } from "../baseline/replaceable.ts";
import type { Branches, FailedReply, Reply } from "./github.ts";

type BaselineOutcome =
  | "committed"
  | "proposed"
  | "current"
  | "moved-on"
  | "refused"
  | "not-permitted"
  | "failed";

/**
 * What became of the baseline. None of it costs anything: main's side can always be worked out from
 * its own files.
 */
export interface PublishedBaseline {
  readonly outcome: BaselineOutcome;
  /** Full id of the commit that was made. */
  readonly commit: string | null;
  readonly problems: readonly Problem[];
}

/** Enough for a few pushes that land while this one is working. */
const maxRounds = 5;

const headlines = {
  baseline: "Update the promptcost baseline",
  recordings: "Update the promptcost recordings and baseline",
} as const;

/** What is to be committed, where, and what must hold there. */
export interface BaselineCommit {
  readonly branches: Branches;
  readonly branch: string;
  readonly path: string;
  readonly content: string;
  /** Fixtures that the baseline rests on, and those that are gone: committed together with it. */
  readonly alongside: {
    readonly files: readonly { readonly path: string; readonly content: string }[];
    readonly deleted: readonly string[];
  };
  readonly computedAt: string;
  readonly inputs: string;
  readonly inputsAt: (commit: string) => Promise<string | null>;
  /** False where the token is known to read only (a fork's, none at all): then nothing is tried. */
  readonly mayWrite: boolean;
}

/**
 * Commits the baseline onto the branch it was computed for: only where the branch's head is that
 * commit or has the same inputs, and only where the file there says otherwise. A lost race is read
 * again. `inputsAt` works out what the figures depend on at a commit, as `inputs` is for
 * `computedAt`; null where it cannot.
 */
export async function publishBaseline(options: BaselineCommit): Promise<PublishedBaseline> {
  const { branches, branch, path } = options;
  const place = placeIn(path);
  const end = (outcome: BaselineOutcome, problems: readonly Problem[] = []): PublishedBaseline => ({
    outcome,
    commit: null,
    problems,
  });
  const notPermitted = (): PublishedBaseline =>
    end("not-permitted", [problem("baseline-not-permitted", place, { branch, file: path })]);
  if (!options.mayWrite) return notPermitted();
  const fail = (failed: FailedReply): PublishedBaseline => {
    const details = { branch, file: path, said: failed.said };
    if (failed.why === "refused") return notPermitted();
    return failed.why === "rule"
      ? end("refused", [problem("baseline-refused", place, details)])
      : end("failed", [problem("baseline-not-written", place, details)]);
  };
  let last: FailedReply | null = null;
  for (let round = 0; round < maxRounds; round++) {
    const head = await branches.head(branch);
    if (!head.ok) return fail(head);
    const change = await findChange(options, head.value);
    if (!change.ok) return fail(change);
    if (change.value === "foreign")
      return end("refused", [foreignBaseline(path, place)].map(asWarning));
    const { differs, files, deleted } = change.value;
    // Also where our own commit landed and its answer was lost.
    if (!differs) return end("current");
    const same =
      head.value === options.computedAt || (await options.inputsAt(head.value)) === options.inputs;
    if (!same)
      return end("moved-on", [problem("baseline-moved-on", place, { branch, file: path })]);
    const body = `Computed at ${options.computedAt}.`;
    const headline = headlineFor(options);
    const asked = { branch, onto: head.value, files, deleted, headline, body };
    const made = await branches.commit(asked);
    if (made.ok) return { outcome: "committed", commit: made.value, problems: [] };
    if (made.why !== "stale" && made.why !== "unavailable") return fail(made);
    last = made;
  }
  return last === null ? end("failed") : fail(last);
}

/** A problem that costs nothing here. */
export function asWarning(found: Problem): Problem {
  return { ...found, severity: "warning" };
}

/** What a commit would have to change. */
export interface Change {
  readonly differs: boolean;
  /** All there are, the baseline first. */
  readonly files: BaselineCommit["alongside"]["files"];
  readonly deleted: readonly string[];
}

/** How a commit's files differ from what is to be there; `foreign`: the baseline's is not ours. */
export async function findChange(
  { branches, path, content, alongside }: BaselineCommit,
  commit: string,
): Promise<Reply<Change | "foreign">> {
  const files = [{ path, content }, ...alongside.files];
  let differs = false;
  for (const file of files) {
    const existing = await branches.file(file.path, commit);
    if (!existing.ok) return existing;
    if (file.path === path && !isReplaceable(path, existing.value))
      return { ok: true, value: "foreign" };
    differs ||= existing.value !== file.content;
    if (differs) break;
  }
  // What somebody else took away already cannot be taken away again.
  const deleted: string[] = [];
  for (const gone of alongside.deleted) {
    const existing = await branches.file(gone, commit);
    if (!existing.ok) return existing;
    if (existing.value !== null) deleted.push(gone);
  }
  return { ok: true, value: { differs: differs || deleted.length > 0, files, deleted } };
}

/** What a commit of ours is called. */
export function headlineFor({ alongside }: Pick<BaselineCommit, "alongside">): string {
  const isAlone = alongside.files.length + alongside.deleted.length === 0;
  return isAlone ? headlines.baseline : headlines.recordings;
}

/**
 * Whether a commit's headline is one of those that promptcost gives its own, as a squash writes it
 * too, with the pull request's number.
 */
export function isOwnHeadline(text: string): boolean {
  const own: readonly string[] = Object.values(headlines);
  return own.includes(text.replace(/ \(#\d+\)$/, ""));
}
