import { describe, expect, test } from "vitest";
import { commentKey } from "../../src/publish/comment.ts";
import { readMarker } from "../../src/report/views/comment.ts";
import { report } from "../report/parts.ts";
import { fail, saving, unchanged } from "../report/sample.ts";
import { startGitHub } from "../servers/github.ts";
import { publish, pullRequest } from "./connection.ts";

const list = /\/issues\/7\/comments$/;
const commentPath = /\/issues\/comments\//;

function verdictOf(body: string | undefined): string | undefined {
  return /### promptcost: ([a-z ]+)\./.exec(body ?? "")?.[1];
}
function runOf(body: string | undefined): number | undefined {
  return readMarker(body ?? "")?.run;
}

describe("one comment", () => {
  test("the first run creates it, the second updates it, there is never a third", async () => {
    await using github = await startGitHub();
    expect(await publish(github, fail, 1)).toEqual({ outcome: "created", problems: [] });
    expect(await publish(github, unchanged, 2)).toEqual({ outcome: "updated", problems: [] });
    expect(await publish(github, saving, 3)).toEqual({ outcome: "updated", problems: [] });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("costs $210 a month less");
  });

  test("the same body is not written again", async () => {
    await using github = await startGitHub();
    await publish(github, fail, 1);
    const before = github.writes();
    expect((await publish(github, fail, 1)).outcome).toBe("unchanged");
    expect(github.writes()).toBe(before);
  });

  test("is found on the fourth page, among comments that look like it", async () => {
    await using github = await startGitHub({ pageSize: 10 });
    await publish(github, fail, 1);
    const [mine] = github.comments.splice(0);
    const body = mine!.body;
    const others = Array.from({ length: 35 }, (_, id) => ({
      id,
      body,
      user: { login: "somebody" },
    }));
    github.comments.push(...others, mine!, {
      id: 9999,
      body: "<!-- promptcost 1 nonsense -->",
      user: { login: "github-actions[bot]" },
    });
    expect((await publish(github, unchanged, 2)).outcome).toBe("updated");
    expect(github.comments).toHaveLength(37);
    expect(verdictOf(github.comments[35]?.body)).toBe("pass");
    expect(github.comments.slice(0, 35).every((other) => other.body === body)).toBe(true);
  });

  test("a comment per key", async () => {
    await using github = await startGitHub();
    await publish(github, fail, 1, { key: commentKey("promptcost.yml", null) });
    await publish(github, fail, 1, { key: commentKey("promptcost.yml", "linux") });
    await publish(github, fail, 1, { key: commentKey("apps/a/promptcost.yml", null) });
    await publish(github, unchanged, 2, { key: commentKey("promptcost.yml", "linux") });
    expect(github.comments.map((comment) => verdictOf(comment.body))).toEqual([
      "fail",
      "pass",
      "fail",
    ]);
  });

  test("a GitHub App's comments are known by its own login", async () => {
    await using github = await startGitHub({ login: "costs[bot]" });
    await publish(github, fail, 1);
    await publish(github, unchanged, 2);
    expect(github.comments).toHaveLength(1);
  });

  test("where the token will not say who it is, it is the workflow's own", async () => {
    await using github = await startGitHub();
    github.fault("POST", /graphql/, { times: 99, status: 403 });
    await publish(github, fail, 1);
    await publish(github, unchanged, 2);
    expect(github.comments).toHaveLength(1);
  });

  test("events without a pull request write nothing", async () => {
    await using github = await startGitHub();
    const event = { kind: "merge-group", head: null, base: null, number: null } as const;
    expect(await publish(github, fail, 1, { event })).toEqual({ outcome: "none", problems: [] });
    expect(github.calls).toEqual([]);
  });

  test("10,000 scenarios still fit", async () => {
    await using github = await startGitHub();
    const many = report({
      scenarios: Array.from({ length: 10_000 }, (_, index) => ({
        ...fail.scenarios[1]!,
        id: `価格🧮${index}`.repeat(10),
      })),
    });
    expect((await publish(github, many, 1)).outcome).toBe("created");
  });
});

