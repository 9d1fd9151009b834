import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { writeUsage } from "../../../src/api/usage.ts";
import { usageOf } from "../../../src/api/response.ts";
import { modelOf } from "../../../src/api/model.ts";
import { billExchange } from "../../../src/billing/recorded/bill.ts";
import type { Call } from "../../../src/formats/format.ts";
import type { JsonObject } from "../../../src/json.ts";
import { createPriceBook } from "../../../src/models/price-book.ts";
import { nowhere } from "../../../src/problem.ts";
import { documentsOf, readLog, tokensOf } from "./read.ts";

const folder = "../shared/corpus/formats";
const absent = !existsSync(folder);
if (absent) console.warn(`SKIPPED: no files of formats at ${folder}; none of them was read.`);

const ofUsage = [
  "transcript/",
  "claude-print/",
  "otel/",
  "langfuse/",
  "langsmith/",
  "litellm/",
  "helicone/",
  "braintrust/",
  "openrouter/",
  "batch/requests",
  "batch/results",
  "batch/ellmer",
];

const tokens = z.object({
  input: z.number(),
  w5m: z.number(),
  w1h: z.number(),
  "w?": z.number(),
  read: z.number(),
  output: z.number(),
});
const rows = z.array(
  z.object({
    file: z.string(),
    expected: z.object({
      messages: z.number(),
      failed: z.number().optional(),
      batchRequests: z.number().optional(),
      batch: z.number().optional(),
      tokens,
      models: z.array(z.string()),
    }),
  }),
);

const index = absent ? [] : rows.parse(JSON.parse(readFileSync(`${folder}/index.json`, "utf8")));
const files = index.filter(({ file }) => ofUsage.some((start) => file.startsWith(start)));
const book = createPriceBook();
const asOf = "2026-11-27";

/** Pico-dollars; null where something is not known. */
function priced(response: JsonObject, batch: boolean): bigint | null {
  const { usd } = billExchange(
    {
      request: null,
      response,
      usage: usageOf(response),
      at: null,
      batch,
      betas: null,
      place: nowhere,
    },
    { book, asOf },
  );
  return usd;
}

describe.skipIf(absent)("files with usage, as emitters write them", () => {
  test("are all there", () => {
    expect(files.length).toBeGreaterThanOrEqual(30);
  });

  test.each(files)("$file says what is expected", ({ file, expected }) => {
    const read = readLog(documentsOf(readFileSync(`${folder}/${file}`, "utf8")));
    expect(read.formats).toHaveLength(1);
    const answered = read.calls.filter(({ response }) => response !== null);
    expect(tokensOf(answered)).toEqual(expected.tokens);
    expect(answered).toHaveLength(expected.messages);
    expect(read.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(
      read.calls.filter(({ request }) => request !== null && read.formats[0] === "a Message Batch"),
    ).toHaveLength(expected.batchRequests ?? 0);
    expect(answered.filter(({ batch }) => batch)).toHaveLength(expected.batch ?? 0);
    const failed = read.leftOut.filter(({ why }) =>
      ["refused", "unanswered", "no-usage"].includes(why),
    );
    expect(failed).toHaveLength(expected.failed ?? 0);
  });

  const oneModel = files.filter(
    ({ expected }) =>
      expected.models.length === 1 && !expected.models.some((id) => /[/[]/.test(id)),
  );
  test.each(oneModel)("$file costs what its expected usage does", ({ file, expected }) => {
    const read = readLog(documentsOf(readFileSync(`${folder}/${file}`, "utf8")));
    const { input, w5m, w1h, read: cacheRead, output } = expected.tokens;
    const [model] = expected.models;
    const usage = writeUsage({
      input,
      cacheRead,
      cacheWrite5m: w5m + expected.tokens["w?"],
      cacheWrite1h: w1h,
      output,
    });
    const bills = read.calls.map(({ response, batch }) =>
      response === null ? 0n : priced(response, batch),
    );
    const sum = bills.reduce(
      (total, usd) => (usd === null || total === null ? null : total + usd),
      0n,
    );
    expect(sum).toBe(priced({ model: model ?? "", usage }, (expected.batch ?? 0) > 0));
    expect(sum).not.toBe(0n);
  });

  const answers: readonly JsonObject[] = [
    answer("claude-sonnet-4-5-20250929", { input: 12, w5m: 0, w1h: 1990, read: 0, output: 11 }),
    answer("claude-sonnet-4-5-20250929", { input: 3, w5m: 418, w1h: 0, read: 1111, output: 33 }),
    answer("claude-sonnet-4-6", { input: 1, w5m: 324, w1h: 0, read: 1429, output: 116 }),
  ];
  const told = files.filter(
    ({ expected }) =>
      expected.tokens.input === 16 &&
      expected.tokens.w1h === 1990 &&
      expected.tokens.output === 160,
  );
  test.each(told)("$file tells the three answers that the emitters were given", ({ file }) => {
    const read = readLog(documentsOf(readFileSync(`${folder}/${file}`, "utf8")));
    const bills = (calls: readonly JsonObject[]): readonly (bigint | null)[] =>
      calls.map((response) => priced(response, false));
    expect(bills(responsesOf(read.calls))).toEqual(bills(answers));
    expect(read.calls.map(({ at }) => at?.slice(0, 10))).toEqual([
      "2026-11-27",
      "2026-11-27",
      "2026-11-27",
    ]);
  });
});

function responsesOf(calls: readonly Call[]): readonly JsonObject[] {
  return calls.map(({ response }) => response).filter((response) => response !== null);
}

function answer(
  model: string,
  { input, w5m, w1h, read, output }: Record<"input" | "w5m" | "w1h" | "read" | "output", number>,
): JsonObject {
  const usage = { input, cacheRead: read, cacheWrite5m: w5m, cacheWrite1h: w1h, output };
  const response = { model, usage: writeUsage(usage) };
  expect(modelOf(response)).toBe(model);
  return response;
}
