import { expect, test } from "vitest";
import { startClaude, type Behaviour } from "../../servers/claude.ts";
import { createRepository } from "../../repositories/scratch-repository.ts";
import { commandHere } from "../here.ts";
import { files } from "./three-questions.ts";

/** What a replay says of each of three questions behind one prompt that is marked to be cached. */
async function replay(behaviour: (before: number) => Behaviour, ...words: readonly string[]) {
  await using claude = await startClaude(
    () => 2712,
    undefined,
    (_, before) => behaviour(before),
  );
  const root = createRepository({ files });
  const env = { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: "k" };
  const words1 = ["replay", "--max-usd", "1", ...words];
  const { stdout } = await commandHere(root, [...words1, "--json"], env);
  return JSON.parse(stdout).exchanges.map(({ whyCache }: { whyCache: string | null }) => whyCache);
}

function answer(
  read: number,
  written: number,
  more: { readonly delayMs?: number } = {},
): Behaviour {
  return {
    kind: "answer",
    usage: {
      input_tokens: 12,
      cache_read_input_tokens: read,
      cache_creation_input_tokens: written,
      output_tokens: 40,
    },
    ...more,
  };
}

test("the first writes, the others read: nothing is to be explained", async () => {
  const says = await replay(
    (before) => (before === 0 ? answer(0, 2700) : answer(2700, 0)),
    "--concurrency",
    "1",
  );
  expect(says).toEqual([null, null, null]);
});

test("what is sent before another's answer began reads nothing of it, and none is expected to", async () => {
  const says = await replay(() => answer(0, 2700, { delayMs: 400 }), "--concurrency", "3");
  expect(says).toEqual([null, null, null]);
});

test("a miss names who had written it, and claims no more", async () => {
  const says = await replay(() => answer(0, 2700), "--concurrency", "1");
  expect(says).toEqual([
    null,
    expect.stringMatching(
      /^ask:1#0 had written it \d+ (?:ms|s) before, and the API did not find it$/,
    ),
    expect.stringMatching(
      /^ask:2#0 had written it \d+ (?:ms|s) before, and the API did not find it$/,
    ),
  ]);
});

test("a prompt that is billed as too short to be cached is no expired cache", async () => {
  const says = await replay(
    () => ({ kind: "answer", usage: { input_tokens: 700, output_tokens: 40 } }),
    "--concurrency",
    "1",
  );
  for (const why of says)
    expect(why).toBe(
      "the prompt is too short to be cached: 700 tokens, at least 1,024 tokens are cached",
    );
});

test("a hit that nobody here wrote", async () => {
  const [first] = await replay(() => answer(2700, 0), "--concurrency", "1");
  expect(first).toContain("no request of this replay had written before");
});
