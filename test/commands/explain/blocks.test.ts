import { array, assert, constantFrom, integer, property, record } from "fast-check";
import { expect, test } from "vitest";
import { explain } from "../../../src/commands/explain/explain.ts";
import { parseUsd } from "../../../src/money.ts";
import { createMemoryTree } from "../../repositories/memory-tree.ts";
import { context } from "../check/recordings.ts";

const tool = { name: "lookup", description: "Looks it up.", input_schema: { type: "object" } };

function blocksOf(files: Readonly<Record<string, string>>, json: boolean): string {
  const tree = createMemoryTree(files);
  const base = { commit: { sha: "0".repeat(40), why: "the merge base" }, tree };
  const asked = { tree, base, file: "promptcost.yml", scenario: "a", json, blocks: true };
  const { text, problems } = explain({ ...context(), ...asked });
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return text ?? "";
}

function usd(text: string): bigint {
  return parseUsd(text) ?? -1n;
}

test("the rows add up to what the projection says, whatever the cache does", () => {
  assert(
    property(
      record({
        system: integer({ min: 1, max: 9_000 }),
        runs: constantFrom("0.2/hour", "12/hour", "200k/month"),
        weights: array(integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
        ttl: constantFrom("5m", "1h"),
      }),
      ({ system, runs, weights, ttl }) => {
        const files = Object.fromEntries(
          weights.map((weight, index) => [
            `${index}.json`,
            JSON.stringify({
              weight,
              request: {
                model: "claude-sonnet-5",
                max_tokens: 100,
                tools: [tool],
                system: [
                  {
                    type: "text",
                    text: { $tokens: system, name: "policy" },
                    cache_control: { type: "ephemeral", ttl },
                  },
                ],
                messages: [{ role: "user", content: `Question ${index}` }],
              },
              expect: { output_tokens: 40 },
            }),
          ]),
        );
        const config = `scenarios: { a: { fixtures: "*.json", traffic: { runs: ${runs} } } }`;
        const { blocks, usdPerRun } = JSON.parse(
          blocksOf({ "promptcost.yml": config, ...files }, true),
        );
        const sum = blocks.reduce(
          (total: bigint, row: { usdPerRun: string }) => total + usd(row.usdPerRun),
          0n,
        );
        // Each row is rounded to the pico-dollar by itself.
        expect(sum - usd(usdPerRun)).toBeLessThanOrEqual(BigInt(blocks.length));
        expect(usd(usdPerRun) - sum).toBeLessThanOrEqual(BigInt(blocks.length));
      },
    ),
    { numRuns: 40 },
  );
});

test("a block has its file and line, and how many requests carry it", () => {
  const request = {
    model: "claude-sonnet-5",
    max_tokens: 100,
    system: { $file: "policy.md" },
    messages: [{ role: "user", content: "Hello" }],
  };
  const text = blocksOf(
    {
      "promptcost.yml": 'scenarios: { a: { fixtures: "*.json" } }',
      "policy.md": "Answer in one sentence. ".repeat(50),
      "a.json": JSON.stringify({
        exchanges: [
          { request, expect: { output_tokens: 10 } },
          {
            request: {
              messages: { $append: [{ $answer: true }, { role: "user", content: "And?" }] },
            },
            expect: { output_tokens: 10 },
          },
        ],
      }),
    },
    false,
  );
  expect(text).toMatch(/ {2}system +policy\.md:1 +\d+ +2 +/);
  expect(text).toMatch(/answers/);
  expect(text).not.toContain("Answer in one sentence");
});
