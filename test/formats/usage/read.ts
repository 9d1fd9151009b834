import { readUsage, type Usage } from "../../../src/api/usage.ts";
import { usageOf } from "../../../src/api/response.ts";
import type { Call, Format, LeftOut } from "../../../src/formats/format.ts";
import { batch } from "../../../src/formats/batch.ts";
import { usageFormats } from "../../../src/formats/usage/formats.ts";
import { isArray, type Json } from "../../../src/json.ts";
import { parseJson } from "../../../src/json-text.ts";
import { formatPath } from "../../../src/json.ts";
import { nowhere, placeIn, type Problem } from "../../../src/problem.ts";

const formats: readonly Format[] = [batch, ...Object.values(usageFormats)];

/** What a file of usage gave. */
export interface ReadLog {
  readonly formats: readonly string[];
  readonly calls: readonly Call[];
  readonly leftOut: readonly LeftOut[];
  readonly problems: readonly Problem[];
}

/** The documents of a text: JSON, a list of them, or a line each. */
export function documentsOf(text: string): readonly Json[] {
  const whole = parseJson(text);
  if (whole !== undefined) return isArray(whole) ? whole : [whole];
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const read = lines.map((line) => parseJson(line));
  return read.every((each) => each !== undefined)
    ? read.filter((each) => each !== undefined)
    : [text];
}

/** Reads documents by what they hold; unseen ones are passed over. */
export function readLog(documents: readonly Json[]): ReadLog {
  const problems: Problem[] = [];
  const leftOut: LeftOut[] = [];
  const context = {
    report: (problem: Problem) => problems.push(problem),
    leaveOut: (what: LeftOut) => leftOut.push(what),
    beside: () => null,
  };
  const readers = new Map<Format, ReturnType<Format["open"]>>();
  const calls: Call[] = [];
  for (const value of documents) {
    const format = formats.find((each) => each.sees(value));
    if (format === undefined) continue;
    const reader = readers.get(format) ?? format.open(context);
    readers.set(format, reader);
    calls.push(...reader.read({ value, place: (path) => placeIn("log.json", formatPath(path)) }));
  }
  for (const reader of readers.values()) calls.push(...reader.end());
  return { formats: [...readers.keys()].map(({ title }) => title), calls, leftOut, problems };
}

/** Tokens by class, as the corpus counts them: `w?` are writes without their lifetime. */
export function tokensOf(calls: readonly Call[]): Record<string, number> {
  const sum = { input: 0, w5m: 0, w1h: 0, "w?": 0, read: 0, output: 0 };
  for (const { response } of calls) {
    if (response === null) continue;
    const usage = usageIn(response);
    sum.input += usage.input;
    sum.read += usage.cacheRead;
    sum.output += usage.output;
    sum.w5m += usage.split?.fiveMinutes ?? 0;
    sum.w1h += usage.split?.oneHour ?? 0;
    sum["w?"] += usage.cacheWrite - (usage.split?.fiveMinutes ?? 0) - (usage.split?.oneHour ?? 0);
  }
  return sum;
}

function usageIn(response: NonNullable<Call["response"]>): Usage {
  const { usage, problems } = readUsage(usageOf(response), nowhere);
  if (usage === null) throw new Error(problems.map(({ message }) => message).join(" "));
  return usage;
}
