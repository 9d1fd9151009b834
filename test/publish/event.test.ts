import { expect, test } from "vitest";
import {
  baseEventOf,
  isFork,
  parseEvent,
  planMode,
  type WorkflowEvent,
} from "../../src/publish/event.ts";

const [head, base, a, b] = ["1", "2", "a", "b"].map((digit) => digit.repeat(40));
const repository = { full_name: "acme/shop", default_branch: "main" };

function pull(from: unknown) {
  return {
    pull_request: {
      number: 7,
      head: { sha: head, repo: from },
      base: { sha: base, ref: "main", repo: { full_name: "acme/shop" } },
    },
    repository,
  };
}

function parse(name: string, payload: unknown): WorkflowEvent {
  const event = parseEvent(name, payload);
  if ("code" in event) throw new Error(event.code);
  return event;
}

test("a pull request, of the same repository or of a fork", () => {
  const own = parse("pull_request", pull({ full_name: "acme/shop" }));
  expect(own).toEqual({
    kind: "pull-request",
    name: "pull_request",
    number: 7,
    head,
    branch: "main",
    base,
    fork: false,
  });
  expect(parse("pull_request_target", pull({ full_name: "eve/shop" }))).toMatchObject({
    name: "pull_request_target",
    fork: true,
  });
  // A fork that was deleted while its pull request was open.
  expect(parse("pull_request", pull(null))).toMatchObject({ fork: true });
  expect(baseEventOf(own)).toEqual({
    kind: "pull-request",
    name: "pull_request",
    head,
    branch: "main",
    base,
  });
});

test("a merge group", () => {
  const event = parse("merge_group", { merge_group: { head_sha: head, base_sha: base } });
  expect(event).toEqual({ kind: "merge-group", head, base, number: null });
  const queued = { head_ref: `refs/heads/gh-readonly-queue/main/pr-104-${"3f".repeat(20)}` };
  expect(parse("merge_group", { merge_group: queued })).toMatchObject({ number: 104 });
  expect(baseEventOf(event)).toEqual({ kind: "merge-group", head, base });
});

test("a comment: on a pull request or not, with a command or not", () => {
  const comment = (body: string, over = {}) =>
    parse("issue_comment", {
      issue: { number: 7, pull_request: { url: "x" } },
      comment: { id: 1, body },
      sender: { login: "ann" },
      ...over,
    });
  expect(comment("/promptcost accept support up-to $5: yes")).toEqual({
    kind: "comment",
    name: "issue_comment",
    number: 7,
    onPullRequest: true,
    hasCommand: true,
    sender: "ann",
    main: null,
  });
  expect(comment("Thanks")).toMatchObject({ hasCommand: false });
  const was = { body: { from: "/promptcost accept support up-to $5: yes" } };
  expect(comment("Thanks", { changes: was })).toMatchObject({ hasCommand: true });
  expect(comment("/promptcost revoke a", { issue: { number: 7 } })).toMatchObject({
    onPullRequest: false,
  });
  expect(parseEvent("issue_comment", {})).toMatchObject({ kind: "other", name: "issue_comment" });
});

test("pushes: only the default branch is updated", () => {
  const push = (ref: string, over = {}) =>
    parse("push", { ref, before: a, after: b, repository, ...over });
  expect(push("refs/heads/main")).toEqual({
    kind: "push",
    branch: "main",
    before: a,
    after: b,
    toDefault: true,
  });
  expect(push("refs/heads/feature/x")).toMatchObject({ branch: "feature/x", toDefault: false });
  expect(push("refs/tags/main")).toMatchObject({ branch: null, toDefault: false });
  expect(push("refs/heads/main", { deleted: true })).toMatchObject({
    branch: null,
    toDefault: false,
  });
  expect(baseEventOf(push("refs/heads/main"))).toEqual({ kind: "push", before: a });
  expect(planMode("auto", push("refs/heads/main"))).toBe("update");
  expect(planMode("auto", push("refs/heads/x"))).toBe("check");
  expect(planMode("check", push("refs/heads/main"))).toBe("check");
});

test("other events name no base and are checked, unless asked to update", () => {
  const event = parse("workflow_dispatch", { ref: "refs/heads/main", repository });
  expect(event).toEqual({
    kind: "other",
    name: "workflow_dispatch",
    branch: "main",
    toDefault: true,
    main: "main",
    fork: false,
  });
  const bare = parse("schedule", null);
  expect(bare).toEqual({
    kind: "other",
    name: "schedule",
    branch: null,
    toDefault: false,
    main: null,
    fork: false,
  });
  expect(baseEventOf(bare)).toBeNull();
  expect(baseEventOf(event)).toEqual({ kind: "branch", main: "main" });
  expect(planMode("auto", event)).toBe("check");
  expect(planMode("update", event)).toBe("update");
});

test.each([
  "pull_request_review",
  "pull_request_review_comment",
  "pull_request_target",
  "some_event_to_come",
])("%s carries its pull request: its base is that one's", (name) => {
  const event = parse(name, { ...pull({ full_name: "eve/shop" }), review: {} });
  expect(event).toMatchObject({ kind: "pull-request", name, number: 7, fork: true });
  expect(baseEventOf(event)).toMatchObject({ kind: "pull-request", head, base, branch: "main" });
});

test("a run after a fork's: its head is a fork's, or nobody's", () => {
  const after = (from: unknown) =>
    isFork(parse("workflow_run", { workflow_run: { head_repository: from }, repository }));
  expect(after({ full_name: "acme/shop" })).toBe(false);
  expect(after({ full_name: "eve/shop" })).toBe(true);
  expect(after(null)).toBe(true);
});

const odd = [
  "--upload-pack=touch x",
  "HEAD",
  "",
  "1".repeat(39),
  `${"1".repeat(40)}\n`,
  "refs/heads/x",
];
test.each(odd)("%j for an id is a problem, before git is asked", (id) => {
  const over = (member: string, value: unknown): unknown => {
    const { pull_request: whole, ...rest } = pull({ full_name: "acme/shop" });
    return { pull_request: { ...whole, [member]: value }, ...rest };
  };
  const refused = { code: "event-id-invalid", severity: "error" };
  for (const payload of [
    over("head", { sha: id, repo: repository }),
    over("base", { sha: id, ref: "main", repo: repository }),
  ])
    expect(parseEvent("pull_request", payload)).toMatchObject(refused);
  expect(
    parseEvent("merge_group", { merge_group: { head_sha: head, base_sha: id } }),
  ).toMatchObject(refused);
  expect(parseEvent("push", { ref: "refs/heads/main", before: id })).toMatchObject(refused);
  expect(JSON.stringify(parseEvent("push", { ref: "refs/heads/main", after: id }))).not.toContain(
    "upload-pack",
  );
});

test.each(["--upload-pack=x", "a..b", "a\nb", "-b", ""])("%j for a branch is a problem", (ref) => {
  const payload = pull({ full_name: "acme/shop" });
  const named = { ...payload.pull_request, base: { ...payload.pull_request.base, ref } };
  for (const [name, given] of [
    ["pull_request", { ...payload, pull_request: named }],
    ["push", { ref: `refs/heads/${ref}` }],
    ["schedule", { repository: { ...repository, default_branch: ref } }],
  ] as const)
    expect(parseEvent(name, given)).toMatchObject({ code: "event-id-invalid" });
});

test.for(["pull_request", "push", "merge_group"])(
  "%s without what it must have is a problem",
  (name) => {
    expect(parseEvent(name, { zen: "Keep it logically awesome." })).toMatchObject({
      code: "event-unreadable",
      severity: "error",
    });
  },
);
