import { connectGitHub } from "../../src/io/github/client.ts";
import { publishReport } from "../../src/publish/comment.ts";
import type { WorkflowEvent } from "../../src/publish/event.ts";
import type { Report } from "../../src/report/report.ts";
import type { Server } from "../servers/github.ts";
import { digest } from "../../src/io/hash.ts";

export function connect(server: Server) {
  return connectGitHub({
    token: "secret",
    owner: "acme",
    repository: "shop",
    apiUrl: server.url,
    graphqlUrl: server.graphqlUrl,
    patience: { tries: 3, pauseMs: 1, longestMs: 5, timeoutMs: 5000, totalMs: 60_000 },
  });
}

export const head = "9c0ffee000000000000000000000000000000bee";

export function pullRequest(
  over: { readonly fork?: boolean; readonly head?: string } = {},
): WorkflowEvent {
  return {
    kind: "pull-request",
    name: "pull_request",
    number: 7,
    head,
    branch: "main",
    base: "3f2c1ab0000000000000000000000000000000aa",
    fork: false,
    ...over,
  };
}

/** Publishes a report as run `id` does. */
export function publish(
  server: Server,
  report: Report,
  id: number,
  over: { readonly key?: string; readonly attempt?: number; readonly event?: WorkflowEvent } = {},
): ReturnType<typeof publishReport> {
  return publishReport({
    report,
    event: over.event ?? pullRequest(),
    comments: connect(server).comments,
    key: over.key ?? "promptcost.yml",
    run: { id, attempt: over.attempt ?? 1 },
    digest,
  });
}
