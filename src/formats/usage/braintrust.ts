import { usageOfCounts, type CountsFault, type UsageCounts } from "../../api/usage/counts.ts";
import { isArray, isObject, type JsonObject, type Path } from "../../json.ts";
import type { Call, Format, FormatContext, FormatDocument, FormatReader } from "../format.ts";
import {
  callOf,
  countOf,
  firstText,
  isMessage,
  objectOf,
  problemOfFault,
  responseOf,
  textOf,
  timeOf,
} from "./entry.ts";
import { leaveOutOther } from "./other-vendor.ts";

/**
 * Rows of Braintrust's logs, as its SDKs write them or its API gives them (`data`). The SDKs for
 * JavaScript, Python and Ruby count the cached tokens as input, Java's does not; Java's alone keeps
 * the API's own answer with its usage, which goes first. Source: imports.md §2, row braintrust.
 */
export const braintrust = {
  title: "a Braintrust log",
  sees: (document) => isObject(document) && rowsOf(document).length > 0,
  runs: "log",
  open,
} as const satisfies Format;

interface Row {
  readonly row: JsonObject;
  readonly path: Path;
}

function rowsOf(document: JsonObject): readonly Row[] {
  if (isRow(document)) return [{ row: document, path: [] }];
  return ["data", "events", "rows"].flatMap((name) => {
    const list = document[name];
    return (isArray(list) ? list : []).flatMap((row, index) =>
      isObject(row) && isRow(row) ? [{ row, path: [name, index] }] : [],
    );
  });
}

function isRow(row: JsonObject): boolean {
  return isObject(row["span_attributes"]) && ("root_span_id" in row || "metrics" in row);
}

const emitter = "Braintrust";

interface Logged extends Row {
  readonly document: FormatDocument;
}

function open(context: FormatContext): FormatReader {
  const rows = new Map<string, Logged>();
  return {
    read: (document) => {
      const { value } = document;
      for (const { row, path } of isObject(value) ? rowsOf(value) : []) {
        const key = firstText(row["span_id"], row["id"]) ?? `row ${rows.size}`;
        const known = rows.get(key);
        const logged = { row, path, document };
        if (known !== undefined && hasCounts(row) && hasCounts(known.row))
          context.leaveOut({ why: "repeated", name: "" });
        else rows.set(key, known === undefined ? logged : merged(known, logged));
      }
      return [];
    },
    end: () =>
      [...rows.values()]
        .filter(({ row }) => objectOf(row["span_attributes"])["type"] === "llm")
        .flatMap((logged) => readRow(logged, context)),
  };
}

function hasCounts(row: JsonObject): boolean {
  return isMessage(row["output"]) || countOf(objectOf(row["metrics"])["prompt_tokens"]) !== null;
}

/** An SDK logs a span when it begins and again when it ends; together they are the row. */
function merged(one: Logged, other: Logged): Logged {
  const [first, last] = hasCounts(one.row) ? [other, one] : [one, other];
  const parts = ["metrics", "metadata", "span_attributes"].map((name) => [
    name,
    { ...objectOf(first.row[name]), ...objectOf(last.row[name]) },
  ]);
  return { ...last, row: { ...first.row, ...last.row, ...Object.fromEntries(parts) } };
}

function readRow({ row, path, document }: Logged, context: FormatContext): readonly Call[] {
  const [metrics, metadata] = [objectOf(row["metrics"]), objectOf(row["metadata"])];
  const { output } = row;
  const model = firstText(objectOf(output)["model"], metadata["model"]);
  if (!hasCounts(row)) {
    const failed = row["error"] !== undefined && row["error"] !== null;
    context.leaveOut({ why: failed ? "refused" : "no-usage", name: "" });
    return [];
  }
  if (leaveOutOther(model, textOf(metadata["provider"]), context)) return [];
  const response = isMessage(output)
    ? { response: { ...(model === null ? {} : { model }), ...output } }
    : ofMetrics(metrics, metadata, model);
  if ("fault" in response) {
    context.report(problemOfFault(response.fault, emitter, document.place(path)));
    return [];
  }
  return [
    callOf({
      path,
      document,
      response: response.response,
      at: timeOf(metrics["start"] ?? row["created"]),
      run: textOf(row["root_span_id"]),
      id: firstText(row["id"], row["span_id"]),
    }),
  ];
}

function ofMetrics(
  metrics: JsonObject,
  metadata: JsonObject,
  model: string | null,
): { readonly response: JsonObject } | { readonly fault: CountsFault } {
  const counts: UsageCounts = {
    input: countOf(metrics["prompt_tokens"]),
    output: countOf(metrics["completion_tokens"]),
    total: countOf(metrics["tokens"]),
    read: countOf(metrics["prompt_cached_tokens"]),
    write: countOf(metrics["prompt_cache_creation_tokens"]),
    write5m: countOf(metrics["prompt_cache_creation_5m_tokens"]),
    write1h: countOf(metrics["prompt_cache_creation_1h_tokens"]),
  };
  // Java's SDK alone writes where the request went.
  const read = usageOfCounts(counts, "request_path" in metadata ? "exclusive" : "inclusive");
  return "fault" in read ? read : { response: responseOf(model, read.usage, null) };
}
