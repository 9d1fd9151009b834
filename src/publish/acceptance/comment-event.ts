import * as z from "zod/mini";
import { readCommands } from "./command.ts";

/** `issue_comment`: somebody wrote, edited or deleted a comment. */
export interface CommentEvent {
  readonly kind: "comment";
  readonly name: string;
  /** Of the issue or pull request. */
  readonly number: number;
  readonly onPullRequest: boolean;
  /** The comment holds, or held before it was edited, a command of ours. */
  readonly hasCommand: boolean;
  /** Who wrote, edited or deleted it. */
  readonly sender: string | null;
  /** The repository's default branch, which such a run is of; null: the payload does not say. */
  readonly main: string | null;
}

const IssueComment = z.object({
  issue: z.object({ number: z.int(), pull_request: z.optional(z.nullable(z.unknown())) }),
  comment: z.object({ body: z.optional(z.nullable(z.string())) }),
  changes: z.optional(
    z.nullable(z.object({ body: z.optional(z.object({ from: z.optional(z.string()) })) })),
  ),
  sender: z.optional(z.nullable(z.object({ login: z.string() }))),
  repository: z.optional(z.object({ default_branch: z.optional(z.string()) })),
});

/** Null where the payload names no comment. */
export function parseComment(payload: unknown): CommentEvent | null {
  const parsed = IssueComment.safeParse(payload);
  if (!parsed.success) return null;
  const { issue, comment, changes, sender, repository } = parsed.data;
  const texts = [comment.body ?? "", changes?.body?.from ?? ""];
  return {
    kind: "comment",
    name: "issue_comment",
    number: issue.number,
    onPullRequest: (issue.pull_request ?? null) !== null,
    hasCommand: texts.some((text) => readCommands(text).length > 0),
    sender: sender?.login ?? null,
    main: repository?.default_branch ?? null,
  };
}
