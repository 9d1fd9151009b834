/** A branch's head and files, and commits onto it. */
import * as z from "zod/mini";
import type { Branches, FileCommit, Reply } from "../../publish/github.ts";
import { ask } from "./ask.ts";
import { callGitHub } from "./call.ts";
import { askGraphql, CommitId, mapReply, type Connection } from "./connection.ts";

export function connectBranches(connection: Connection): Branches {
  return {
    head: async (branch) => {
      const reply = await ask(connection, Ref, {
        route: "GET /repos/{owner}/{repo}/git/ref/{ref}",
        parameters: { ref: `heads/${branch}` },
      });
      return mapReply(reply, ({ object }) => object.sha);
    },
    file: (path, commit) => readFile(connection, path, commit),
    commit: (change) => createCommit(connection, change),
  };
}

const Ref = z.object({ object: z.object({ sha: CommitId }) });

async function readFile(
  { client, repository, patience }: Connection,
  path: string,
  commit: string,
): Promise<Reply<string | null>> {
  const reply = await callGitHub(
    (signal) =>
      client.rest.repos.getContent({
        ...repository,
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
}

const Created = z.object({
  createCommitOnBranch: z.object({ commit: z.object({ oid: CommitId }) }),
});

/** Not repeatable: a commit whose answer is lost may have been made. */
async function createCommit(connection: Connection, change: FileCommit): Promise<Reply<string>> {
  const { owner, repository } = connection.access;
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
      ...(change.deleted.length === 0
        ? {}
        : { deletions: change.deleted.map((path) => ({ path })) }),
    },
  };
  const reply = await askGraphql(connection, { query, variables: { input }, repeatable: false });
  if (!reply.ok) return reply;
  const parsed = Created.safeParse(reply.value);
  return parsed.success
    ? { ok: true, value: parsed.data.createCommitOnBranch.commit.oid }
    : { ok: false, why: "unavailable", status: null, said: "the answer names no commit" };
}
