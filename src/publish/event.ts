import * as z from "zod/mini";
import { isBranchName, isCommitId, type BaseEvent } from "../baseline/base-commit.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import { parseComment, type CommentEvent } from "./acceptance/comment-event.ts";

/**
 * What started the workflow, as far as promptcost cares. Commit ids are full; null where the
 * payload has none.
 */
export type WorkflowEvent =
  | {
      readonly kind: "pull-request";
      readonly name: string;
      readonly number: number;
      readonly head: string;
      /** Its base branch, and the tip that had some time before: payloads lag. */
      readonly branch: string | null;
      readonly base: string | null;
      /** The head is in another repository, whose code nobody here vouches for. */
      readonly fork: boolean;
    }
  | {
      readonly kind: "merge-group";
      readonly head: string | null;
      readonly base: string | null;
      /** The pull request that its branch is named after; null where the name says none. */
      readonly number: number | null;
    }
  | CommentEvent
  | {
      readonly kind: "push";
      /** Null for a tag, and for a push that deletes its branch. */
      readonly branch: string | null;
      readonly before: string | null;
      readonly after: string | null;
      readonly toDefault: boolean;
    }
  | {
      readonly kind: "other";
      readonly name: string;
      readonly branch: string | null;
      readonly toDefault: boolean;
      /** The repository's default branch; null: the payload does not say. */
      readonly main: string | null;
      /** It speaks of a head in another repository, whose code nobody here vouches for. */
      readonly fork: boolean;
    };

const Repository = z.object({
  full_name: z.optional(z.nullable(z.string())),
  default_branch: z.optional(z.string()),
});

const Commit = z.object({
  sha: z.string(),
  ref: z.optional(z.string()),
  repo: z.optional(z.nullable(Repository)),
});

const PullRequest = z.object({
  pull_request: z.object({ number: z.int(), head: Commit, base: Commit }),
  repository: z.optional(Repository),
});

const MergeGroup = z.object({
  merge_group: z.object({
    head_sha: z.optional(z.string()),
    base_sha: z.optional(z.string()),
    head_ref: z.optional(z.string()),
  }),
});

const Push = z.object({
  ref: z.string(),
  before: z.optional(z.string()),
  after: z.optional(z.string()),
  deleted: z.optional(z.boolean()),
  repository: z.optional(Repository),
});

const Other = z.object({
  ref: z.optional(z.nullable(z.string())),
  repository: z.optional(Repository),
  workflow_run: z.optional(
    z.nullable(z.object({ head_repository: z.optional(z.nullable(Repository)) })),
  ),
});

/** Any event may carry one: a review of it does, and a comment on its lines. */
const Carrier = z.object({ pull_request: z.looseObject({}) });

/**
 * Reads an event's payload; what is not ours to know is `other`. A payload without what its event
 * must have is a problem; so is an id that is none: it would reach git and addresses of the API.
 */
export function parseEvent(name: string, payload: unknown): WorkflowEvent | Problem {
  const event = readEvent(name, payload);
  if ("code" in event) return event;
  const field = namesOf(event).find(({ value, isName }) => value !== null && !isName(value))?.field;
  return field === undefined ? event : problem("event-id-invalid", nowhere, { event: name, field });
}

/** What of an event names commits and branches. */
function namesOf(event: WorkflowEvent): readonly {
  readonly field: string;
  readonly value: string | null;
  readonly isName: (value: string) => boolean;
}[] {
  switch (event.kind) {
    case "pull-request":
      return [
        { field: "pull_request.head.sha", value: event.head, isName: isCommitId },
        { field: "pull_request.base.sha", value: event.base, isName: isCommitId },
        { field: "pull_request.base.ref", value: event.branch, isName: isBranchName },
      ];
    case "merge-group":
      return [
        { field: "merge_group.head_sha", value: event.head, isName: isCommitId },
        { field: "merge_group.base_sha", value: event.base, isName: isCommitId },
      ];
    case "push":
      return [
        { field: "ref", value: event.branch, isName: isBranchName },
        { field: "before", value: event.before, isName: isCommitId },
        { field: "after", value: event.after, isName: isCommitId },
      ];
    case "comment":
      return [defaultBranchOf(event)];
    case "other":
      return [{ field: "ref", value: event.branch, isName: isBranchName }, defaultBranchOf(event)];
    default:
      return event satisfies never;
  }
}

