import { isArray, isObject, type Json, type JsonObject, type Path } from "../json.ts";
import type { Call, Format, FormatContext, FormatReader } from "./format.ts";

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

interface Entry {
  readonly path: Path;
  readonly customId: string | null;
  readonly params: JsonObject | null;
  readonly result: JsonObject | null;
}

/** Of what a result is that holds no answer, by its type. */
const unanswered = [
  { type: "errored", why: "refused" },
  { type: "canceled", why: "unanswered" },
  { type: "expired", why: "unanswered" },
] as const;

function entriesOf(document: JsonObject): readonly Entry[] {
  const own = entryOf(document, []);
  return own === null
    ? ["requests", "results"].flatMap((name) => {
        const list = document[name];
        return (isArray(list) ? list : []).flatMap(
          (item, index) => entryOf(item, [name, index]) ?? [],
        );
      })
    : [own];
}

function entryOf(value: Json, path: Path): Entry | null {
  if (!isObject(value)) return null;
  const { custom_id: name, params, result } = value;
  const customId = typeof name === "string" ? name : null;
  const isBare = customId === null && path.length > 0 && isResult(value);
  const found = isResult(result) ? result : isBare ? value : null;
  const sent = isObject(params) && "messages" in params ? params : null;
  if (found === null && (sent === null || customId === null)) return null;
  return { path, customId, params: sent, result: found };
}

function isResult(value: Json | undefined): value is JsonObject {
  if (!isObject(value)) return false;
  if (value["type"] === "succeeded") return isObject(value["message"]);
  return unanswered.some(({ type }) => type === value["type"]);
}

function open(context: FormatContext): FormatReader {
  const seen = new Set<string>();
  return {
    read: ({ value }) =>
      (isObject(value) ? entriesOf(value) : []).flatMap((entry) => readEntry(entry, seen, context)),
    end: () => [],
  };
}

function readEntry(entry: Entry, seen: Set<string>, context: FormatContext): readonly Call[] {
  const { customId, params, result, path } = entry;
  const message = isObject(result) ? result["message"] : undefined;
  const response = isObject(message) ? message : null;
  const free = unanswered.find(({ type }) => type === result?.["type"]);
  if (free !== undefined) context.leaveOut({ why: free.why, name: free.type });
  if (response === null && params === null) return [];
  const id = typeof response?.["id"] === "string" ? response["id"] : null;
  if (id !== null && seen.has(`${customId ?? ""} ${id}`)) {
    context.leaveOut({ why: "repeated", name: "" });
    return [];
  }
  if (id !== null) seen.add(`${customId ?? ""} ${id}`);
  return [
    {
      path,
      bodyPath: params === null ? null : [...path, "params"],
      endpoint: "messages",
      request: params,
      betas: null,
      response,
      at: null,
      batch: true,
      customId,
      run: null,
      id,
    },
  ];
}
