import { usageOfOpenAi } from "../../api/usage/openai.ts";
import { noCounts, usageOfCounts, type CountsFault } from "../../api/usage/counts.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";
import { problem, type Place } from "../../problem.ts";
import type { Call, Format, FormatContext, FormatReader } from "../format.ts";
import {
  callOf,
  countOf,
  createRepeats,
  firstText,
  isMessage,
  nameOfStatus,
  objectOf,
  problemOfFault,
  responseOf,
  textOf,
  timeOf,
} from "./entry.ts";
import { leaveOutOther } from "./other-vendor.ts";

/**
 * Helicone's export: JSONL, with the bodies where these were asked for. Its counts are without the
 * cache; an answer in its body goes first. As CSV it leaves the cached tokens out and is refused.
 * Source: imports.md §2, row helicone.
 */
export const helicone = {
  title: "a Helicone export",
  sees: (document) => (isObject(document) ? isRow(document) : isCsv(document)),
  runs: "log",
  open,
} as const satisfies Format;

const emitter = "Helicone";

function isRow(row: JsonObject): boolean {
  return (
    "response_id" in row &&
    "prompt_tokens" in row &&
    ["request_id", "request_created_at", "helicone_user", "response_status"].some(
      (key) => key in row,
    )
  );
}

/** Whether a text begins with the columns of the CSV export. */
function isCsv(document: Json): document is string {
  if (typeof document !== "string") return false;
  const columns =
    document.slice(0, 2_000).split(/\r?\n/, 1)[0]?.replaceAll('"', "").split(",") ?? [];
  const has = (name: string): boolean => columns.some((column) => column.trim() === name);
  return (has("cost_usd") || has("costUSD")) && has("prompt_tokens") && has("completion_tokens");
}

function open(context: FormatContext): FormatReader {
  const isRepeated = createRepeats(context);
  return {
    read: ({ value, place }) => {
      if (!isObject(value)) {
        context.report(
          problem("log-export-without-cache", place([]), { emitter: "a Helicone export" }),
        );
        return [];
      }
      const id = firstText(value["request_id"], value["response_id"]);
      if (isRepeated(id)) return [];
      return readRow(value, context, place([]));
    },
    end: () => [],
  };
}

function readRow(row: JsonObject, context: FormatContext, place: Place): readonly Call[] {
  const status = countOf(row["response_status"]);
  if (status !== null && status >= 300) {
    context.leaveOut({ why: "refused", name: nameOfStatus(row["response_status"]) });
    return [];
  }
  const model = firstText(row["response_model"], row["model"], row["request_model"]);
  if (leaveOutOther(model, textOf(row["provider"]), context)) return [];
  const read = responseOfRow(row, model);
  if (read === null) {
    context.leaveOut({ why: "no-usage", name: "" });
    return [];
  }
  if ("fault" in read) {
    context.report(problemOfFault(read.fault, emitter, place));
    return [];
  }
  const properties = { ...objectOf(row["request_properties"]), ...objectOf(row["properties"]) };
  const request = objectOf(row["request_body"]);
  const isWhole = isArray(request["messages"]) && isAnthropic(row);
  return [
    callOf({
      path: [],
      response: read.response,
      request: isWhole ? request : null,
      bodyPath: isWhole && isObject(row["request_body"]) ? ["request_body"] : null,
      at: timeOf(row["request_created_at"]),
      run: textOf(properties["Helicone-Session-Id"]),
      id: firstText(row["request_id"], row["response_id"]),
    }),
  ];
}

function isAnthropic(row: JsonObject): boolean {
  return /^anthropic$/i.test(textOf(row["provider"]) ?? "anthropic");
}

function responseOfRow(
  row: JsonObject,
  model: string | null,
): { readonly response: JsonObject } | { readonly fault: CountsFault } | null {
  const body = objectOf(row["response_body"]);
  if (isMessage(body)) return { response: body };
  const counts = {
    ...noCounts,
    input: countOf(row["prompt_tokens"]),
    output: countOf(row["completion_tokens"]),
    read: countOf(row["prompt_cache_read_tokens"]),
    write: countOf(row["prompt_cache_write_tokens"]),
  };
  const isNothing = [counts.input, counts.output, counts.read, counts.write].every(
    (count) => (count ?? 0) === 0,
  );
  const foreign = usageOfOpenAi(body["usage"]);
  if (foreign === null && isNothing) return null;
  const read = foreign ?? usageOfCounts(counts, isAnthropic(row) ? "exclusive" : "unknown");
  return "fault" in read ? read : { response: responseOf(model, read.usage, null) };
}
