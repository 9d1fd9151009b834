/** A pull request as GitHub has it now, and the runs of workflows on a commit. */
import * as z from "zod/mini";
import { isBranchName } from "../../baseline/base-commit.ts";
import type { PullRequests, WorkflowRuns } from "../../publish/github.ts";
import { sleep } from "../clock.ts";
import { ask } from "./ask.ts";
import { callGitHub } from "./call.ts";
import { CommitId, mapReply, type Connection } from "./connection.ts";

const Side = z.object({
  sha: CommitId,
  repo: z.nullable(z.object({ full_name: z.string() })),
});

const PullRequest = z.object({
  state: z.string(),
  head: Side,
  base: z.extend(Side, { ref: z.string().check(z.refine(isBranchName)) }),
});

export function connectPullRequests(connection: Connection): PullRequests {
  return {
    read: async (number) => {
      const reply = await ask(connection, PullRequest, {
        route: "GET /repos/{owner}/{repo}/pulls/{pull_number}",
        parameters: { pull_number: number },
      });
      return mapReply(reply, ({ state, head, base }) => ({
        open: state === "open",
        head: head.sha,
        branch: base.ref,
        base: base.sha,
        fork: head.repo === null || head.repo.full_name !== base.repo?.full_name,
      }));
    },
  };
}

const Runs = z.object({
  workflow_runs: z.array(
    z.object({
      id: z.int(),
      name: z.optional(z.nullable(z.string())),
      path: z.optional(z.nullable(z.string())),
      workflow_id: z.int(),
      event: z.string(),
      status: z.nullable(z.string()),
      conclusion: z.nullable(z.string()),
    }),
  ),
});

/** The pause between two looks at a run that is going on, milliseconds. */
const pauseMs = 15_000;

export function connectRuns(connection: Connection): WorkflowRuns {
  const { client, repository, patience } = connection;
  return {
    list: async (head) => {
      const reply = await ask(connection, Runs, {
        route: "GET /repos/{owner}/{repo}/actions/runs",
        parameters: { head_sha: head, per_page: 100 },
      });
      return mapReply(reply, ({ workflow_runs: runs }) =>
        runs.map((run) => ({
          id: run.id,
          name: run.name ?? "",
          path: run.path ?? "",
          workflow: run.workflow_id,
          event: run.event,
          finished: run.status === "completed",
          passed: run.conclusion === "success",
        })),
      );
    },
    again: async (id, which) => {
      const route =
        which === "all"
          ? "POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun"
          : "POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs";
      const reply = await callGitHub(
        (signal) => client.request(route, { ...repository, run_id: id, request: { signal } }),
        { repeatable: false, patience },
      );
      return mapReply(reply, () => null);
    },
    wait: () => sleep(Math.min(pauseMs, patience.longestMs)),
  };
}
