/** One comment for each pull request, config and key, whatever runs race for it. */
import type { Digest } from "../digest.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import type { Report } from "../report/report.ts";
import { isCompared } from "../compare/state.ts";
import { renderComment, type Stamp } from "../report/views/comment.ts";
import type { WorkflowEvent } from "./event.ts";
import type { Comments, FailedReply, RemoteComment, Reply } from "./github.ts";
import { compareStamps, findOwn, type OwnComment, type OwnComments } from "./own-comments.ts";

type CommentOutcome =
  | "created"
  | "updated"
  | "unchanged"
  | "superseded"
  /** It compared this commit with something, and this run had nothing to compare it with. */
  | "kept"
  | "refused"
  | "failed"
  | "none";

/**
 * What became of the comment. Problems are warnings and notes: a comment never decides a verdict
 * (pr-checks.md §0.5).
 */
interface PublishedComment {
  readonly outcome: CommentOutcome;
  readonly problems: readonly Problem[];
}

/** What the workflow's own token writes as. */
const actionsLogin = "github-actions[bot]";

/**
 * Puts the report on its pull request: one comment per key, updated in place. An older run never
 * overwrites a newer one, an equal body is not written again, and a refusal is a warning. Events
 * without a pull request have no comment.
 */
export async function publishReport(options: {
  readonly report: Report;
  readonly event: WorkflowEvent;
  readonly comments: Comments;
  readonly key: string;
  readonly run: { readonly id: number; readonly attempt: number };
  readonly digest: Digest;
}): Promise<PublishedComment> {
  const { report, event, comments, key, run, digest } = options;
  if (event.kind !== "pull-request") return { outcome: "none", problems: [] };
  const { number, fork, head } = event;
  const stamp: Stamp = { key, head, run: run.id, attempt: run.attempt };
  const body = renderComment(report, { stamp, digest });
  const compared = isCompared(report.comparison);
  const isBase = report.comparison === "same-as-base";
  const login = await readLogin(comments);
  const writing = { comments, number, body, stamp, compared, isBase, login, digest };
  const { result, own } = await writeComment(writing);
  if (typeof result !== "string") return failedWith(result, { number, fork });
  const left = result === "kept" ? [] : await removeFormer(comments, own.former);
  const told = notes[result];
  const problems = told === undefined ? left : [problem(told, nowhere, { number }), ...left];
  return { outcome: result, problems };
}

/** What is said of an outcome that is no failure. */
const notes: Readonly<Partial<Record<CommentOutcome, "comment-superseded" | "comment-kept">>> = {
  superseded: "comment-superseded",
  kept: "comment-kept",
};

/** The login that our token writes as; the workflow's own where it will not say. */
export async function readLogin(comments: Comments): Promise<string> {
  return (await comments.login()) ?? actionsLogin;
}

function failedWith(
  { why, status, said }: FailedReply,
  pull: { readonly number: number; readonly fork: boolean },
): PublishedComment {
  const { number } = pull;
  return why === "refused" && status !== null
    ? { outcome: "refused", problems: [problem("comment-refused", nowhere, { ...pull, status })] }
    : { outcome: "failed", problems: [problem("comment-failed", nowhere, { number, said })] };
}

/** One comment per config file and input `key`. */
export function commentKey(config: string, key: string | null): string {
  return key === null ? config : `${config} ${key}`;
}

/** What is to be said, where, and as whom. */
interface CommentToWrite {
  readonly comments: Comments;
  /** Of the pull request. */
  readonly number: number;
  readonly body: string;
  readonly stamp: Stamp;
  readonly compared: boolean;
  /** The commit is its own base: this run can say nothing about what stands there. */
  readonly isBase: boolean;
  readonly login: string;
  readonly digest: Digest;
}

/** What became of it, and the comments there were at the last look. */
interface Written {
  readonly result: CommentOutcome | FailedReply;
  readonly own: OwnComments;
}

