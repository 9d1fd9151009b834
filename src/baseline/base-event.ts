import type { BaseEvent } from "./base-commit.ts";

type Payload = Readonly<Record<string, unknown>>;

const member = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && key in value ? new Map(Object.entries(value)).get(key) : undefined;

const textAt = (payload: Payload, ...path: readonly string[]): string | null => {
  const value = path.reduce<unknown>(member, payload);
  return typeof value === "string" && value !== "" ? value : null;
};

const isPullRequest = (name: string): boolean => name === "pull_request" || name === "pull_request_target";

/** What a workflow's event says of the base; null for events that name none (`schedule`, `workflow_dispatch`, a pushed tag). */
export const readBaseEvent = (name: string, payload: Payload): BaseEvent | null => {
  if (isPullRequest(name)) {
    return {
      kind: "pull-request",
      name,
      head: textAt(payload, "pull_request", "head", "sha"),
      branch: textAt(payload, "pull_request", "base", "ref"),
      base: textAt(payload, "pull_request", "base", "sha"),
    };
  }
  if (name === "merge_group") return { kind: "merge-group", base: textAt(payload, "merge_group", "base_sha") };
  if (name !== "push" || textAt(payload, "ref")?.startsWith("refs/tags/") === true) return null;
  return { kind: "push", before: textAt(payload, "before") };
};

/** Whether a pull request comes from another repository. A head whose repository is gone does. False for other events. */
export const comesFromFork = (name: string, payload: Payload): boolean => {
  if (!isPullRequest(name)) return false;
  const [head, base] = ["head", "base"].map((side) => ["pull_request", side, "repo", "id"].reduce<unknown>(member, payload));
  return head === undefined || head !== base;
};
