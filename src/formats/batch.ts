import { isArray, isObject, writeJson, type Json, type JsonObject, type Path } from "../json.ts";
import type { Call, Format, FormatContext, FormatReader } from "./format.ts";
import { readBatchItem, readBatchResult } from "./http/batch.ts";

/**
 * Message Batches: requests (`custom_id` + `params`), results (`custom_id` + `result`), one a line,
 * or in the lists of a create body (`requests`) or a client's state (`results`, some without ids).
 * Only `succeeded` is billed, at half the price; errored, canceled and expired requests are free.
 * Source: imports.md §1, row batch; billing.md §3.
 */
export const batch = {
  title: "a Message Batch",
  sees: (document) => isObject(document) && entriesOf(document).length > 0,
  runs: "each",
  open,
} as const satisfies Format;

/** What stands for one request of a batch: as it was asked, as it was answered, or both. */
interface Entry {
  readonly value: JsonObject;
  readonly path: Path;
}

function entriesOf(document: JsonObject): readonly Entry[] {
  if (isEntry(document)) return [{ value: document, path: [] }];
  return ["requests", "results"].flatMap((name) => {
    const list = document[name];
    return (isArray(list) ? list : []).flatMap((value, index) =>
      isObject(value) && (isEntry(value) || isResult(value))
        ? [{ value, path: [name, index] }]
        : [],
    );
  });
}

function isEntry(value: JsonObject): boolean {
  const { custom_id: customId, params } = value;
  const isAsked = isObject(params) && "messages" in params;
  return typeof customId === "string" && (isAsked || isResult(value["result"]));
}

function hasResult(value: JsonObject): boolean {
  return isResult(value["result"]) || isResult(value);
}

/** Types of results that hold no answer. */
const free = ["errored", "canceled", "expired"];

function isResult(value: Json | undefined): boolean {
  if (!isObject(value)) return false;
  const { type, message } = value;
  return type === "succeeded" ? isObject(message) : free.some((each) => each === type);
}

function open(context: FormatContext): FormatReader {
  const seen = new Set<string>();
  return {
    read: ({ value }) =>
      (isObject(value) ? entriesOf(value) : []).flatMap((entry) => readEntry(entry, seen, context)),
    end: () => [],
  };
}

function readEntry(
  { value, path }: Entry,
  seen: Set<string>,
  context: FormatContext,
): readonly Call[] {
  const facts = { path, betas: null, at: null, run: null, id: idOf(value) };
  const asked = readBatchItem(value, facts);
  const answered = hasResult(value) ? readBatchResult(value, { context, facts }) : null;
  if (answered === null) return asked === null ? [] : [asked];
  const key = writeJson([answered.customId, answered.id]);
  if (answered.id !== null && seen.has(key)) {
    context.leaveOut({ why: "repeated", name: "" });
    return [];
  }
  seen.add(key);
  return [{ ...answered, request: asked?.request ?? null, bodyPath: asked?.bodyPath ?? null }];
}

/** The id of the message a result holds. */
function idOf(value: JsonObject): string | null {
  const { result } = value;
  const { message } = isObject(result) ? result : value;
  const id = isObject(message) ? message["id"] : undefined;
  return typeof id === "string" ? id : null;
}
