/**
 * What publishing needs of GitHub. Implemented in `io/`; everything a server may refuse comes back
 * as a value.
 */

/** Why GitHub did not do it. */
export type RefusalReason =
  /**
   * The token may not (403), or may not even see it (404, as GitHub says to tokens without the
   * permission).
   */
  | "refused"
  /** The branch is not where it was expected to be. */
  | "stale"
  /** A ruleset or a branch protection is against it. */
  | "rule"
  /** Not a matter of permission: too long, not valid. */
  | "invalid"
  /** No answer, or none that makes sense, after all tries; it may or may not have been done. */
  | "unavailable";

export type Reply<T> = { readonly ok: true; readonly value: T } | FailedReply;

/** A refusal, or no answer. */
export interface FailedReply {
  readonly ok: false;
  readonly why: RefusalReason;
  /** HTTP status; null: no answer came. */
  readonly status: number | null;
  /** GitHub's words, short, without secrets. */
  readonly said: string;
}

/** A comment as GitHub has it. */
export interface RemoteComment {
  readonly id: number;
  /** Its id in GraphQL; null where GitHub gave none. */
  readonly node: string | null;
  /** Null: the account is gone. */
  readonly author: string | null;
  /** The author is an app's account: nobody outside the repository can write as it. */
  readonly isBot: boolean;
  /** GitHub counts the author to the repository's own people; what they may is asked for. */
  readonly isOwn: boolean;
  readonly body: string;
  readonly url: string | null;
}

export interface Comments {
  /** The login the token writes as; null where it will not say. */
  readonly login: () => Promise<string | null>;
  /**
   * All comments of an issue or pull request, all pages. Lists lag: `including` is one that must
   * stand in it, read again until it does, or a few times.
   */
  readonly list: (
    issue: number,
    including: number | null,
  ) => Promise<Reply<readonly RemoteComment[]>>;
  readonly create: (issue: number, body: string) => Promise<Reply<RemoteComment>>;
  readonly update: (id: number, body: string) => Promise<Reply<RemoteComment>>;
  /** Deleting what is gone already is fine. */
  readonly delete: (id: number) => Promise<Reply<null>>;
  /** Folds one away as outdated. */
  readonly minimize: (node: string) => Promise<Reply<null>>;
}

/** What somebody may do in the repository: `admin`, `maintain`, `write`, `triage`, `read`, `none`. */
export type Permission = string;

/** What people say on a pull request, and what they may. */
export interface Conversation {
  /** All comments, all pages, as they are now. */
  readonly comments: (issue: number) => Promise<Reply<readonly RemoteComment[]>>;
  readonly permission: (login: string) => Promise<Reply<Permission>>;
}

/** A pull request as GitHub has it now. Commit ids are full. */
export interface PullRequestFacts {
  readonly open: boolean;
  readonly head: string;
  /** The branch it is to be merged into, and that branch's tip. */
  readonly branch: string;
  readonly base: string;
  /** The head is in another repository, or in one that is gone. */
  readonly fork: boolean;
}

export interface PullRequests {
  readonly read: (number: number) => Promise<Reply<PullRequestFacts>>;
}

/** The newest attempt of a run of a workflow. */
export interface WorkflowRun {
  readonly id: number;
  readonly name: string;
  /** The workflow's file. */
  readonly path: string;
  /** The workflow's own id. */
  readonly workflow: number;
  readonly event: string;
  readonly finished: boolean;
  readonly passed: boolean;
}

export interface WorkflowRuns {
  /** Those for a commit, the newest hundred. */
  readonly list: (head: string) => Promise<Reply<readonly WorkflowRun[]>>;
  /** Has one run again: all of it, or the jobs that failed. */
  readonly again: (id: number, which: "all" | "failed") => Promise<Reply<null>>;
  /** Lets some time pass before the next look. */
  readonly wait: () => Promise<void>;
}

/** A commit that is to be made. */
export interface FileCommit {
  readonly branch: string;
  /** Full id: the commit goes onto this one or not at all. */
  readonly onto: string;
  /** Their whole texts, by path from the root. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
  /** Paths of files to take away; each stands in the commit it goes onto. */
  readonly deleted: readonly string[];
  readonly headline: string;
  readonly body: string;
}

export interface Branches {
  /** The commit at a branch's head, its full id. */
  readonly head: (branch: string) => Promise<Reply<string>>;
  /** A file's text at a commit; null where there is none. */
  readonly file: (path: string, commit: string) => Promise<Reply<string | null>>;
  /** Makes one commit of some files; gives its full id. */
  readonly commit: (change: FileCommit) => Promise<Reply<string>>;
}

/** Branches that carry one commit to be looked at, and the pull requests that show them. */
export interface Proposals {
  readonly commit: (sha: string) => Promise<
    Reply<{
      readonly message: string;
      readonly tree: string;
      readonly parents: readonly string[];
    }>
  >;
  /** Makes a commit on no branch; gives its full id. `tree`: that of the commit it goes onto. */
  readonly createCommit: (
    commit: Pick<FileCommit, "onto" | "files" | "deleted"> & {
      readonly tree: string;
      readonly message: string;
    },
  ) => Promise<Reply<string>>;
  /** Has a branch be at a commit, whatever it held. */
  readonly point: (branch: string, commit: string, isNew: boolean) => Promise<Reply<null>>;
  readonly remove: (branch: string) => Promise<Reply<null>>;
  /** The number of the open pull request from one branch to another; null: there is none. */
  readonly find: (pull: {
    readonly from: string;
    readonly to: string;
  }) => Promise<Reply<number | null>>;
  readonly open: (pull: {
    readonly from: string;
    readonly to: string;
    readonly title: string;
    readonly body: string;
  }) => Promise<Reply<number>>;
}

export interface GitHub {
  readonly proposals: Proposals;
  readonly comments: Comments;
  readonly conversation: Conversation;
  readonly pullRequests: PullRequests;
  readonly runs: WorkflowRuns;
  readonly branches: Branches;
}
