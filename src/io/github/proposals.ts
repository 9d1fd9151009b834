/** Branches that carry one commit to be looked at, and the pull requests that show them. */
import * as z from "zod/mini";
import type { Proposals } from "../../publish/github.ts";
import { ask } from "./ask.ts";
import { CommitId, mapReply, type Connection } from "./connection.ts";

const Commit = z.object({
  message: z.string(),
  tree: z.object({ sha: CommitId }),
  parents: z.array(z.object({ sha: CommitId })),
});
const Created = z.object({ sha: CommitId });
const Pull = z.object({ number: z.int() });

export function connectProposals(connection: Connection): Proposals {
  const { owner } = connection.repository;
  const git = "/repos/{owner}/{repo}/git";
  const pulls = "/repos/{owner}/{repo}/pulls";
  return {
    commit: async (sha) => {
      const asked = { route: `GET ${git}/commits/{commit_sha}`, parameters: { commit_sha: sha } };
      return mapReply(await ask(connection, Commit, asked), ({ message, tree, parents }) => ({
        message,
        tree: tree.sha,
        parents: parents.map((parent) => parent.sha),
      }));
    },
    createCommit: async ({ onto, tree, files, deleted, message }) => {
      const regular = { mode: "100644", type: "blob" };
      const entries = [
        ...files.map(({ path, content }) => ({ ...regular, path, content })),
        ...deleted.map((path) => ({ ...regular, path, sha: null })),
      ];
      const made = await ask(connection, Created, {
        route: `POST ${git}/trees`,
        parameters: { base_tree: tree, tree: entries },
      });
      if (!made.ok) return made;
      // Without an author of our own: then GitHub signs what an app's token commits.
      const committed = await ask(connection, Created, {
        route: `POST ${git}/commits`,
        parameters: { message, tree: made.value.sha, parents: [onto] },
      });
      return mapReply(committed, ({ sha }) => sha);
    },
    point: async (branch, commit, isNew) => {
      const asked = isNew
        ? { route: `POST ${git}/refs`, parameters: { ref: `refs/heads/${branch}`, sha: commit } }
        : {
            route: `PATCH ${git}/refs/{ref}`,
            parameters: { ref: `heads/${branch}`, sha: commit, force: true },
          };
      return mapReply(await ask(connection, z.unknown(), asked), () => null);
    },
    remove: async (branch) => {
      const asked = { route: `DELETE ${git}/refs/{ref}`, parameters: { ref: `heads/${branch}` } };
      return mapReply(await ask(connection, z.unknown(), asked), () => null);
    },
    find: async ({ from, to }) => {
      const reply = await ask(connection, z.array(Pull), {
        route: `GET ${pulls}`,
        parameters: { head: `${owner}:${from}`, base: to, state: "open" },
      });
      return mapReply(reply, ([first]) => first?.number ?? null);
    },
    open: async ({ from, to, title, body }) => {
      const reply = await ask(connection, Pull, {
        route: `POST ${pulls}`,
        parameters: { head: from, base: to, title, body },
        repeatable: false,
      });
      return mapReply(reply, ({ number }) => number);
    },
  };
}
