import { expect, test } from "vitest";
import { comesFromFork, readBaseEvent } from "../../src/baseline/base-event.ts";

const pullRequest = (headRepo: number | null, baseRepo = 1) => ({
  pull_request: {
    head: { sha: "h", repo: headRepo === null ? null : { id: headRepo } },
    base: { sha: "b", ref: "main", repo: { id: baseRepo } },
  },
});

test("events that name a base", () => {
  expect(readBaseEvent("pull_request", pullRequest(1))).toEqual({
    kind: "pull-request",
    name: "pull_request",
    head: "h",
    branch: "main",
    base: "b",
  });
  expect(readBaseEvent("pull_request_target", pullRequest(1))).toMatchObject({ kind: "pull-request", name: "pull_request_target" });
  expect(readBaseEvent("merge_group", { merge_group: { base_sha: "m" } })).toEqual({ kind: "merge-group", base: "m" });
  expect(readBaseEvent("push", { ref: "refs/heads/main", before: "p" })).toEqual({ kind: "push", before: "p" });
});

test("events that name none", () => {
  expect(readBaseEvent("push", { ref: "refs/tags/v1", before: "p" })).toBeNull();
  expect(readBaseEvent("schedule", {})).toBeNull();
  expect(readBaseEvent("workflow_dispatch", {})).toBeNull();
});

test("payloads that lack what they should have", () => {
  expect(readBaseEvent("pull_request", {})).toEqual({ kind: "pull-request", name: "pull_request", head: null, branch: null, base: null });
  expect(readBaseEvent("pull_request", { pull_request: { head: "h" } })).toMatchObject({ head: null });
  expect(readBaseEvent("merge_group", {})).toEqual({ kind: "merge-group", base: null });
});

test("a fork is another repository, or one that is gone", () => {
  expect(comesFromFork("pull_request", pullRequest(1))).toBe(false);
  expect(comesFromFork("pull_request", pullRequest(2))).toBe(true);
  expect(comesFromFork("pull_request", pullRequest(null))).toBe(true);
  expect(comesFromFork("pull_request", {})).toBe(true);
  expect(comesFromFork("push", {})).toBe(false);
});
