import { describe, expect, test } from "vitest";
import { proposalBranch, proposeBaseline } from "../../src/publish/baseline-proposal.ts";
import { startGitHub, type Options, type Server } from "../servers/github.ts";
import { connect } from "./connection.ts";

const path = ".promptcost/baseline.json";
const [first, second, other] = ["a".repeat(40), "b".repeat(40), "c".repeat(40)] as const;
const from = "promptcost/baseline";

async function start(options: Options = {}): Promise<Server> {
  const github = await startGitHub(options);
  github.branches.set("main", first);
  return github;
}

function propose(github: Server, over: { content?: string; computedAt?: string } = {}) {
  const { branches, proposals } = connect(github);
  return proposeBaseline({
    branches,
    proposals,
    from,
    branch: "main",
    path,
    content: over.content ?? "{}\n",
    alongside: { files: [], deleted: [] },
    computedAt: over.computedAt ?? first,
    inputs: "same",
    inputsAt: () => Promise.resolve("other"),
    mayWrite: true,
  });
}

const codes = ({ outcome, problems }: Awaited<ReturnType<typeof propose>>): unknown => [
  outcome,
  problems.map(({ code, severity }) => `${severity} ${code}`),
];
const proposed = (github: Server): unknown =>
  github.files.get(`${github.branches.get(from) ?? ""}:${path}`);

describe("one pull request that is kept up to date", () => {
  test("is opened once, and not written again while nothing changes", async () => {
    await using github = await start();
    expect(codes(await propose(github))).toEqual(["proposed", []]);
    expect(github.opened).toEqual([{ number: 40, head: from, base: "main" }]);
    expect(proposed(github)).toBe("{}\n");
    expect(github.branches.get("main")).toBe(first);
    const writes = github.writes();
    expect(codes(await propose(github))).toEqual(["proposed", []]);
    expect(github.writes()).toBe(writes);
  });

  test("is made anew on the next push, and taken away where main says it", async () => {
    await using github = await start();
    await propose(github);
    github.branches.set("main", second);
    const later = { content: '{ "later": 1 }\n', computedAt: second };
    expect(codes(await propose(github, later))).toEqual(["proposed", []]);
    expect([proposed(github), github.opened.length]).toEqual([later.content, 1]);
    expect(github.objects.get(github.branches.get(from) ?? "")?.parents).toEqual([second]);
    // Merged: main holds it.
    github.files.set(`${second}:${path}`, later.content);
    expect(codes(await propose(github, later))).toEqual(["current", []]);
    expect([github.branches.has(from), github.opened]).toEqual([false, []]);
  });

  test("one that was closed is opened again", async () => {
    await using github = await start();
    await propose(github);
    github.opened.splice(0);
    await propose(github);
    expect(github.opened).toHaveLength(1);
  });

  test("somebody else's commit on the branch is left alone", async () => {
    await using github = await start();
    github.branches.set(from, other);
    expect(codes(await propose(github))).toEqual(["refused", ["warning baseline-branch-taken"]]);
    expect([github.branches.get(from), github.writes()]).toEqual([other, 0]);
  });

  test("GitHub's own merge of main into the branch is nobody's work", async () => {
    await using github = await start();
    await propose(github);
    const ours = github.branches.get(from) ?? "";
    github.objects.set(other, {
      message: "Merge branch 'main' into promptcost/baseline",
      parents: [ours, second],
      tree: other,
    });
    github.branches.set(from, other);
    github.branches.set("main", second);
    expect(codes(await propose(github, { computedAt: second }))).toEqual(["proposed", []]);
    const now = github.objects.get(github.branches.get(from) ?? "");
    expect([now?.parents, github.opened.length]).toEqual([[second], 1]);
    // A merge into somebody's own commit is theirs.
    github.objects.set(other, {
      message: "Merge branch 'main' into promptcost/baseline",
      parents: [first, second],
      tree: other,
    });
    github.branches.set(from, other);
    expect(codes(await propose(github))).toEqual(["refused", ["warning baseline-branch-taken"]]);
  });

  test.for([
    ["POST", /git\/refs$/],
    ["POST", /pulls$/],
  ] as const)("a race is read again: %s %s", async ([method, path]) => {
    await using github = await start();
    // The other run was first; its answer is the refusal that this one gets.
    github.fault(method, path, { status: 422, done: true, message: "already exists" });
    expect(codes(await propose(github))).toEqual(["proposed", []]);
    expect(github.opened).toHaveLength(1);
    expect(proposed(github)).toBe("{}\n");
  });

  test("a branch that may not be taken away is told", async () => {
    await using github = await start();
    await propose(github);
    github.files.set(`${first}:${path}`, "{}\n");
    github.fault("DELETE", /git\/refs/, { status: 403, message: "Resource not accessible" });
    expect(codes(await propose(github))).toEqual([
      "not-permitted",
      ["warning baseline-not-proposed"],
    ]);
  });

  test("a head where other figures hold gets none", async () => {
    await using github = await start();
    expect(codes(await propose(github, { computedAt: second }))).toEqual([
      "moved-on",
      ["note baseline-moved-on"],
    ]);
  });

  for (const without of ["pull requests", "contents"] as const)
    test(`what the token may not is a warning: ${without}`, async () => {
      await using github = await start({ without: [without] });
      const done = await propose(github);
      expect(codes(done)).toEqual(["not-permitted", ["warning baseline-not-proposed"]]);
      expect(done.problems[0]?.fix).toContain("pull-requests: write");
    });
});

test("a branch for each config", () => {
  expect(proposalBranch("promptcost.yml", null)).toBe("promptcost/baseline");
  expect(proposalBranch("apps/a b/promptcost.yml", "release/1.0")).toBe(
    "promptcost/baseline-apps-a-b-promptcost-release-1-0",
  );
});
