import type { Digest } from "../digest.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import { readMarker, renderComment, type Stamp } from "../report/views/comment.ts";
import type { Report } from "../report/report.ts";
import type { WorkflowEvent } from "./event.ts";
import type { Comments, RemoteComment, Reply } from "./github.ts";

export type CommentOutcome =
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
export interface PublishedComment {
  readonly outcome: CommentOutcome;
  readonly problems: readonly Problem[];
}

/** Whose runs are newer: later runs have larger ids, and attempts count within a run. */
export function compareStamps(
  a: Pick<Stamp, "run" | "attempt">,
  b: Pick<Stamp, "run" | "attempt">,
): number {
  return a.run - b.run || a.attempt - b.attempt;
}

/** One comment per config file and input `key`. */
export function commentKey(config: string, key: string | null): string {
  return key === null ? config : `${config} ${key}`;
}

interface Ours {
  readonly comment: RemoteComment;
  readonly stamp: Stamp;
}

/** What the workflow's own token writes as. */
const actionsLogin = "github-actions[bot]";

interface Writing {
  readonly comments: Comments;
  readonly number: number;
  readonly body: string;
  readonly stamp: Stamp;
  readonly login: string;
}

/** Enough for a few runs that race for one comment; each round is one write. */
const rounds = 5;

type Failed = Extract<Reply<never>, { ok: false }>;

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
  const result = await settle({ comments, number, body, stamp, login });
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

/**
 * Writes until the oldest comment with our marker says what we say or something newer. Every write
 * is followed by another look, so that of two that create at once the later comment goes, and a
 * newer report that an older run wrote over in the same moment comes back. What was written counts
 * as there even where the list does not show it yet.
 */
async function settle(writing: Writing): Promise<CommentOutcome | Failed> {
  const { comments, number, body, stamp, login } = writing;
  let outcome: "created" | "updated" | "unchanged" = "unchanged";
  let written: RemoteComment | null = null;
  let failed: Failed | null = null;
  for (let round = 0; round < rounds; round++) {
    const listed = await comments.list(number);
    if (!listed.ok) return failed ?? listed;
    const known: RemoteComment | null = written;
    const missing =
      known !== null && !listed.value.some((one) => one.id === known.id) ? [known] : [];
    const ours = findOurs([...listed.value, ...missing], login, stamp.key);
    const [first, ...later] = ours;
    if (ours.some((one) => compareStamps(one.stamp, stamp) > 0)) {
      await removeOlder(comments, ours);
      return "superseded";
    }
    if (first?.comment.body === body) {
      for (const one of later) await comments.delete(one.comment.id);
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
    // A comment that somebody deleted meanwhile is made anew, once more is looked.
    else if (reply.status === 404 && first !== undefined && round < rounds - 1) failed = reply;
    else return reply;
  }
  return failed ?? outcome;
}

function findOurs(comments: readonly RemoteComment[], login: string, key: string): readonly Ours[] {
  return comments
    .flatMap((comment) => {
      const stamp = comment.author === login ? readMarker(comment.body) : null;
      return stamp === null || stamp.key !== key ? [] : [{ comment, stamp }];
    })
    .sort((a, b) => a.comment.id - b.comment.id);
}

/**
 * Of several comments with our marker the first stays, unless a later one is newer: its own run has
 * yet to see the first.
 */
async function removeOlder(comments: Comments, ours: readonly Ours[]): Promise<void> {
  const [first, ...later] = ours;
  if (first === undefined) return;
  for (const one of later)
    if (compareStamps(one.stamp, first.stamp) <= 0) await comments.delete(one.comment.id);
}
