/** Which of a pull request's comments are ours. */
import type { Digest } from "../digest.ts";
import {
  isUntouched,
  markerKey,
  readMarker,
  type CommentMarker,
  type Stamp,
} from "../report/views/comment.ts";
import type { RemoteComment } from "./github.ts";

/** A comment that carries our marker. */
export interface OwnComment {
  readonly comment: RemoteComment;
  readonly stamp: CommentMarker;
}

/** What we wrote, the oldest first. */
export interface OwnComments {
  /** With the token we have. */
  readonly ours: readonly OwnComment[];
  /** With another token: those of a bot that say what their marker was made for, none newer. */
  readonly former: readonly OwnComment[];
}

/**
 * The comments with our marker and key. Who wrote one decides whose it is: people can write any
 * marker, so theirs is none of ours; as a bot only what runs in the repository can write, and only
 * what it left as it was is taken away.
 */
export function findOwn(
  comments: readonly RemoteComment[],
  as: { readonly login: string; readonly stamp: Stamp; readonly digest: Digest },
): OwnComments {
  const { login, stamp, digest } = as;
  const key = markerKey(stamp.key, digest);
  const marked = findMarked(comments).filter(
    ({ stamp: found }) => found.key === key && isPlausible(found, stamp),
  );
  return {
    ours: marked.filter(({ comment }) => comment.author === login),
    former: marked.filter(
      (each) =>
        each.comment.author !== login &&
        compareStamps(each.stamp, stamp) <= 0 &&
        isOfBot(each, digest),
    ),
  };
}

/**
 * The runs that wrote our comments, whatever their key: with the token that has this login, or as a
 * bot.
 */
export function runsOf(
  comments: readonly RemoteComment[],
  { login, digest }: { readonly login: string; readonly digest: Digest },
): ReadonlySet<number> {
  const own = findMarked(comments).filter(
    (each) => each.comment.author === login || isOfBot(each, digest),
  );
  return new Set(own.map(({ stamp }) => stamp.run));
}

/** Those with any marker of ours, the oldest first. */
function findMarked(comments: readonly RemoteComment[]): readonly OwnComment[] {
  return comments
    .flatMap((comment) => {
      const stamp = readMarker(comment.body);
      return stamp === null ? [] : [{ comment, stamp }];
    })
    .sort((a, b) => a.comment.id - b.comment.id);
}

/** Whether a bot wrote it, and it says what its marker was made for. */
function isOfBot({ comment, stamp }: OwnComment, digest: Digest): boolean {
  return comment.isBot && isUntouched(comment.body, stamp, digest);
}

/** GitHub numbers runs upwards: one that is this far ahead of ours is made up. */
const furthestAhead = { factor: 2, runs: 1_000_000, attempts: 1_000 } as const;

function isPlausible(found: CommentMarker, own: Stamp): boolean {
  const { factor, runs, attempts } = furthestAhead;
  return found.run <= own.run * factor + runs && found.attempt <= own.attempt + attempts;
}

/** Positive where `a` is of the newer run: later runs have larger ids, attempts count in a run. */
export function compareStamps(
  a: Pick<Stamp, "run" | "attempt">,
  b: Pick<Stamp, "run" | "attempt">,
): number {
  return a.run - b.run || a.attempt - b.attempt;
}
