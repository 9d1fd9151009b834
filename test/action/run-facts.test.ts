import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readRunFacts } from "../../src/action/run-facts.ts";

function eventFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "promptcost-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "event.json");
  writeFileSync(path, text);
  return path;
}

test("what the runner says", () => {
  const env = {
    GITHUB_EVENT_NAME: "push",
    GITHUB_EVENT_PATH: eventFile(
      JSON.stringify({
        ref: "refs/heads/main",
        before: "a".repeat(40),
        after: "b".repeat(40),
        repository: { default_branch: "main" },
      }),
    ),
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_RUN_ID: "19876543210",
    GITHUB_RUN_ATTEMPT: "2",
    GITHUB_SHA: "b",
    GITHUB_SERVER_URL: "https://ghe.acme.dev/",
    GITHUB_API_URL: "https://ghe.acme.dev/api/v3",
    GITHUB_GRAPHQL_URL: "https://ghe.acme.dev/api/graphql",
    GITHUB_WORKSPACE: "/w",
    GITHUB_ACTION: "__promptcost 2",
    GITHUB_ACTOR: "dependabot[bot]",
    RUNNER_TEMP: "/t",
  };
  expect(readRunFacts(env)).toMatchObject({
    event: { kind: "push", toDefault: true },
    repository: { owner: "acme", name: "shop", url: "https://ghe.acme.dev/acme/shop" },
    run: { id: 19876543210, attempt: 2 },
    graphqlUrl: "https://ghe.acme.dev/api/graphql",
    step: "__promptcost-2",
    dependabot: true,
  });
});

test.for([
  ["no file", undefined],
  ["no such file", "/nowhere/event.json"],
  ["no JSON", ""],
] as const)("an event that cannot be read: %s", ([, path]) => {
  const file = { GITHUB_EVENT_PATH: path === "" ? eventFile("{") : path };
  for (const name of ["pull_request", "pull_request_target", "merge_group"])
    expect(readRunFacts({ ...file, GITHUB_EVENT_NAME: name })).toMatchObject({
      code: "event-unreadable",
      severity: "error",
    });
  const push = { ...file, GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/x" };
  expect(readRunFacts({ ...push, GITHUB_SHA: "a".repeat(40) })).toMatchObject({
    event: { kind: "push", branch: "x", before: "0".repeat(40), toDefault: false },
    oddities: [{ code: "event-incomplete", severity: "warning" }],
  });
  expect(readRunFacts({ ...file, GITHUB_EVENT_NAME: "schedule" })).toMatchObject({
    event: { kind: "other", name: "schedule" },
    oddities: [{ code: "event-incomplete" }],
  });
});

test.for([["{}"], ["[]"], ["null"], ['""'], ['{"pull_request":null}'], ['{"merge_group":[]}']])(
  "an event of an odd form: %s",
  ([text]) => {
    const file = { GITHUB_EVENT_PATH: eventFile(text ?? ""), GITHUB_SHA: "a".repeat(40) };
    for (const name of ["pull_request", "merge_group"])
      expect(readRunFacts({ ...file, GITHUB_EVENT_NAME: name })).toMatchObject({
        code: "event-unreadable",
      });
    for (const name of ["push", "workflow_dispatch"])
      expect(readRunFacts({ ...file, GITHUB_EVENT_NAME: name })).toHaveProperty("event");
  },
);
