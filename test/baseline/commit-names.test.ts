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
const [first, head, base, other] = [sha("b"), sha("c"), sha("d"), sha("e")];

function pullRequest(over: Partial<Extract<BaseEvent, { kind: "pull-request" }>> = {}): BaseEvent {
  return { kind: "pull-request", name: "pull_request", head, branch: "main", base, ...over };
}
function commit(id: string, why: string) {
  return { kind: "commit", commit: { sha: id, why } };
}

describe("what is missing or wrong is said in the event's own words", () => {
  const plan = (event: BaseEvent, parents: readonly string[] = []) => {
    const found = planBase({ head: { sha: head, parents }, event, asked: null });
    return found.kind === "problem" ? found.problem.message : null;
  };

  test.each<[BaseEvent, string, string]>([
    [pullRequest({ head: null }), "pull_request", "pull_request.head.sha"],
    [pullRequest({ base: null }), "pull_request", "pull_request.base.sha"],
    [{ kind: "push", before: null }, "push", "before"],
    [{ kind: "push", before: "0".repeat(40) }, "push", "before"],
    [{ kind: "merge-group", head, base: null }, "merge_group", "base_sha"],
  ])("%o", (event, name, missing) => {
    expect(plan(event)).toContain(`\`${name}\``);
    expect(plan(event)).toContain(`\`${missing}\``);
  });

  test("another checkout is named by short ids, and the one that was asked for", () => {
    const said = plan(pullRequest({ head: other }));
    expect(said).toContain(` ${head.slice(0, 7)} `);
    expect(said).toContain(` ${other.slice(0, 7)} `);
    expect(said).not.toContain(head.slice(0, 8));
    expect(plan({ kind: "merge-group", head: other, base })).toContain(other.slice(0, 7));
    expect(plan({ kind: "merge-group", head: null, base })).toBeNull();
  });

  test("a push is no commit where its id is nothing but noughts", () => {
    const before = (id: string) =>
      planBase({
        head: { sha: head, parents: [first] },
        event: { kind: "push", before: id },
        asked: null,
      });
    const nought = `${"0".repeat(39)}1`;
    expect(before(nought)).toEqual(commit(nought, "the commit before this push"));
    const late = `1${"0".repeat(39)}`;
    expect(before(late)).toEqual(commit(late, "the commit before this push"));
    expect(before("0".repeat(64))).toEqual(commit(first, "the first parent of what was pushed"));
  });
});

test("a full commit id is 40 or 64 small hexadecimal digits, and nothing around them", () => {
  for (const id of ["a".repeat(40), "0".repeat(64)]) expect(isCommitId(id)).toBe(true);
  for (const id of [
    "a",
    "a".repeat(39),
    "a".repeat(41),
    "a".repeat(63),
    "a".repeat(65),
    "A".repeat(40),
  ])
    expect(isCommitId(id)).toBe(false);
  for (const around of [" ", "-", "\n"]) {
    expect(isCommitId(`${around}${"a".repeat(40)}`)).toBe(false);
    expect(isCommitId(`${"a".repeat(40)}${around}`)).toBe(false);
  }
});

test("a branch's name may hold `@` and be long, and may not be `@` alone", () => {
  for (const name of ["a@", "@a", "a@b", "x".repeat(1_000), "a/b-c", "main"])
    expect(isBranchName(name), name.slice(0, 9)).toBe(true);
  for (const name of ["@", "-", "/", "-x", "/x", "x/", "x.", "x".repeat(1_001), "a@{b"])
    expect(isBranchName(name), name.slice(0, 9)).toBe(false);
});

test("without an event, main is what the clone knows of it, the remote's first", () => {
  expect(planBase({ head: { sha: head, parents: [] }, event: null, asked: null })).toEqual({
    kind: "merge-base",
    // Whole refs: a tag of the same name is none of them.
    with: [
      ...["origin", "upstream"].flatMap((remote) =>
        ["HEAD", "main", "master"].map((name) => `refs/remotes/${remote}/${name}`),
      ),
      "refs/heads/main",
      "refs/heads/master",
    ],
    why: null,
  });
});
