import { usageOfCounts, type UsageCounts } from "../../api/usage/counts.ts";
import { isArray, isObject, type JsonObject, type Path } from "../../json.ts";
import { problem, type Place } from "../../problem.ts";
import type { Call, Format, FormatContext, FormatReader } from "../format.ts";
import {
  callOf,
  countOf,
  firstText,
  objectOf,
  problemOfFault,
  responseOf,
  textOf,
  timeOf,
} from "./entry.ts";
import { openInnermost } from "./innermost.ts";
import { leaveOutOther } from "./other-vendor.ts";

/**
 * Observations of Langfuse: rows of an export, pages of its API, a trace with its observations.
 * Its `input` is without the cache; the writes of the split are not in their sum, which is the
 * rest; thinking is not in `output`. Source: imports.md §2, row langfuse.
 */
export const langfuse = {
  title: "a Langfuse export",
  sees: (document) => isObject(document) && observationsOf(document).length > 0,
  runs: "log",
  open,
} as const satisfies Format;

interface Observation {
  readonly row: JsonObject;
  readonly path: Path;
}

/** The observations of a row, a page or a trace. A trace inside of it repeats them. */
function observationsOf(document: JsonObject): readonly Observation[] {
  if (isObservation(document)) return [{ row: document, path: [] }];
  const { trace } = document;
  const within = [
    ...listIn(document, ["observations"]),
    ...listIn(document, ["data"]),
    ...(isObject(trace) ? listIn(trace, ["trace", "observations"]) : []),
  ];
  return within.filter(({ row }) => isObservation(row));
}

function listIn(object: JsonObject, path: readonly [...string[], string]): readonly Observation[] {
  const list = object[path.at(-1) ?? ""];
  return (isArray(list) ? list : []).flatMap((row, index) =>
    isObject(row) ? [{ row, path: [...path, index] }] : [],
  );
}

function isObservation(row: JsonObject): boolean {
  return (
    /^[A-Z_]+$/.test(textOf(row["type"]) ?? "") &&
    ("usage_details" in row || "usageDetails" in row || isObject(row["usage"])) &&
    ("trace_id" in row || "traceId" in row || "start_time" in row || "startTime" in row)
  );
}

const emitter = "Langfuse";

function open(context: FormatContext): FormatReader {
  const seen = new Set<string>();
  const innermost = openInnermost();
  let lost: { readonly place: Place; calls: number } | null = null;
  return {
    read: ({ value, place }) => {
      for (const { row, path } of isObject(value) ? observationsOf(value) : []) {
        const id = textOf(row["id"]);
        const isKnown = id !== null && seen.has(id);
        if (id !== null) seen.add(id);
        // A trace of the API has each observation twice; that is no second log of it.
        if (isKnown) continue;
        const read = readObservation(row, { path, place: place(path), context });
        if (read?.isLost === true)
          lost = { place: lost?.place ?? place(path), calls: (lost?.calls ?? 0) + 1 };
        const parent = firstText(row["parent_observation_id"], row["parentObservationId"]);
        const isTool = row["type"] === "TOOL";
        innermost.add({ id, parent: isTool ? null : parent }, read === null ? [] : [read.call], {
          place,
        });
      }
      return [];
    },
    end: () => {
      if (lost !== null)
        context.report(problem("log-input-lost", lost.place, { emitter, calls: lost.calls }));
      return innermost.end(context);
    },
  };
}

interface RowContext {
  readonly path: Path;
  readonly place: Place;
  readonly context: FormatContext;
}

function readObservation(
  row: JsonObject,
  { path, place, context }: RowContext,
): { readonly call: Call; readonly isLost: boolean } | null {
  const usage = objectOf(row["usage_details"] ?? row["usageDetails"] ?? row["usage"]);
  const model = firstText(row["provided_model_name"], row["providedModelName"], row["model"]);
  const counts = countsOf(usage);
  if ((counts.input ?? 0) + (counts.output ?? 0) + writesOf(counts) + (counts.read ?? 0) === 0) {
    if (row["level"] === "ERROR") context.leaveOut({ why: "refused", name: "" });
    else if (row["type"] === "GENERATION") context.leaveOut({ why: "no-usage", name: "" });
    return null;
  }
  if (leaveOutOther(model, null, context)) return null;
  const sum = (counts.input ?? 0) + (counts.output ?? 0) + (counts.read ?? 0) + writesOf(counts);
  const isLost = counts.total !== null && counts.total !== sum;
  const read = usageOfCounts({ ...counts, total: null }, "exclusive");
  if ("fault" in read) {
    context.report(problemOfFault(read.fault, emitter, place));
    return null;
  }
  const id = textOf(row["id"]);
  const call = callOf({
    path,
    response: responseOf(model, read.usage, null),
    at: timeOf(row["start_time"] ?? row["startTime"]),
    run: firstText(row["session_id"], row["sessionId"], row["trace_id"], row["traceId"]),
    id,
  });
  return { call, isLost };
}

function countsOf(usage: JsonObject): UsageCounts {
  const first = (...names: readonly string[]): number | null =>
    names.map((name) => countOf(usage[name])).find((count) => count !== null) ?? null;
  const write5m = first("input_cache_creation_5m");
  const write1h = first("input_cache_creation_1h");
  const rest = first("input_cache_creation");
  const whole = first("cache_creation_input_tokens", "input_cache_write");
  const input = first("input", "input_tokens");
  const output = first("output", "output_tokens");
  return {
    input: input === null ? null : input + partsOf(usage, "input"),
    output: output === null ? null : output + partsOf(usage, "output"),
    read: first("input_cached_tokens", "cache_read_input_tokens", "input_cache_read"),
    write: rest === null ? whole : Math.max(whole ?? 0, rest + (write5m ?? 0) + (write1h ?? 0)),
    write5m,
    write1h,
    total: first("total", "total_tokens"),
  };
}

/** Classes of the cache, and a second name of the whole: no parts of the rest. */
const noParts = /^(?:input|output)_(?:tokens$|cache)/;

/** What Langfuse takes out of the input or the output into a class of its own, as thinking. */
function partsOf(usage: JsonObject, of: "input" | "output"): number {
  return Object.entries(usage)
    .filter(([name]) => name.startsWith(`${of}_`) && !noParts.test(name))
    .reduce((total, [, count]) => total + (countOf(count) ?? 0), 0);
}

function writesOf({ write, write5m, write1h }: UsageCounts): number {
  return Math.max(write ?? 0, (write5m ?? 0) + (write1h ?? 0));
}
