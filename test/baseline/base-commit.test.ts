import { describe, expect, test } from "vitest";
import {
  isBranchName,
  isCommitId,
  planBase,
  type BaseEvent,
} from "../../src/baseline/base-commit.ts";

function sha(digit: string): string {
  return digit.repeat(40);
}
const [merge, first, head, base, other] = [sha("a"), sha("b"), sha("c"), sha("d"), sha("e")];
function pullRequest(over: Partial<Extract<BaseEvent, { kind: "pull-request" }>> = {}): BaseEvent {
  return {
    kind: "pull-request",
    name: "pull_request",
    head,
    branch: "main",
    base,
    ...over,
  };
}
function commit(id: string, why: string) {
  return { kind: "commit", commit: { sha: id, why } };
}
function code(plan: ReturnType<typeof planBase>): string | null {
  return plan.kind === "problem" ? plan.problem.code : null;
}

describe("a pull request", () => {
  test("checked out as its merge: the first parent, not the event's base, which may lag", () => {
    const plan = planBase({
      head: { sha: merge, parents: [first, head] },
      event: pullRequest(),
      asked: null,
    });
    expect(plan).toEqual(commit(first, "the first parent of this merge"));
  });

  test("checked out at its head: the base branch's tip, the head merged into it", () => {
    const plan = planBase({
      head: { sha: head, parents: [other] },
      event: pullRequest(),
      asked: null,
    });
    expect(plan).toEqual({
      kind: "merge",
      with: ["refs/remotes/origin/main", base],
      branch: "main",
    });
    const unnamed = planBase({
      head: { sha: head, parents: [other] },
      event: pullRequest({ branch: null }),
      asked: null,
    });
    expect(unnamed).toEqual({
      kind: "merge",
      with: [base],
      branch: "the base branch",
    });
  });

  test("whose head is itself a merge: not that merge's parent", () => {
    const plan = planBase({
      head: { sha: head, parents: [first, other] },
      event: pullRequest(),
      asked: null,
    });
    expect(plan.kind).toBe("merge");
  });

  test.each([
    ["the base branch", { sha: first, parents: [other] }],
    ["a merge of another head", { sha: merge, parents: [first, other] }],
    ["the merge turned round", { sha: merge, parents: [head, first] }],
    ["an octopus merge", { sha: merge, parents: [first, head, other] }],
    ["a commit on top of the head", { sha: merge, parents: [head] }],
  ])("checked out at %s is no checkout of it", (_, checkedOut) => {
    expect(code(planBase({ head: checkedOut, event: pullRequest(), asked: null }))).toBe(
      "checkout-is-not-the-head",
    );
  });

  test("whose event lacks what is needed says so", () => {
    expect(
      code(
        planBase({
          head: { sha: head, parents: [] },
          event: pullRequest({ head: null }),
          asked: null,
        }),
      ),
    ).toBe("event-has-no-base");
    expect(
      code(
        planBase({
          head: { sha: head, parents: [] },
          event: pullRequest({ base: null }),
          asked: null,
        }),
      ),
    ).toBe("event-has-no-base");
  });

  test("the merge needs no base in the event", () => {
    const plan = planBase({
      head: { sha: merge, parents: [first, head] },
      event: pullRequest({ base: null }),
      asked: null,
    });
    expect(plan.kind).toBe("commit");
  });
});

describe("other events", () => {
  const checkedOut = { sha: merge, parents: [first, other] };

  test("a merge group: the event's base", () => {
    expect(
      planBase({
        head: checkedOut,
        event: { kind: "merge-group", head: merge, base },
        asked: null,
      }),
    ).toEqual(commit(base, "the base of this merge group"));
    expect(
      code(
        planBase({
          head: checkedOut,
          event: { kind: "merge-group", head: null, base: null },
          asked: null,
        }),
      ),
    ).toBe("event-has-no-base");
  });

  test("a push: the commit before it; of a new branch, the first parent", () => {
    const push = (before: string | null): BaseEvent => ({ kind: "push", before });
    expect(planBase({ head: checkedOut, event: push(base), asked: null })).toEqual(
      commit(base, "the commit before this push"),
    );
    expect(planBase({ head: checkedOut, event: push(sha("0")), asked: null })).toEqual(
      commit(first, "the first parent of what was pushed"),
    );
    expect(
      code(planBase({ head: { sha: merge, parents: [] }, event: push(sha("0")), asked: null })),
    ).toBe("event-has-no-base");
    expect(code(planBase({ head: checkedOut, event: push(null), asked: null }))).toBe(
      "event-has-no-base",
    );
  });
});

test("a merge group that is not checked out is compared with nothing", () => {
  const head = { sha: other, parents: [first] };
  expect(
    code(planBase({ head, event: { kind: "merge-group", head: merge, base }, asked: null })),
  ).toBe("checkout-is-not-the-head");
});

test("any other event: the merge base with the default branch, the remote's first", () => {
  const head = { sha: merge, parents: [first] };
  const plan = planBase({ head, event: { kind: "branch", main: "trunk" }, asked: null });
  expect(plan).toMatchObject({ kind: "merge-base", why: "merge base with trunk" });
  expect("with" in plan ? plan.with.slice(0, 2) : []).toEqual([
    "refs/remotes/origin/trunk",
    "refs/heads/trunk",
  ]);
});

test.each(["main", "feature/x", "dependabot/npm_and_yarn/a-1.2", "größer", "a.b", "x@y"])(
  "%s is a branch",
  (name) => expect(isBranchName(name)).toBe(true),
);

test.each([
  "",
  "-x",
  "--upload-pack=touch /tmp/x",
  "a..b",
  "a b",
  "a\nb",
  "a\0b",
  "a:b",
  "a^",
  "a~1",
  "@",
  "a@{1}",
  "/a",
  "a/",
  "a//b",
  "a/.b",
  "a.lock",
  "a.lock/b",
  "a.",
  "a\\b",
  "a*",
  "[a",
  "x".repeat(1_001),
])("%j is no branch", (name) => expect(isBranchName(name)).toBe(false));

test.each([
  "",
  "HEAD",
  "abc",
  "--upload-pack=x",
  "g".repeat(40),
  "A".repeat(40),
  "a".repeat(41),
  `${"a".repeat(40)}\n`,
])("%j is no commit id", (id) => expect(isCommitId(id)).toBe(false));

describe("outside of CI", () => {
  const checkedOut = { sha: head, parents: [other] };

  test("the merge base with the first branch there is", () => {
    expect(planBase({ head: checkedOut, event: null, asked: null })).toEqual({
      kind: "merge-base",
      with: [
        ...["origin/HEAD", "origin/main", "origin/master"].map((name) => `refs/remotes/${name}`),
        ...["upstream/HEAD", "upstream/main", "upstream/master"].map(
          (name) => `refs/remotes/${name}`,
        ),
        "refs/heads/main",
        "refs/heads/master",
      ],
      why: null,
    });
  });

  test("--base wins over everything: a branch by its merge base, a full id as it is", () => {
    expect(planBase({ head: checkedOut, event: pullRequest(), asked: "release" })).toEqual({
      kind: "merge-base",
      with: ["release"],
      why: "merge base with release",
    });
    expect(planBase({ head: checkedOut, event: null, asked: other })).toEqual(
      commit(other, "named by `--base`"),
    );
    expect(planBase({ head: checkedOut, event: null, asked: other.slice(0, 12) }).kind).toBe(
      "merge-base",
    );
  });
});
