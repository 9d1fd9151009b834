import { expect, test } from "vitest";
import type { JsonObject } from "../../src/json.ts";
import { nowhere } from "../../src/problem.ts";
import { noteCacheKeyPolicy } from "../../src/prompt/cache-key-assumptions.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import { cautiousPolicy } from "../../src/prompt/cache-key-policy.ts";
import type { CacheKeyPolicy } from "../../src/prompt/cache-key-policy.ts";
import { promptOf } from "./requests.ts";

const base = { model: "claude-opus-4-8", messages: [{ role: "user", content: "hi" }] };

function messages(change: JsonObject, policy: Partial<CacheKeyPolicy> = {}) {
  const table = createBlockTable({ policy: { ...cautiousPolicy, ...policy } });
  return noteCacheKeyPolicy(promptOf(base, table), promptOf({ ...base, ...change }, table), {
    table,
    place: nowhere,
  }).map((problem) => problem.message);
}

test("a change whose effect sources leave open is said, with the assumption taken", () => {
  const effort = { output_config: { effort: "low" } };
  expect(messages(effort)).toEqual([
    expect.stringMatching(/^`output_config\.effort` changes .*; all of it is assumed\.$/),
  ]);
  expect(messages(effort, { effort: "messages" })).toEqual([
    expect.stringContaining("that of the messages is assumed"),
  ]);
  expect(messages({ context_management: { edits: [] } }, { contextManagement: "none" })).toEqual([
    expect.stringContaining("nothing is assumed"),
  ]);
});

test("a change that was measured for the model is said with what it keeps and the source", () => {
  const effort = { output_config: { effort: "low" } };
  const said = (model: string): readonly string[] => {
    const table = createBlockTable();
    const [before, after] = [{}, effort].map((change) =>
      promptOf({ ...base, model, ...change }, table),
    );
    return before === undefined || after === undefined
      ? []
      : noteCacheKeyPolicy(before, after, { table, place: nowhere }).map(
          ({ code, message }) => `${code}: ${message}`,
        );
  };
  expect(said("claude-fable-5-1")).toEqual([
    expect.stringMatching(
      /^cache-key-measured: .*`claude-fable-5-1` then keeps all of its prompt cache .*#92444/,
    ),
  ]);
  expect(said("claude-sonnet-5")).toEqual([
    expect.stringContaining("its prompt cache of tools and system"),
  ]);
  expect(said("claude-opus-5")).toEqual([
    expect.stringContaining("then keeps nothing of its prompt cache (measured"),
  ]);
});

test("what is documented, and what does not change, needs no word", () => {
  expect(
    messages({
      tool_choice: { type: "any" },
      system: "s",
      model: "claude-opus-5",
      max_tokens: 3,
    }),
  ).toEqual([]);
});
