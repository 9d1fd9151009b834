import { expect, test } from "vitest";
import { commentKey } from "../../src/publish/comment.ts";
import { readMarker } from "../../src/report/views/comment.ts";
import { error, fail, notCompared, saving, unchanged } from "../report/sample.ts";
import { startGitHub, type Comment, type Options, type Server } from "../servers/github.ts";
import { head, publish, pullRequest } from "./connection.ts";

const app = "acme-costs[bot]";

/** A GitHub where run 1 reported under the workflow's own token, and the next has an app's. */
async function afterSwitch(options: Options = {}, over: Partial<Comment> = {}): Promise<Server> {
  await using before = await startGitHub();
  await publish(before, fail, 1);
  const after = await startGitHub({ login: app, ...options });
  after.comments.push(...before.comments.map((comment) => ({ ...comment, id: 7, ...over })));
  return after;
}

const authors = (github: Server): readonly string[] =>
  github.comments.map(({ user }) => user.login);

test("after the token changed its author, the former report is deleted", async () => {
  await using github = await afterSwitch();
  expect(await publish(github, saving, 2)).toEqual({ outcome: "created", problems: [] });
  expect(authors(github)).toEqual([app]);
  expect((await publish(github, unchanged, 3)).outcome).toBe("updated");
  expect(authors(github)).toEqual([app]);
});

test("back again, and where the token will not say who it is", async () => {
  await using github = await afterSwitch({}, { user: { login: "former-app[bot]", type: "Bot" } });
  github.fault("POST", /graphql/, { times: 99, status: 403 });
  for (const run of [2, 3]) {
    await publish(github, saving, run);
    expect(authors(github)).toEqual([app]);
  }
});

test("what may not be deleted is folded away, else edited, else told", async () => {
  await using folded = await afterSwitch({ without: ["deleting"] });
  expect((await publish(folded, saving, 2)).problems).toEqual([]);
  expect(folded.comments.map(({ minimized }) => minimized)).toEqual([true, undefined]);

  await using edited = await afterSwitch({ without: ["deleting", "minimizing"] });
  expect((await publish(edited, saving, 2)).problems).toEqual([]);
  expect(edited.comments[0]?.body).toMatch(/out of date/);
  const writes = edited.writes();
  await publish(edited, saving, 2);
  expect(edited.writes()).toBe(writes);

  await using told = await afterSwitch({ without: ["deleting", "minimizing", "editing"] });
  const { outcome, problems } = await publish(told, saving, 2);
  expect([outcome, problems.map(({ code, severity }) => [code, severity])]).toEqual([
    "created",
    [["comment-left", "warning"]],
  ]);
});

test.for<[string, Partial<Comment>]>([
  ["a person's", { user: { login: "eve" } }],
  ["a person's whose name is much like a bot's", { user: { login: "github-actions-bot" } }],
  ["a person's, said by GitHub", { user: { login: "github-actions", type: "User" } }],
])("a marker in %s comment rules nothing and is left", async ([, over]) => {
  await using github = await afterSwitch({}, over);
  const [{ body } = { body: "" }] = github.comments;
  expect((await publish(github, saving, 2)).outcome).toBe("created");
  expect(github.comments[0]?.body).toBe(body);
  expect(github.comments).toHaveLength(2);
  expect((await publish(github, unchanged, 3)).outcome).toBe("updated");
  expect(github.comments).toHaveLength(2);
});

test("another bot's comment that holds our marker before words of its own is left", async () => {
  await using github = await afterSwitch();
  const [comment] = github.comments;
  if (comment !== undefined) comment.body += "\nand an echo";
  await publish(github, saving, 2);
  expect(github.comments).toHaveLength(2);
});

test("a run number that cannot be does not rule ours, and is not overwritten", async () => {
  await using made = await startGitHub();
  await publish(made, fail, 1);
  const [{ body } = { body: "" }] = made.comments;
  for (const run of ["Infinity", "1e308", "-1", "999999999999999", "1".repeat(400), "NaN", "2.5"]) {
    await using github = await startGitHub();
    const forged = body.replace(` ${head} 1 `, ` ${head} ${run} `);
    expect(forged).not.toBe(body);
    github.comments.push({ id: 1, body: forged, user: { login: "github-actions[bot]" } });
    expect((await publish(github, saving, 5)).outcome, run).toBe("created");
    expect((await publish(github, unchanged, 6)).outcome, run).toBe("updated");
    expect(github.comments.map((comment) => comment.body === forged)).toEqual([true, false]);
  }
});

test("a key of any text finds its comment again, and no other", async () => {
  await using github = await startGitHub();
  const keys = [
    "-->",
    "--!>",
    "\"quoted\" 'both'",
    "two\nlines\r\n--> # heading",
    "価格🧮\ud800",
    "x".repeat(10_000),
    `${"x".repeat(9_999)}y`,
    "%2D%ZZ",
    "= 1",
  ];
  for (const [run, report] of [
    [1, fail],
    [2, unchanged],
  ] as const)
    for (const key of keys)
      expect(
        (await publish(github, report, run, { key: commentKey("promptcost.yml", key) })).outcome,
      ).toBe(run === 1 ? "created" : "updated");
  expect(github.comments).toHaveLength(keys.length);
  for (const { body } of github.comments) {
    expect(body.indexOf("-->")).toBe(body.indexOf("\n") - 3);
    expect(readMarker(body)?.run).toBe(2);
  }
});

test("lists that lag: one comment, whoever creates at the same time", async () => {
  for (const lag of [1, 2]) {
    await using github = await startGitHub({ lag, pageSize: 2 });
    for (const id of [1, 2, 3, 4, 5])
      github.comments.push({ id, body: "Looks good.", user: { login: "ada" } });
    github.before("POST", /issues\/7\/comments$/, async () => {
      await publish(github, unchanged, 2);
    });
    await publish(github, fail, 1);
    const ours = github.comments.flatMap(({ body }) => readMarker(body)?.run ?? []);
    expect(ours).toEqual([2]);
  }
});

test("a report that compared this commit stands; one that compared nothing goes only under another", async () => {
  await using github = await startGitHub();
  await publish(github, fail, 1);
  const [{ body } = { body: "" }] = github.comments;
  expect(await publish(github, error, 2)).toMatchObject({
    outcome: "kept",
    problems: [{ code: "comment-kept", severity: "note" }],
  });
  expect(github.comments[0]?.body).toBe(body);
  const event = pullRequest({ head: "e".repeat(40) });
  expect((await publish(github, error, 3, { event })).outcome).toBe("updated");
  expect((await publish(github, error, 4, { event })).outcome).toBe("updated");
  expect((await publish(github, saving, 5, { event })).outcome).toBe("updated");
});

test("a commit that is its own base takes away nothing that compared, under whichever token", async () => {
  const same = { ...notCompared, comparison: "same-as-base" as const };
  const event = pullRequest({ head: "e".repeat(40) });
  for (const options of [{}, { login: app }]) {
    await using github = await afterSwitch(options, { id: 7 });
    const before = github.comments.map(({ body }) => body);
    expect((await publish(github, same, 2, { event })).outcome).toBe("kept");
    expect(github.comments.map(({ body }) => body)).toEqual(before);
    // A run that does compare clears up.
    await publish(github, saving, 3, { event });
    expect(github.comments.map(({ body }) => readMarker(body)?.run)).toEqual([3]);
  }
});
