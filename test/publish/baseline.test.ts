import { describe, expect, test } from "vitest";
import { publishBaseline } from "../../src/publish/baseline.ts";
import { startGitHub, type Server } from "../servers/github.ts";
import { connect } from "./connection.ts";

type PublishedBaseline = Awaited<ReturnType<typeof publishBaseline>>;

const path = ".promptcost/baseline.json";
const computedAt = "a".repeat(40);
const later = "b".repeat(40);

async function start(options: Parameters<typeof startGitHub>[0] = {}): Promise<Server> {
  const github = await startGitHub(options);
  github.branches.set("main", computedAt);
  return github;
}

function publish(
  github: Server,
  over: {
    inputsAt?: (commit: string) => Promise<string | null>;
    mayWrite?: boolean;
    content?: string;
    files?: readonly { path: string; content: string }[];
    deleted?: readonly string[];
  } = {},
): Promise<PublishedBaseline> {
  return publishBaseline({
    branches: connect(github).branches,
    branch: "main",
    path,
    content: over.content ?? '{ "é": 1 }\n',
    alongside: { files: over.files ?? [], deleted: over.deleted ?? [] },
    computedAt,
    inputs: "same",
    inputsAt: over.inputsAt ?? (() => Promise.resolve("same")),
    mayWrite: over.mayWrite ?? true,
  });
}

function codes(published: PublishedBaseline): unknown {
  return [
    published.outcome,
    published.problems.map((problem) => `${problem.severity} ${problem.code}`),
  ];
}

describe("the baseline", () => {
  test("is committed once, and not again while nothing changes", async () => {
    await using github = await start();
    const first = await publish(github);
    expect(first).toEqual({ outcome: "committed", commit: github.commits[0]?.oid, problems: [] });
    expect(github.commits).toMatchObject([
      { branch: "main", path, content: '{ "é": 1 }\n', headline: "Update the promptcost baseline" },
    ]);
    expect(await publish(github)).toEqual({ outcome: "current", commit: null, problems: [] });
    expect(github.commits).toHaveLength(1);
  });

  test("goes together with its fixtures, those that are gone too; what is gone already is not asked", async () => {
    await using github = await start();
    github.files.set(`${computedAt}:fixtures/recorded/old.json`, "{}\n");
    const over = {
      files: [{ path: "fixtures/recorded/new.json", content: "{}\n" }],
      deleted: ["fixtures/recorded/old.json", "fixtures/recorded/never.json"],
    };
    expect((await publish(github, over)).outcome).toBe("committed");
    expect(github.commits).toMatchObject([
      {
        headline: "Update the promptcost recordings and baseline",
        files: [{ path }, { path: "fixtures/recorded/new.json" }],
        deleted: ["fixtures/recorded/old.json"],
      },
    ]);
    expect((await publish(github, over)).outcome).toBe("current");
    expect((await publish(github, { deleted: ["fixtures/recorded/new.json"] })).outcome).toBe(
      "committed",
    );
    expect(github.commits).toHaveLength(2);
  });

  test("goes onto a newer head with the same inputs", async () => {
    await using github = await start();
    github.branches.set("main", later);
    expect((await publish(github)).outcome).toBe("committed");
  });

  test("stays away from a head where other figures hold, or where nobody can say", async () => {
    for (const inputs of ["other", null]) {
      await using github = await start();
      github.branches.set("main", later);
      expect(codes(await publish(github, { inputsAt: () => Promise.resolve(inputs) }))).toEqual([
        "moved-on",
        ["note baseline-moved-on"],
      ]);
      expect(github.writes()).toBe(0);
    }
  });

  test("a lost race is read again", async () => {
    await using github = await start();
    const asked: string[] = [];
    github.before("POST", /graphql/, () => {
      github.branches.set("main", later);
    });
    const published = await publish(github, {
      inputsAt: (commit) => (asked.push(commit), Promise.resolve("same")),
    });
    expect(published.outcome).toBe("committed");
    expect(asked).toEqual([later]);
    expect(github.commits).toHaveLength(1);
  });

  test("a race that is lost to the same content is done", async () => {
    await using github = await start();
    github.before("POST", /graphql/, async () => {
      await publish(github);
    });
    expect((await publish(github)).outcome).toBe("current");
    expect(github.commits).toHaveLength(1);
  });

  test("a race lost again and again is given up with a warning", async () => {
    await using github = await start();
    let moves = 0;
    const move = (): void => {
      github.branches.set("main", (++moves).toString(16).padStart(40, "0"));
      github.before("POST", /graphql/, move);
    };
    github.before("POST", /graphql/, move);
    expect(codes(await publish(github))).toEqual(["failed", ["warning baseline-not-written"]]);
    expect(moves).toBe(5);
  });

  test("a lost answer makes no second commit", async () => {
    await using github = await start();
    github.fault("POST", /graphql/, { status: 502, done: true });
    expect((await publish(github)).outcome).toBe("current");
    expect(github.commits).toHaveLength(1);
  });

  for (const rule of [
    "Repository rule violations found\n\nChanges must be made through a pull request.",
    "Protected branch update failed for refs/heads/main. 1 of 1 required status checks are expected.",
  ])
    test(`a rule is a warning with the recipe: ${rule.slice(0, 20)}`, async () => {
      await using github = await start({ rule });
      const published = await publish(github);
      expect(codes(published)).toEqual(["refused", ["warning baseline-refused"]]);
      expect(published.problems[0]?.message).toContain(rule.split("\n")[0]?.slice(0, 20));
      expect(published.problems[0]?.fix).toContain("promptcost update");
      expect(github.writes()).toBe(1);
    });

  test("a token that only reads: one note, and nothing tried where that is known", async () => {
    await using github = await start({ without: ["contents"] });
    expect(codes(await publish(github))).toEqual([
      "not-permitted",
      ["note baseline-not-permitted"],
    ]);
    const calls = github.calls.length;
    expect(codes(await publish(github, { mayWrite: false }))).toEqual([
      "not-permitted",
      ["note baseline-not-permitted"],
    ]);
    expect(github.calls).toHaveLength(calls);
  });

  test("a branch with a slash and a dot", async () => {
    await using github = await startGitHub();
    github.branches.set("release/1.0", computedAt);
    const branches = connect(github).branches;
    expect(await branches.head("release/1.0")).toEqual({ ok: true, value: computedAt });
    expect(await branches.head("nowhere")).toMatchObject({
      ok: false,
      why: "refused",
      status: 404,
    });
  });
});
