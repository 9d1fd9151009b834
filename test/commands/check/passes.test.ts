import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/json.ts";
import { renderTerminal } from "../../../src/report/views/terminal.ts";
import { checked, codes, explained, only, pullRequest, recordingOf } from "./recordings.ts";

const plain: JsonObject = {
  model: "claude-opus-5",
  max_tokens: 8_000,
  system: "You answer questions about holidays.",
  messages: [{ role: "user", content: "How many days off do I have?" }],
};
const searching: JsonObject = {
  ...plain,
  tools: [{ type: "web_search_20250305", name: "web_search" }],
};
const searched: JsonObject = {
  content: [
    { type: "web_search_tool_result", content: [] },
    { type: "text", text: "You have thirty days off a year." },
  ],
  usage: { input_tokens: 9_000, output_tokens: 60, server_tool_use: { web_search_requests: 1 } },
};

test("a search taken out of the request is gone from the bill with its results", () => {
  const recorded = recordingOf(searching, { response: searched });
  const report = checked(
    pullRequest(
      { "a.json": { request: searching, recorded } },
      { "a.json": { request: plain, recorded } },
    ),
  );
  const { baselineMonthlyUsd, monthlyUsd, causes } = only(report);
  // 10,000 runs: 9,000 x 5 + 60 x 25 millionths and a cent for the search.
  expect(Number(baselineMonthlyUsd)).toBe(565);
  // About 30 tokens of prompt, and the same answer.
  expect(Number(monthlyUsd)).toBeGreaterThan(15);
  expect(Number(monthlyUsd)).toBeLessThan(18);
  expect(causes.map(({ kind }) => kind)).toContain("fees");
  const sum = causes.reduce((total, { usd }) => total + Number(usd), 0);
  expect(sum).toBeCloseTo(Number(monthlyUsd) - Number(baselineMonthlyUsd), 6);
  expect(codes(report)).not.toContain("baseline-drift");
  expect(renderTerminal(report, { colour: false, source: null })).toMatch(
    /fees .*web_search removed, searches a run: 1 → 0; server tools removed, their results, [\d,]+ tokens/,
  );
});

test("nor are its results in the requests that repeat the answer", () => {
  const found = {
    type: "web_search_tool_result",
    tool_use_id: "s",
    content: [{ type: "web_search_result", encrypted_content: "x".repeat(20_000) }],
  };
  const response = {
    ...searched,
    content: [found, { type: "text", text: "You have thirty days off a year." }],
  };
  const recorded = recordingOf(searching, { response });
  const again = {
    request: {
      messages: {
        $append: [
          { role: "assistant", content: [{ $answer: true }] },
          { role: "user", content: "Sure?" },
        ],
      },
    },
    expect: { output_tokens: 10 },
  };
  const file = (request: JsonObject) => ({ exchanges: [{ request, recorded }, again] });
  const report = checked(pullRequest({ "a.json": file(searching) }, { "a.json": file(plain) }));
  const { monthlyUsd, baselineMonthlyUsd } = only(report);
  expect(Number(baselineMonthlyUsd)).toBeGreaterThan(700);
  expect(Number(monthlyUsd)).toBeGreaterThan(17);
  expect(Number(monthlyUsd)).toBeLessThan(25);
});

test("a compaction is in the bill of both sides, and an edit of the text moves the text alone", () => {
  const body = {
    ...plain,
    context_management: { edits: [{ type: "compact_20260112" }] },
  };
  const tokens = (input: number, output: number) => ({
    input_tokens: input,
    output_tokens: output,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  });
  const response = {
    usage: {
      ...tokens(40, 60),
      iterations: [
        { type: "compaction", ...tokens(160_000, 2_000) },
        { type: "message", ...tokens(40, 60) },
      ],
    },
  };
  const recorded = recordingOf(body, { response });
  const longer = {
    ...body,
    system: "You answer questions about holidays, and about nothing else.",
  };
  const commits = pullRequest(
    { "a.json": { request: body, recorded } },
    { "a.json": { request: longer, recorded } },
  );
  const report = checked(commits);
  const { baselineMonthlyUsd, causes } = only(report);
  // 10,000 runs: (160,040 x 5 + 2,060 x 25) millionths.
  expect(baselineMonthlyUsd).toBe("8517");
  expect(causes.map(({ kind }) => kind)).toEqual(["system"]);
  expect(codes(report)).toContain("passes-as-recorded");
  const explanation = explained(commits);
  expect(explanation?.usdPerMonth).toBe(only(report).monthlyUsd);
  expect(explanation?.problems.map(({ code }) => code)).toContain("passes-as-recorded");
});

test("an endpoint of which nobody states the region costs a range, and people see it", () => {
  const asked = { ...plain, model: "anthropic.claude-opus-4-8" };
  const file = (request: JsonObject) => ({ request, expect: { output_tokens: 1_000 } });
  const report = checked(
    pullRequest(
      { "a.json": file(asked) },
      { "a.json": file({ ...asked, system: "You answer questions." }) },
    ),
  );
  const { monthlyUsd, lowUsd, highUsd } = only(report);
  expect(lowUsd).toBe(monthlyUsd);
  expect(Number(highUsd) / Number(lowUsd)).toBeGreaterThan(1.099);
  expect(codes(report)).toContain("region-unknown");
  expect(renderTerminal(report, { colour: false, source: null })).toMatch(
    /→ \$251\.05 \(\$251[.\d]* to \$276[.\d]*\) a month/,
  );
});