function defaultBranchOf({ main }: { readonly main: string | null }) {
  return { field: "repository.default_branch", value: main, isName: isBranchName };
}

function readEvent(name: string, payload: unknown): WorkflowEvent | Problem {
  if (name === "issue_comment") return parseComment(payload) ?? parseOther(name, payload);
  if (/^pull_request(?:_|$)/.test(name) || Carrier.safeParse(payload).success)
    return parsePullRequest(name, payload);
  if (name === "push") return parsePush(payload);
  if (name === "merge_group") {
    const parsed = MergeGroup.safeParse(payload);
    if (!parsed.success) return unreadable(name, "it names no merge group");
    const { head_sha: head, base_sha: base, head_ref: ref } = parsed.data.merge_group;
    const number = /\/pr-(\d{1,15})-[0-9a-f]{7,64}$/.exec(ref ?? "")?.[1];
    return {
      kind: "merge-group",
      head: head ?? null,
      base: base ?? null,
      number: number === undefined ? null : Number(number),
    };
  }
  return parseOther(name, payload);
}

function parseOther(name: string, payload: unknown): WorkflowEvent {
  const parsed = Other.safeParse(payload);
  const { ref, repository, workflow_run: workflow } = parsed.success ? parsed.data : {};
  const [branch, main] = [branchOf(ref), repository?.default_branch ?? null];
  // A run whose head's repository is gone was a fork's.
  const from = workflow === undefined || workflow === null ? undefined : workflow.head_repository;
  const fork = from !== undefined && from?.full_name !== repository?.full_name;
  return { kind: "other", name, branch, toDefault: branch !== null && branch === main, main, fork };
}

function parsePullRequest(name: string, payload: unknown): WorkflowEvent | Problem {
  const parsed = PullRequest.safeParse(payload);
  if (!parsed.success) return unreadable(name, "it names no pull request");
  const { pull_request: pull, repository } = parsed.data;
  const [from, to] = [
    pull.head.repo?.full_name ?? null,
    pull.base.repo?.full_name ?? repository?.full_name ?? null,
  ];
  // A head whose repository is gone was a fork's.
  return {
    kind: "pull-request",
    name,
    number: pull.number,
    head: pull.head.sha,
    branch: pull.base.ref ?? null,
    base: pull.base.sha,
    fork: from === null || from !== to,
  };
}

function unreadable(event: string, missing: string): Problem {
  return problem("event-unreadable", nowhere, { event, missing });
}

function parsePush(payload: unknown): WorkflowEvent | Problem {
  const parsed = Push.safeParse(payload);
  if (!parsed.success) return unreadable("push", "it names no ref");
  const { ref, before, after, deleted, repository } = parsed.data;
  const branch = deleted === true ? null : branchOf(ref);
  return {
    kind: "push",
    branch,
    before: before ?? null,
    after: after ?? null,
    toDefault: branch !== null && branch === repository?.default_branch,
  };
}

function branchOf(ref: string | null | undefined): string | null {
  return ref?.startsWith("refs/heads/") === true ? ref.slice("refs/heads/".length) : null;
}

/** What of an event a base commit follows from; null where none does. */
export function baseEventOf(event: WorkflowEvent): BaseEvent | null {
  switch (event.kind) {
    case "pull-request":
      return {
        kind: "pull-request",
        name: event.name,
        head: event.head,
        branch: event.branch,
        base: event.base,
      };
    case "merge-group":
      return { kind: "merge-group", head: event.head, base: event.base };
    case "push":
      return { kind: "push", before: event.before };
    case "comment":
    case "other":
      return event.main === null ? null : { kind: "branch", main: event.main };
    default:
      return event satisfies never;
  }
}

/** Whether the head is somebody else's repository, so that main's rules judge it. */
export function isFork(event: WorkflowEvent): boolean {
  return (event.kind === "pull-request" || event.kind === "other") && event.fork;
}

/**
 * What a run does: `auto` updates on a push to the default branch and checks everywhere else
 * (DESIGN.md, "Publishing").
 */
export function planMode(
  mode: "auto" | "check" | "update",
  event: WorkflowEvent,
): "check" | "update" {
  return mode === "auto" ? (event.kind === "push" && event.toDefault ? "update" : "check") : mode;
}
