import { expect, test } from "vitest";
import { createMemoryTree } from "../../repositories/memory-tree.ts";
import { explain } from "../../../src/commands/explain/explain.ts";
import { baseOf, context, explained } from "../check/recordings.ts";

const [tokens, question, answer] = [20_000, 200, 300];
const block = { type: "text", text: { $tokens: tokens, name: "policy" } };
const files = {
  "promptcost.yml": "scenarios: { a: { fixtures: a.json, traffic: { runs: 7300/month } } }\n",
  "a.json": JSON.stringify({
    request: {
      model: "claude-sonnet-5",
      max_tokens: 400,
      system: [{ ...block, cache_control: { type: "ephemeral" } }],
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: { $tokens: question, name: "question", changes: "request" } },
          ],
        },
      ],
    },
    expect: { output_tokens: answer },
  }),
};
const head = createMemoryTree(files);

/** By hand: input 2, 5m write 2.50, read 0.20, output 10 USD per million; alive for 5 minutes. */
function byHand(runsPerHour: number): number {
  const miss = Math.exp(-runsPerHour / 12);
  return (tokens * (2.5 * miss + 0.2 * (1 - miss)) + question * 2 + answer * 10) / 1e6;
}

test("a run at other traffic costs what the formula says, and a write pays after so many reads", () => {
  const other = explained({ head, base: head })?.otherTraffic;
  expect(other?.curve.map(({ runsPerHour }) => runsPerHour)).toEqual([
    "0.1",
    "1",
    "10",
    "100",
    "1000",
  ]);
  for (const { runsPerHour, usdPerRun } of other?.curve ?? []) {
    expect(Number(usdPerRun["as-written"])).toBeCloseTo(byHand(Number(runsPerHour)), 8);
    expect(usdPerRun["cache-5m"]).toBe(usdPerRun["as-written"]);
    expect(Number(usdPerRun["no-cache"])).toBeCloseTo(0.0434, 8);
    expect(Number(usdPerRun.batch)).toBeCloseTo(0.0217, 8);
  }
  expect(other?.readsToPay).toEqual([
    { model: "claude-sonnet-5", ttl: "5m", reads: "0.2778", whole: 1 },
    { model: "claude-sonnet-5", ttl: "1h", reads: "1.1111", whole: 2 },
  ]);
  expect(other?.breakEven[0]).toMatchObject({ variant: "cache-5m", against: "no-cache" });
});

test("people read the same", () => {
  const input = { ...context(), tree: head, base: baseOf(head), file: "promptcost.yml" };
  const { text } = explain({ ...input, scenario: "a", json: false, blocks: false });
  expect(text).toContain("USD a run at other traffic, all else as it is:");
  expect(text).toMatch(/runs an hour +as-written +no-cache +cache-5m +cache-1h +batch/);
  expect(text).toContain("cache-5m costs less than no cache from");
  expect(text).toContain("a write for 5m has paid after 1 read, claude-sonnet-5");
});