/** Enough for a few runs that race for one comment; each round is one write. */
const maxRounds = 5;

/**
 * Writes until the oldest comment with our marker says what we say or something newer. Every write
 * is followed by another look at the list: of two runs that create at once the later comment is
 * deleted, and a newer report that an older run wrote over in the same moment is written again. A
 * comment that was written counts as there even where the list does not show it yet.
 */
async function writeComment(writing: CommentToWrite): Promise<Written> {
  const { comments, number, body, stamp, digest } = writing;
  let { login } = writing;
  let outcome: "created" | "updated" | "unchanged" = "unchanged";
  let written: RemoteComment | null = null;
  let failed: FailedReply | null = null;
  let own: OwnComments = { ours: [], former: [] };
  const end = (result: Written["result"]): Written => ({ result, own });
  for (let round = 0; round < maxRounds; round++) {
    const known: RemoteComment | null = written;
    const listed = await comments.list(number, known?.id ?? null);
    if (!listed.ok) return end(failed ?? listed);
    const unlisted =
      known !== null && !listed.value.some(({ id }) => id === known.id) ? [known] : [];
    own = findOwn([...listed.value, ...unlisted], { login, stamp, digest });
    const [first, ...later] = own.ours;
    if (own.ours.some((other) => compareStamps(other.stamp, stamp) > 0)) {
      await deleteOlder(comments, own.ours);
      return end("superseded");
    }
    if (first !== undefined && isSameText(first.comment.body, body)) {
      for (const { comment } of later) await comments.delete(comment.id);
      return end(outcome);
    }
    const keeps = [...own.ours, ...own.former].some(
      ({ stamp: other }) => other.compared && (other.head === stamp.head || writing.isBase),
    );
    if (keeps && !writing.compared) return end("kept");
    const reply: Reply<RemoteComment> =
      first === undefined
        ? await comments.create(number, body)
        : await comments.update(first.comment.id, body);
    if (reply.ok) {
      outcome = first === undefined ? "created" : outcome === "created" ? outcome : "updated";
      // Where the token would not say who it is, what it wrote does.
      if (first === undefined) login = reply.value.author ?? login;
      written = { ...reply.value, author: login, body };
    } else if (reply.why === "unavailable") failed = reply;
    // Somebody deleted the comment meanwhile: it is created anew in the next round.
    else if (reply.status === 404 && first !== undefined && round < maxRounds - 1) failed = reply;
    else return end(reply);
  }
  return end(failed ?? outcome);
}

/** GitHub may give a text back with other ends of lines. */
function isSameText(a: string, b: string): boolean {
  const settle = (text: string): string => text.replaceAll("\r\n", "\n").trimEnd();
  return settle(a) === settle(b);
}

/**
 * Deletes all but the first of several comments with our marker. A later one that is newer stays:
 * its own run has yet to see the first.
 */
async function deleteOlder(comments: Comments, ours: readonly OwnComment[]): Promise<void> {
  const [first, ...later] = ours;
  if (first === undefined) return;
  for (const { comment, stamp } of later)
    if (compareStamps(stamp, first.stamp) <= 0) await comments.delete(comment.id);
}

/** What stands in a former comment that may be edited, but neither deleted nor folded away. */
const outOfDate =
  "This report of promptcost is out of date: a newer one stands in a comment of its own.\n";

/**
 * Takes away what we wrote under another token: deleted, else folded away, else edited; what none
 * of it is granted for is told.
 */
async function removeFormer(
  comments: Comments,
  former: readonly OwnComment[],
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { comment } of former) {
    const { id, node, author } = comment;
    let reply: Reply<unknown> = await comments.delete(id);
    if (!reply.ok && node !== null) reply = await comments.minimize(node);
    if (!reply.ok) reply = await comments.update(id, outOfDate);
    if (!reply.ok)
      problems.push(
        problem("comment-left", nowhere, { author: author ?? "somebody", said: reply.said }),
      );
  }
  return problems;
}
