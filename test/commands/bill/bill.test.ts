import { describe, expect, test } from "vitest";
import {
  billExchanges,
  readBilled,
  type RecordedExchange,
} from "../../../src/commands/bill/bill.ts";
import { billJson } from "../../../src/commands/bill/json.ts";
import { billText } from "../../../src/commands/bill/text.ts";
import { readExchangeFiles } from "../../../src/fixture/files/exchanges.ts";
import type { Json, JsonObject } from "../../../src/json.ts";
import { createPriceBook } from "../../../src/models/price-book.ts";
import { placeIn, type Problem } from "../../../src/problem.ts";

const book = createPriceBook();

function recorded(
  id: string,
  model: string,
  usage: Json | undefined,
  more: Partial<RecordedExchange> = {},
): RecordedExchange {
  return {
    id,
    place: placeIn("runs.jsonl", "response"),
    request: { model },
    response: { model, stop_reason: "end_turn", ...(usage === undefined ? {} : { usage }) },
    at: "2026-11-24T10:00:00Z",
    batch: false,
    betas: null,
    ...more,
  };
}

const sample: RecordedExchange[] = [
  recorded("a", "claude-sonnet-4-5", { input_tokens: 2_000, output_tokens: 300 }),
  recorded(
    "b",
    "claude-opus-5-5",
    {
      input_tokens: 1,
      output_tokens: 1,
      cache_read_input_tokens: 1_000_000,
      server_tool_use: { web_search_requests: 2 },
    },
    { at: "2026-11-23" },
  ),
  recorded("c", "claude-2.1", { input_tokens: 10, output_tokens: 20 }),
  recorded("d", "claude-opus-5-5", undefined),
  recorded(
    "e",
    "claude-sonnet-5",
    { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 1_000 },
    { request: null },
  ),
];

test("usage of which nobody says when it was has no day", () => {
  const usage = { input_tokens: 2_000, output_tokens: 300 };
  const undated = ["", null, "some day"].map((at, index) =>
    recorded(String(index), "claude-sonnet-4-5", usage, { at: at === "" ? "2026-11-02" : at }),
  );
  const result = billExchanges({ exchanges: undated, book, asOf: "2026-11-24" });
  expect(billJson(result, book).exchanges.map(({ day }) => day)).toEqual([
    "2026-11-02",
    null,
    null,
  ]);
  expect(billText(result, book)).toMatch(
    / {2}2026-11-02 .*\n {2}no time recorded, prices of 2026-11-24 +4,600 tokens/,
  );
});

describe("the document", () => {
  test("has exact decimal strings, a ledger a line, and null for what has no price", () => {
    const document = billJson(billExchanges({ exchanges: sample, book, asOf: "2026-11-24" }), book);
    expect(document).toMatchSnapshot();
    expect(document.totalUsd).toBe("0.233024");
    expect(document.unpriced).toBe(2);
  });

  test("says a warning once a file, and each error", () => {
    const twice = [
      recorded("a", "claude-3-opus-20240229", { input_tokens: 1, output_tokens: 1 }),
      recorded("b", "claude-3-opus-20240229", { input_tokens: 1, output_tokens: 1 }),
    ];
    const other = recorded(
      "c",
      "claude-3-opus-20240229",
      { input_tokens: 1, output_tokens: 1 },
      { place: placeIn("other.jsonl") },
    );
    expect(
      billExchanges({ exchanges: [...twice, other], book, asOf: "2026-11-24" }).problems.map(
        (problem) => problem.file,
      ),
    ).toEqual(["runs.jsonl", "other.jsonl"]);
    const broken = [recorded("a", "claude-2.1", undefined), recorded("b", "claude-2.1", undefined)];
    expect(
      billExchanges({ exchanges: broken, book, asOf: "2026-11-24" }).problems.map(
        (problem) => problem.code,
      ),
    ).toEqual(["usage-missing", "unknown-model", "usage-missing", "unknown-model"]);
  });
});

test("the text shows the sum by class, model and day, and what is not in it", () => {
  expect(
    billText(billExchanges({ exchanges: sample, book, asOf: "2026-11-24" }), book),
  ).toMatchSnapshot();
  expect(billText(billExchanges({ exchanges: [], book, asOf: "2026-11-24" }), book)).toBe(
    "$0.00 for 0 exchanges\n",
  );
});

const canary = "canary-7f3a";

describe("files", () => {
  const billLines = (lines: readonly JsonObject[]) => {
    const problems: Problem[] = [];
    const text = lines.map((line) => JSON.stringify(line)).join("\n");
    const file = { path: "recorded.jsonl", text: () => text, lines: () => text.split("\n") };
    const read = readExchangeFiles({
      files: [file],
      tree: null,
      digest: () => "0",
      report: (problem) => problems.push(problem),
    });
    return billExchanges({ exchanges: readBilled(read), book, asOf: "2026-11-24", problems });
  };
  const line = (id: string, more: JsonObject): JsonObject => ({
    id,
    seq: { group: "g", index: 0 },
    endpoint: "messages",
    request: {
      model: "claude-opus-5-5",
      max_tokens: 5,
      messages: [{ role: "user", content: canary }],
    },
    response: {
      model: "claude-opus-5-5",
      stop_reason: "end_turn",
      usage: { input_tokens: 1_000_000, output_tokens: 0 },
      content: [],
    },
    recordedAt: "2026-11-24T10:00:00Z",
    ...more,
  });

  test("count_tokens costs nothing and is no exchange; a batch is half", () => {
    const result = billLines([
      line("a", {}),
      line("b", { batch: true }),
      line("c", { endpoint: "count_tokens", response: { input_tokens: 5 } }),
    ]);
    expect(result.exchanges.map((exchange) => [exchange.id, exchange.usd])).toEqual([
      ["a", 4_000_000_000_000n],
      ["b", 2_000_000_000_000n],
    ]);
  });

  test("problems name the line and never what the prompt says", () => {
    const broken = {
      model: canary,
      stop_reason: "refusal",
      usage: { input_tokens: canary, output_tokens: -1, inference_geo: canary, speed: canary },
      content: [{ type: "text", text: canary }],
    };
    const { problems } = billLines([
      line("a", {}),
      line("b", { response: { ...broken, model: "claude-opus-5-5" } }),
    ]);
    expect(
      problems.map((problem) => [
        problem.code,
        problem.file,
        problem.line,
        problem.path?.replace(/^response\./, ""),
      ]),
    ).toEqual([
      ["usage-malformed", "recorded.jsonl", 2, "usage.input_tokens"],
      ["usage-malformed", "recorded.jsonl", 2, "usage.output_tokens"],
      ["usage-value-unknown", "recorded.jsonl", 2, "usage.inference_geo"],
      ["usage-value-unknown", "recorded.jsonl", 2, "usage.speed"],
    ]);
    expect(JSON.stringify(problems)).not.toContain(canary);
  });
});
