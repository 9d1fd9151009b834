import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { modelOf } from "../../src/api/model.ts";
import { readUsage } from "../../src/api/usage.ts";
import type { Call } from "../../src/formats/format.ts";
import { nowhere } from "../../src/problem.ts";
import { readText, type Reading } from "./reading.ts";

/** Real recordings of every format, with the figures that another reader found in them. */
const corpus = join(import.meta.dirname, "..", "..", "..", "shared", "corpus", "formats");
const isThere = existsSync(join(corpus, "index.json"));
if (!isThere)
  console.warn(`SKIPPED: ${corpus} is not here; recordings are tested by made-up ones only.`);

const Count = z._default(z.number(), 0);
const Expected = z.object({
  format: z.string(),
  messages: z.number(),
  failed: Count,
  streamed: Count,
  count_tokens: Count,
  request: Count,
  batchRequests: Count,
  batch: Count,
  other: z._default(z.record(z.string(), z.number()), {}),
  tokens: z.record(z.string(), z.number()),
  models: z.array(z.string()),
});
const Index = z.array(z.object({ file: z.string(), expected: Expected }));

const folders = new Set([
  "vcrpy",
  "vcrpy-gzip",
  "vcrpy-json",
  "ruby-vcr",
  "go-vcr",
  "httprr",
  "nock",
  "polly",
  "har",
  "wiremock",
  "httpmock",
  "entries",
  "pairs",
  "claude-trace",
  "request",
]);
const rows = isThere
  ? Index.parse(JSON.parse(readFileSync(join(corpus, "index.json"), "utf8"))).filter(
      ({ file, expected }) => folders.has(file.split("/")[0] ?? "") || /vcr/.test(expected.format),
    )
  : [];

function readFile(file: string): Reading {
  const folder = join(corpus, file, "..");
  return readText(readFileSync(join(corpus, file), "utf8"), file, (path) => {
    const beside = join(folder, path);
    return existsSync(beside) ? readFileSync(beside, "utf8") : null;
  });
}

/** What the reading comes to, in the terms of the index. */
function tally({ calls, leftOut }: Reading): z.infer<typeof Expected> {
  const messages = calls.filter(
    ({ endpoint, response }) => endpoint === "messages" && response !== null,
  );
  const tokens = { input: 0, w5m: 0, w1h: 0, "w?": 0, read: 0, output: 0 };
  for (const { response } of messages) {
    const { usage } = readUsage(response?.["usage"], nowhere);
    if (usage === null) throw new Error("a usage that cannot be read");
    const { fiveMinutes, oneHour } = usage.split ?? { fiveMinutes: 0, oneHour: 0 };
    tokens.input += usage.input;
    tokens.w5m += fiveMinutes;
    tokens.w1h += oneHour;
    tokens["w?"] += usage.cacheWrite - fiveMinutes - oneHour;
    tokens.read += usage.cacheRead;
    tokens.output += usage.output;
  }
  const counted = (wanted: (call: Call) => boolean): number => calls.filter(wanted).length;
  const left = (why: string): readonly (readonly [string, number])[] =>
    Object.entries(leftOut).flatMap(([key, count]) =>
      key.split(" ")[0] === why ? [[key.slice(why.length + 1), count] as const] : [],
    );
  const sum = (parts: readonly (readonly [string, number])[]): number =>
    parts.reduce((total, [, count]) => total + count, 0);
  const ownPaths = sum(left("path").filter(([path]) => !path.startsWith("/v1/messages")));
  return {
    format: "",
    messages: messages.length,
    failed: sum(left("refused")) + sum(left("unanswered")),
    streamed: counted(({ request, response }) => response !== null && request?.["stream"] === true),
    count_tokens: counted(({ endpoint }) => endpoint === "count_tokens"),
    request: counted(({ batch, response }) => !batch && response === null),
    batchRequests: counted(({ batch, request }) => batch && request !== null),
    batch: counted(({ batch, response }) => batch && response !== null),
    other: {
      ...Object.fromEntries(left("host")),
      ...(ownPaths > 0 ? { "api.anthropic.com": ownPaths } : {}),
    },
    tokens,
    models: [...new Set(messages.map(({ response }) => modelOf(response) ?? ""))].sort(),
  };
}

describe.skipIf(!isThere)("recordings of HTTP in the corpus", () => {
  test.each(rows.map((row) => [row.file, row] as const))("%s", (file, { expected }) => {
    const reading = readFile(file);
    expect(tally(reading)).toEqual({ ...expected, format: "" });
    const [kind = ""] = expected.format.split(" ");
    expect(reading.format).toBe(kind === "pair" ? "pairs" : kind);
    // A body that the corpus keeps without the file it stands in.
    const codes = reading.problems.map(({ code }) => code);
    expect(codes.filter((code) => code !== "recording-request-file")).toEqual([]);
  });
});
