import { describe, expect, test } from "vitest";
import { startClaude, type Behaviour } from "../../servers/claude.ts";
import type { BatchBehaviour } from "../../servers/claude-batches.ts";
import { createRepository, type Files } from "../../repositories/scratch-repository.ts";
import { commandHere } from "../here.ts";

const asked = {
  model: "claude-sonnet-4-6",
  max_tokens: 50,
  messages: [{ role: "user", content: "one" }],
};
const usage = { input_tokens: 9, output_tokens: 20 };
const line = (request: object) => `${JSON.stringify({ request })}\n`;

/** The forms of a fixture, each with an exchange that ends badly and the line it begins on. */
const forms: readonly (readonly [string, Files, number])[] = [
  ["f.jsonl", { "f.jsonl": `\n${line({ ...asked, metadata: {} })}\n${line(asked)}` }, 4],
  [
    "f.json",
    { "f.json": { exchanges: [{ request: { ...asked, metadata: {} } }, { request: asked }] } },
    16,
  ],
  [
    "f.yaml",
    {
      "f.yaml": `# two\nexchanges:\n  - request: ${JSON.stringify({ ...asked, metadata: {} })}\n  - offset: 1ms\n    request: ${JSON.stringify(asked)}\n`,
    },
    4,
  ],
];

/** What is said with the second request treated so; the first has `metadata`. */
async function replay(
  files: Files,
  { behaviour, batch, words = [] }: Treatment,
): Promise<readonly Said[]> {
  await using claude = await startClaude(
    () => 9,
    undefined,
    (body) =>
      body.includes("metadata")
        ? { kind: "answer", usage }
        : (behaviour ?? { kind: "answer", usage }),
    { polls: 0, item: () => ({ type: "canceled" }), ...batch },
  );
  const root = createRepository({
    files: { "promptcost.yml": 'scenarios:\n  ask: { fixtures: "f.*" }\n', ...files },
  });
  const all = ["replay", "--json", "--max-usd", "1", "--fast", ...words];
  const env = { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: "k" };
  return JSON.parse((await commandHere(root, all, env)).stdout).problems;
}

interface Treatment {
  readonly behaviour?: Behaviour;
  readonly batch?: Partial<BatchBehaviour>;
  readonly words?: readonly string[];
}

interface Said {
  readonly code: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly scenario: string | null;
}

describe.each(forms)(
  "a problem of an exchange of %s has its file, line and scenario",
  (file, files, at) => {
    const there = (code: string): object => ({ code, file, line: at, scenario: "ask" });

    test.each<[string, Treatment]>([
      [
        "replay-refused",
        { behaviour: { kind: "status", status: 400, type: "invalid_request_error" } },
      ],
      ["replay-maybe-paid", { behaviour: { kind: "hang-up" } }],
      ["replay-without-usage", { behaviour: { kind: "answer", usage: { input_tokens: 9 } } }],
    ])("%s", async (code, treatment) => {
      expect(await replay(files, treatment)).toMatchObject([there(code)]);
    });

    test("replay-cap-reached", async () => {
      const said = await replay(files, { words: ["--max-usd", "0.000001"] });
      expect(said).toMatchObject([{ code: "replay-cap-reached", file, scenario: "ask" }]);
      expect(said[0]?.line).toBeGreaterThan(0);
    });

    test("replay-batch-item", async () => {
      const items: Partial<BatchBehaviour> = {
        item: (_, params) =>
          "metadata" in params
            ? { type: "canceled" }
            : {
                type: "errored",
                error: { type: "error", error: { type: "invalid_request_error", message: "no" } },
              },
      };
      const said = await replay(files, { batch: items, words: ["--batch"] });
      expect(said).toHaveLength(2);
      expect(said).toContainEqual(expect.objectContaining(there("replay-batch-item")));
      for (const problem of said) expect(problem.line).toBeGreaterThan(0);
    });

    test("replay-batch-refused", async () => {
      const refuses = { create: () => ({ status: 400, type: "invalid_request_error" }) };
      const said = await replay(files, { batch: refuses, words: ["--batch"] });
      expect(said).toMatchObject([{ code: "replay-batch-refused", file }]);
      expect(said[0]?.line).toBeGreaterThan(0);
    });
  },
);

test("a cap of the config that is none has the config's line; a scenario that is none too", async () => {
  const root = createRepository({
    files: {
      "promptcost.yml": 'scenarios:\n  ask: { fixtures: "f.*" }\nreplay:\n  max-usd: $0\n',
      "f.jsonl": line(asked),
    },
  });
  const call = async (...words: readonly string[]) =>
    JSON.parse(
      (await commandHere(root, ["replay", "--json", ...words], { ANTHROPIC_API_KEY: "k" })).stdout,
    ).problems;
  const config = { file: "promptcost.yml" };
  const [cap] = await call();
  expect(cap).toMatchObject({ ...config, line: 4 });
  expect(await call("asks", "--max-usd", "1")).toMatchObject([
    { ...config, code: "scenario-unknown", line: expect.any(Number) },
  ]);
});
