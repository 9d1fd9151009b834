/** What GitHub says of a base commit that the clone does not have. */
import type { BaseRemote } from "../../baseline/find-base.ts";
import { createArchiveTree } from "../tree/archive.ts";
import { callGitHub } from "./call.ts";
import type { Connection } from "./connection.ts";

export function connectBase({ client, repository, patience }: Connection): BaseRemote {
  const { repos } = client.rest;
  return {
    mergeBase: async (base, head) => {
      const reply = await callGitHub(
        (signal) =>
          repos.compareCommitsWithBasehead({
            ...repository,
            basehead: `${base}...${head}`,
            per_page: 1,
            request: { signal },
          }),
        { repeatable: true, patience },
      );
      return reply.ok ? reply.value.data.merge_base_commit.sha : null;
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
