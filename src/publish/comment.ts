/** One comment for each pull request, config and key, whatever runs race for it. */
import type { Digest } from "../digest.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import type { Report } from "../report/report.ts";
import { readMarker, renderComment, type Stamp } from "../report/views/comment.ts";
import type { WorkflowEvent } from "./event.ts";
import type { Comments, FailedReply, RemoteComment, Reply } from "./github.ts";

type CommentOutcome =
  | "created"
  | "updated"
  | "unchanged"
  | "superseded"
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
  const login = (await comments.login()) ?? actionsLogin;
  const result = await writeComment({ comments, number, body, stamp, login });
  if (result === "superseded")
    return { outcome: result, problems: [problem("comment-superseded", nowhere, { number })] };
  if (typeof result === "string") return { outcome: result, problems: [] };
  if (result.why === "refused" && result.status !== null)
    return {
      outcome: "refused",
      problems: [problem("comment-refused", nowhere, { number, status: result.status, fork })],
    };
  return {
    outcome: "failed",
    problems: [problem("comment-failed", nowhere, { number, said: result.said })],
  };
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
  readonly login: string;
}

/** A comment that carries our marker. */
interface OwnComment {
  readonly comment: RemoteComment;
  readonly stamp: Stamp;
}

/** Enough for a few runs that race for one comment; each round is one write. */
const maxRounds = 5;

/**
 * Writes until the oldest comment with our marker says what we say or something newer. Every write
 * is followed by another look at the list: of two runs that create at once the later comment is
 * deleted, and a newer report that an older run wrote over in the same moment is written again. A
 * comment that was written counts as there even where the list does not show it yet.
 */
async function writeComment(writing: CommentToWrite): Promise<CommentOutcome | FailedReply> {
  const { comments, number, body, stamp, login } = writing;
  let outcome: "created" | "updated" | "unchanged" = "unchanged";
  let written: RemoteComment | null = null;
  let failed: FailedReply | null = null;
  for (let round = 0; round < maxRounds; round++) {
    const listed = await comments.list(number);
    if (!listed.ok) return failed ?? listed;
    const known: RemoteComment | null = written;
    const unlisted =
      known !== null && !listed.value.some(({ id }) => id === known.id) ? [known] : [];
    const own = findOwn([...listed.value, ...unlisted], login, stamp.key);
    const [first, ...later] = own;
    if (own.some((other) => compareStamps(other.stamp, stamp) > 0)) {
      await deleteOlder(comments, own);
      return "superseded";
    }
    if (first?.comment.body === body) {
      for (const { comment } of later) await comments.delete(comment.id);
      return outcome;
    }
    const reply: Reply<RemoteComment> =
      first === undefined
        ? await comments.create(number, body)
        : await comments.update(first.comment.id, body);
    if (reply.ok) {
      outcome = first === undefined ? "created" : outcome === "created" ? outcome : "updated";
      written = { ...reply.value, author: login, body };
    } else if (reply.why === "unavailable") failed = reply;
    // Somebody deleted the comment meanwhile: it is created anew in the next round.
    else if (reply.status === 404 && first !== undefined && round < maxRounds - 1) failed = reply;
    else return reply;
  }
  return failed ?? outcome;
}

/** The comments with our marker and key that we wrote, the oldest first. */
function findOwn(
  comments: readonly RemoteComment[],
  login: string,
  key: string,
): readonly OwnComment[] {
  return comments
    .flatMap((comment) => {
      const stamp = comment.author === login ? readMarker(comment.body) : null;
      return stamp === null || stamp.key !== key ? [] : [{ comment, stamp }];
    })
    .sort((a, b) => a.comment.id - b.comment.id);
}

/**
 * Deletes all but the first of several comments with our marker. A later one that is newer stays:
 * its own run has yet to see the first.
 */
async function deleteOlder(comments: Comments, own: readonly OwnComment[]): Promise<void> {
  const [first, ...later] = own;
  if (first === undefined) return;
  for (const { comment, stamp } of later)
    if (compareStamps(stamp, first.stamp) <= 0) await comments.delete(comment.id);
}

/** Positive where `a` is of the newer run: later runs have larger ids, attempts count in a run. */
function compareStamps(
  a: Pick<Stamp, "run" | "attempt">,
  b: Pick<Stamp, "run" | "attempt">,
): number {
  return a.run - b.run || a.attempt - b.attempt;
}