describe("order", () => {
  test("an older run does not overwrite a newer one, nor an older attempt", async () => {
    await using github = await startGitHub();
    await publish(github, unchanged, 6, { attempt: 2 });
    const body = github.comments[0]?.body;
    for (const over of [
      { id: 5, attempt: 9 },
      { id: 6, attempt: 1 },
    ]) {
      const published = await publish(github, fail, over.id, { attempt: over.attempt });
      expect(published.outcome).toBe("superseded");
      expect(published.problems.map((problem) => [problem.code, problem.severity])).toEqual([
        ["comment-superseded", "note"],
      ]);
    }
    expect(github.comments.map((comment) => comment.body)).toEqual([body]);
  });

  test("a newer run that says the same is known to be newer", async () => {
    await using github = await startGitHub();
    await publish(github, unchanged, 5);
    await publish(github, unchanged, 7);
    expect((await publish(github, fail, 6)).outcome).toBe("superseded");
    expect(verdictOf(github.comments[0]?.body)).toBe("pass");
  });

  test("two creators converge to one comment, of the newer run, whoever is first", async () => {
    for (const [outer, inner] of [
      [1, 2],
      [2, 1],
    ] as const) {
      await using github = await startGitHub();
      // The other run does all its work after this one has looked and before it writes.
      github.before("POST", list, async () => {
        await publish(github, inner === 2 ? unchanged : fail, inner);
      });
      await publish(github, outer === 2 ? unchanged : fail, outer);
      expect(
        github.comments.map((comment) => [runOf(comment.body), verdictOf(comment.body)]),
      ).toEqual([[2, "pass"]]);
    }
  });

  test("a newer report that an older run writes over in the same moment comes back", async () => {
    await using github = await startGitHub();
    await publish(github, fail, 1);
    const [comment] = github.comments;
    const old = comment!.body;
    // After run 3 wrote, and before it looks again, run 1's late write lands.
    github.before("PATCH", commentPath, () => {
      github.before("GET", list, () => {
        comment!.body = old;
      });
    });
    expect((await publish(github, saving, 3)).outcome).toBe("updated");
    expect(runOf(github.comments[0]?.body)).toBe(3);
  });

  test("any two runs in any order of their steps end with the newer one's comment alone", async () => {
    // The inner run works between any two requests of the outer one.
    for (const [outer, inner] of [
      [1, 2],
      [2, 1],
    ] as const)
      for (const [method, path] of [
        ["GET", list],
        ["POST", list],
      ] as const)
        for (const existing of [false, true]) {
          await using github = await startGitHub();
          if (existing) await publish(github, saving, 0);
          const hook =
            existing && method === "POST"
              ? (["PATCH", commentPath] as const)
              : ([method, path] as const);
          github.before(hook[0], hook[1], async () => {
            await publish(github, inner === 2 ? unchanged : fail, inner);
          });
          await publish(github, outer === 2 ? unchanged : fail, outer);
          const seen = github.comments.map((comment) => runOf(comment.body));
          // One case cannot be told apart by anyone: an older run that looked, stood still while a
          // newer one did all its work, and then wrote. Its own next look is too late to know.
          if (existing && hook[0] === "PATCH" && outer === 1) expect(seen).toEqual([1]);
          else expect(seen).toEqual([2]);
        }
  });

  test("duplicates of old are cleared away", async () => {
    await using github = await startGitHub();
    await publish(github, fail, 1);
    github.comments.push({ ...github.comments[0]!, id: 5000 });
    await publish(github, unchanged, 2);
    expect(github.comments.map((comment) => comment.id)).toEqual([1000]);
  });
});

describe("refusals", () => {
  for (const status of [403, 404])
    test(`${status} is a warning that names the permission`, async () => {
      await using github = await startGitHub();
      github.fault("POST", list, {
        times: 99,
        status,
        message: "Resource not accessible by integration",
      });
      const { outcome, problems } = await publish(github, fail, 1);
      expect(outcome).toBe("refused");
      expect(problems.map((problem) => [problem.code, problem.severity])).toEqual([
        ["comment-refused", "warning"],
      ]);
      expect(problems[0]?.fix).toContain("pull-requests: write");
      expect(github.writes()).toBe(1);
    });

  test("on a fork's pull request the warning says so", async () => {
    await using github = await startGitHub({ without: ["comments"] });
    const { problems } = await publish(github, fail, 1, { event: pullRequest({ fork: true }) });
    expect(problems[0]?.message).toContain("fork");
    expect(problems[0]?.fix).not.toContain("pull-requests: write");
  });

  test("a token that does not hold is refused, and not shown", async () => {
    await using github = await startGitHub();
    github.fault("GET", list, { status: 401, message: "Bad credentials ghs_abcdefghijklmnop.qrs" });
    const { outcome, problems } = await publish(github, fail, 1);
    expect(outcome).toBe("refused");
    expect(JSON.stringify(problems)).not.toContain("ghs_");
  });

  test("422 is a failure told in GitHub's words", async () => {
    await using github = await startGitHub();
    github.fault("POST", list, { status: 422, message: "Validation Failed" });
    const { outcome, problems } = await publish(github, fail, 1);
    expect(outcome).toBe("failed");
    expect(problems[0]?.message).toContain("Validation Failed");
  });

  test("server errors, limits and lost answers are tried again, without a second comment", async () => {
    await using github = await startGitHub();
    github.fault("GET", list, { status: 502 });
    github.fault("POST", list, { status: 500, done: true });
    github.fault("PATCH", commentPath, { status: 429, headers: { "retry-after": "1" } });
    github.fault("PATCH", commentPath, {
      status: 403,
      message: "You have exceeded a secondary rate limit",
    });
    expect((await publish(github, fail, 1)).problems).toEqual([]);
    expect((await publish(github, saving, 2)).outcome).toBe("updated");
    expect(github.comments.map((comment) => runOf(comment.body))).toEqual([2]);
  });

  test("a GitHub that is down is a warning", async () => {
    await using github = await startGitHub();
    github.fault("GET", list, { times: 99, status: 503 });
    const { outcome, problems } = await publish(github, fail, 1);
    expect([outcome, problems[0]?.code]).toEqual(["failed", "comment-failed"]);
  });

  test("a comment deleted meanwhile is made anew", async () => {
    await using github = await startGitHub();
    await publish(github, fail, 1);
    github.before("PATCH", commentPath, () => {
      github.comments.splice(0);
    });
    await publish(github, unchanged, 2);
    expect(github.comments.map((comment) => verdictOf(comment.body))).toEqual(["pass"]);
  });
});
