import { noCounts, usageOfCounts, type UsageCounts } from "../../api/usage/counts.ts";
import { isArray, isObject, type Json, type JsonObject, type Path } from "../../json.ts";
import type { Place } from "../../problem.ts";
import type { Call, Format, FormatContext, FormatReader } from "../format.ts";
import {
  callOf,
  countOf,
  createRepeats,
  documentOf,
  firstText,
  isNativeUsage,
  objectOf,
  problemOfFault,
  responseOf,
  textOf,
  timeOf,
} from "./entry.ts";
import { openInnermost } from "./innermost.ts";
import { leaveOutOther } from "./other-vendor.ts";

/**
 * Runs of LangSmith, and LangChain's in it. Input counts the cached tokens; the lifetimes are
 * written `1h` by Python and `1hr` by JavaScript, and beside them the sum of writes is left out
 * or 0. Source: imports.md §2, rows langsmith and LangChain.
 */
export const langsmith = {
  title: "a LangSmith export",
  sees: (document) => isObject(document) && runsOf(document, []).length > 0,
  runs: "log",
  open,
} as const satisfies Format;

interface Run {
  readonly row: JsonObject;
  readonly path: Path;
  /** The run it lies in. */
  readonly parent: string | null;
}

/** The runs of a document: itself with the runs inside of it, or a page of the API. */
function runsOf(document: JsonObject, path: Path, holder: string | null = null): readonly Run[] {
  const parent = textOf(document["parent_run_id"]) ?? holder;
  const own = textOf(document["run_type"]) === null ? [] : [{ row: document, path, parent }];
  const lists = own.length > 0 ? ["child_runs"] : ["runs", "data"];
  const inner = lists.flatMap((name) => {
    const list = document[name];
    return (isArray(list) ? list : []).flatMap((row, index) =>
      isObject(row) && textOf(row["run_type"]) !== null
        ? runsOf(row, [...path, name, index], textOf(document["id"]))
        : [],
    );
  });
  return [...own, ...inner];
}

const emitter = "LangSmith";

function open(context: FormatContext): FormatReader {
  const isRepeated = createRepeats(context);
  const innermost = openInnermost();
  return {
    read: ({ value, place }) => {
      for (const { row, path, parent } of isObject(value) ? runsOf(value, []) : []) {
        const id = textOf(row["id"]);
        const isModel = row["run_type"] === "llm";
        if (isModel && isRepeated(id)) continue;
        const calls = isModel ? readRun(row, { path, place: place(path), context }) : [];
        const isTool = row["run_type"] === "tool";
        innermost.add({ id, parent: isTool ? null : parent }, calls, { place });
      }
      return [];
    },
    end: () => innermost.end(context),
  };
}

interface RowContext {
  readonly path: Path;
  readonly place: Place;
  readonly context: FormatContext;
}

function readRun(row: JsonObject, { path, place, context }: RowContext): readonly Call[] {
  const outputs = objectOf(row["outputs"]);
  const metadata = objectOf(objectOf(row["extra"])["metadata"]);
  const found = nativeIn(outputs) ?? countsIn(outputs, metadata, row);
  const model = firstText(
    outputs["model"],
    modelInGenerations(outputs),
    metadata["ls_model_name"],
    objectOf(row["inputs"])["model"],
  );
  if (found === null) {
    const failed = textOf(row["error"]) !== null;
    context.leaveOut({ why: failed ? "refused" : "no-usage", name: "" });
    return [];
  }
  if (leaveOutOther(model, textOf(metadata["ls_provider"]), context)) return [];
  const read = "usage" in found ? found : usageOfCounts(found.counts, "inclusive");
  if ("fault" in read) {
    context.report(problemOfFault(read.fault, emitter, place));
    return [];
  }
  const request = requestOf(row);
  return [
    callOf({
      path,
      response: responseOf(model, read.usage, textOf(outputs["id"])),
      request,
      at: timeOf(row["start_time"]),
      run: firstText(metadata["thread_id"], metadata["session_id"], row["trace_id"]),
      id: textOf(row["id"]),
    }),
  ];
}

/** The API's own usage, where the answer or the message LangChain made of it keeps it. */
function nativeIn(outputs: JsonObject): { readonly usage: JsonObject } | null {
  const about = objectOf(generationOf(outputs)["response_metadata"]);
  const usage = [outputs["usage"], about["usage"]].find(isNativeUsage);
  return usage === undefined ? null : { usage };
}

/** LangSmith's own counts: of the outputs, of the message in them, of the metadata, of the row. */
function countsIn(
  outputs: JsonObject,
  metadata: JsonObject,
  row: JsonObject,
): { readonly counts: UsageCounts } | null {
  const held = [outputs, generationOf(outputs), metadata].map((each) =>
    objectOf(each["usage_metadata"]),
  );
  const found = held.find((each) => Object.keys(each).length > 0) ?? columnsOf(row);
  return found === null ? null : { counts: countsOf(found) };
}

/** The message of LangChain's first generation, its members where they were serialised. */
function generationOf(outputs: JsonObject): JsonObject {
  let value: Json | undefined = outputs["generations"];
  while (isArray(value)) [value] = value;
  const message = objectOf(objectOf(value)["message"]);
  return isObject(message["kwargs"]) ? message["kwargs"] : message;
}

function modelInGenerations(outputs: JsonObject): string | null {
  const about = objectOf(generationOf(outputs)["response_metadata"]);
  return firstText(about["model"], about["model_name"]);
}

/** The columns of an exported run; they have no cached tokens unless details stand beside. */
function columnsOf(row: JsonObject): JsonObject | null {
  const [input, output] = [countOf(row["prompt_tokens"]), countOf(row["completion_tokens"])];
  if (input === null || output === null || input + output === 0) return null;
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: countOf(row["total_tokens"]) ?? input + output,
    input_token_details: objectOf(documentOf(row["prompt_token_details"])),
  };
}

function countsOf(usage: JsonObject): UsageCounts {
  const details = objectOf(usage["input_token_details"]);
  const first = (...names: readonly string[]): number | null =>
    names.map((name) => countOf(details[name])).find((count) => count !== null) ?? null;
  return {
    ...noCounts,
    input: countOf(usage["input_tokens"]),
    output: countOf(usage["output_tokens"]),
    total: countOf(usage["total_tokens"]),
    read: first("cache_read", "cache_read_input_tokens"),
    write: first("cache_creation", "cache_creation_input_tokens"),
    write5m: first("ephemeral_5m_input_tokens", "ephemeral_5min_input_tokens"),
    write1h: first("ephemeral_1h_input_tokens", "ephemeral_1hr_input_tokens"),
  };
}

/**
 * The request as it was sent, of Python's wrapper alone, which keeps all of it: `system` is taken
 * back out of the messages, where the wrapper puts it first. JavaScript's joins the system blocks
 * and drops their markers; LangChain's own messages are not the API's.
 */
function requestOf(row: JsonObject): JsonObject | null {
  const runtime = objectOf(objectOf(row["extra"])["runtime"]);
  const inputs = objectOf(row["inputs"]);
  const { messages, ...rest } = inputs;
  if (runtime["sdk"] !== "langsmith-py" || textOf(inputs["model"]) === null) return null;
  if (!isArray(messages) || !messages.every(isObject) || "system" in rest) return null;
  const [first, ...others] = messages;
  if (first?.["role"] !== "system") return { ...rest, messages };
  const system = first["content"];
  return system === undefined || system === null ? null : { ...rest, system, messages: others };
}
