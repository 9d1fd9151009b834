/** What GitHub says of a base commit that the clone does not have. */
import * as z from "zod/mini";
import type { BaseRemote } from "../../baseline/find-base.ts";
import { createArchiveTree } from "../tree/archive.ts";
import { ask } from "./ask.ts";
import { callGitHub } from "./call.ts";
import { CommitId, type Connection } from "./connection.ts";

const Comparison = z.object({ merge_base_commit: z.object({ sha: CommitId }) });

export function connectBase(connection: Connection): BaseRemote {
  const { client, repository, patience } = connection;
  const { repos } = client.rest;
  return {
    mergeBase: async (base, head) => {
      const reply = await ask(connection, Comparison, {
        route: "GET /repos/{owner}/{repo}/compare/{basehead}",
        parameters: { basehead: `${base}...${head}`, per_page: 1 },
      });
      return reply.ok ? reply.value.merge_base_commit.sha : null;
    },
    fetchTree: async (sha) => {
      const reply = await callGitHub(
        (signal) => repos.downloadTarballArchive({ ...repository, ref: sha, request: { signal } }),
        { repeatable: true, patience },
      );
      const data: unknown = reply.ok ? reply.value.data : null;
      return data instanceof ArrayBuffer
        ? createArchiveTree(new Uint8Array(data), sha.slice(0, 7))
        : null;
    },
  };
}
