/**
 * The one place that talks to GitHub's API: comments, the baseline's branch, and files of a commit
 * the clone does not have.
 */
import { GitHub as Octokit, getOctokitOptions } from "@actions/github/lib/utils";
import * as z from "zod/mini";
import type { Tree } from "../../tree.ts";
import type {
  Branches,
  Comments,
  FileCommit,
  GitHub,
  RemoteComment,
  Reply,
} from "../../publish/github.ts";
import { createArchiveTree } from "../tree/archive.ts";
import type { BaseRemote } from "../../baseline/find-base.ts";
import { callGitHub, isRule, patience as usualPatience, tellShort, type Patience } from "./call.ts";

export interface GitHubAccess {
  readonly token: string;
  readonly owner: string;
  readonly repository: string;
  /** `https://api.github.com`, or an enterprise server's. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly patience?: Patience;
}

type Client = InstanceType<typeof Octokit>;

interface Line {
  readonly client: Client;
  readonly access: GitHubAccess;
  readonly patience: Patience;
}

/** GitHub's largest page. */
const pageSize = 100;

const Answer = z.object({
  data: z.optional(z.nullable(z.unknown())),
  errors: z.optional(
    z.array(z.object({ type: z.optional(z.string()), message: z.optional(z.string()) })),
  ),
});

const Viewer = z.object({ viewer: z.object({ login: z.string() }) });

const Created = z.object({
  createCommitOnBranch: z.object({ commit: z.object({ oid: z.string() }) }),
});

/** A connection to one repository. Nothing is sent before something is asked. */
export function connectGitHub(access: GitHubAccess): GitHub & { readonly base: BaseRemote } {
  const quiet = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const client = new Octokit({
    ...getOctokitOptions(access.token),
    baseUrl: access.apiUrl.replace(/\/+$/, ""),
    log: quiet,
  });
  const line = { client, access, patience: access.patience ?? usualPatience };
  return {
    comments: connectComments(line),
    branches: connectBranches(line),
    base: connectBase(line),
  };
}

function connectComments(line: Line): Comments {
  const { client, access, patience } = line;
  const at = { owner: access.owner, repo: access.repository };
  return {
    login: () => readLogin(line),
    list: (issue) => listComments(line, issue),
    create: async (issue, body) =>
      map(
        await callGitHub(
          (signal) =>
            client.rest.issues.createComment({
              ...at,
              issue_number: issue,
              body,
              request: { signal },
            }),
          {
            repeatable: false,
            patience,
          },
        ),
        ({ data }) => readComment({ id: data.id, body: data.body, user: data.user }),
      ),
    update: async (id, body) =>
      map(
        await callGitHub(
          (signal) =>
            client.rest.issues.updateComment({ ...at, comment_id: id, body, request: { signal } }),
          {
            repeatable: true,
            patience,
          },
        ),
        ({ data }) => readComment({ id: data.id, body: data.body, user: data.user }),
      ),
    delete: async (id) => {
      const reply = await callGitHub(
        (signal) =>
          client.rest.issues.deleteComment({ ...at, comment_id: id, request: { signal } }),
        {
          repeatable: true,
          patience,
        },
      );
      return reply.ok || reply.status === 404 ? { ok: true, value: null } : reply;
    },
  };
}

/** REST's `GET /user` refuses a workflow's token; this does not. */
async function readLogin(line: Line): Promise<string | null> {
  const reply = await askGraphql(line, {
    query: "query { viewer { login } }",
    variables: {},
    repeatable: true,
  });
  const parsed = reply.ok ? Viewer.safeParse(reply.value) : null;
  return parsed?.success === true ? parsed.data.viewer.login : null;
}

/** GraphQL by its own address: GITHUB_GRAPHQL_URL need not be the REST address with a suffix. */
async function askGraphql(
  line: Line,
  question: { readonly query: string; readonly variables: object; readonly repeatable: boolean },
): Promise<Reply<unknown>> {
  const { client, access, patience } = line;
  const reply = await callGitHub(
    (signal) =>
      client.request(`POST ${access.graphqlUrl}`, {
        query: question.query,
        variables: question.variables,
        request: { signal },
      }),
    { repeatable: question.repeatable, patience },
  );
  if (!reply.ok) return reply;
  const parsed = Answer.safeParse(reply.value.data);
  if (!parsed.success)
    return {
      ok: false,
      why: "unavailable",
      status: reply.value.status,
      said: "the answer makes no sense",
    };
  const [error] = parsed.data.errors ?? [];
  if (error === undefined) return { ok: true, value: parsed.data.data };
  const said = tellShort(error.message ?? "it failed");
  const why =
    error.type === "STALE_DATA"
      ? "stale"
      : isRule(said)
        ? "rule"
        : error.type === "FORBIDDEN" || error.type === "NOT_FOUND"
          ? "refused"
          : "invalid";
  return { ok: false, why, status: reply.value.status, said };
}

async function listComments(
  { client, access, patience }: Line,
  issue: number,
): Promise<Reply<readonly RemoteComment[]>> {
  const found: RemoteComment[] = [];
  for (let page = 1; ; page++) {
    const reply = await callGitHub(
      (signal) =>
        client.rest.issues.listComments({
          owner: access.owner,
          repo: access.repository,
          issue_number: issue,
          per_page: pageSize,
          page,
          request: { signal },
        }),
      { repeatable: true, patience },
    );
    if (!reply.ok) return reply;
    for (const one of reply.value.data)
      found.push(readComment({ id: one.id, body: one.body, user: one.user ?? null }));
    if (!/rel="next"/.test(reply.value.headers.link ?? "")) return { ok: true, value: found };
  }
}

function readComment(one: {
  readonly id: number;
  readonly body?: string | undefined;
  readonly user: { readonly login: string } | null;
}): RemoteComment {
  return {
    id: one.id,
    author: one.user?.login ?? null,
    body: one.body ?? "",
  };
}

function map<A, B>(reply: Reply<A>, change: (value: A) => B): Reply<B> {
  return reply.ok ? { ok: true, value: change(reply.value) } : reply;
}

function connectBranches(line: Line): Branches {
  const { client, access, patience } = line;
  const at = { owner: access.owner, repo: access.repository };
  return {
    head: async (branch) =>
      map(
        await callGitHub(
          (signal) =>
            client.rest.git.getRef({ ...at, ref: `heads/${branch}`, request: { signal } }),
          {
            repeatable: true,
            patience,
          },
        ),
        ({ data }) => data.object.sha,
      ),
    file: async (path, commit) => {
      const reply = await callGitHub(
        (signal) =>
          client.rest.repos.getContent({
            ...at,
            path,
            ref: commit,
            mediaType: { format: "raw" },
            request: { signal },
          }),
        { repeatable: true, patience },
      );
      if (!reply.ok) return reply.status === 404 ? { ok: true, value: null } : reply;
      const data: unknown = reply.value.data;
      return typeof data === "string"
        ? { ok: true, value: data }
        : { ok: false, why: "invalid", status: null, said: `${path} is no file` };
    },
    commit: (change) => createCommit(line, change),
  };
}

async function createCommit(line: Line, change: FileCommit): Promise<Reply<string>> {
  const { owner, repository } = line.access;
  const query =
    "mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }";
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repository}`, branchName: change.branch },
    expectedHeadOid: change.onto,
    message: { headline: change.headline, body: change.body },
    fileChanges: {
      additions: change.files.map(({ path, content }) => ({
        path,
        contents: Buffer.from(content, "utf8").toString("base64"),
      })),
    },
  };
  const reply = await askGraphql(line, { query, variables: { input }, repeatable: false });
  if (!reply.ok) return reply;
  const parsed = Created.safeParse(reply.value);
  return parsed.success
    ? { ok: true, value: parsed.data.createCommitOnBranch.commit.oid }
    : { ok: false, why: "unavailable", status: null, said: "the answer names no commit" };
}

function connectBase(line: Line): BaseRemote {
  const { client, access, patience } = line;
  const at = { owner: access.owner, repo: access.repository };
  const fetchTree = async (sha: string): Promise<Tree | null> => {
    const reply = await callGitHub(
      (signal) =>
        client.rest.repos.downloadTarballArchive({ ...at, ref: sha, request: { signal } }),
      {
        repeatable: true,
        patience,
      },
    );
    const data: unknown = reply.ok ? reply.value.data : null;
    return data instanceof ArrayBuffer
      ? createArchiveTree(new Uint8Array(data), sha.slice(0, 7))
      : null;
  };
  return {
    mergeBase: async (base, head) => {
      const reply = await callGitHub(
        (signal) =>
          client.rest.repos.compareCommitsWithBasehead({
            ...at,
            basehead: `${base}...${head}`,
            per_page: 1,
            request: { signal },
          }),
        { repeatable: true, patience },
      );
      return reply.ok ? reply.value.data.merge_base_commit.sha : null;
    },
    fetchTree,
  };
}
