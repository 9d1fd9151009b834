/** Message Batches: items as they are asked for, and results as they come (billing.md §3). */
import { parseJson } from "../../json-text.ts";
import { isArray, isObject, type Json, type JsonObject, type Path } from "../../json.ts";
import { problem } from "../../problem.ts";
import type { Call } from "../format.ts";
import type { CallFacts, Reading } from "./reading.ts";

/**
 * The calls of a batch that was asked for, `{ requests: [{ custom_id, params }] }`: one an item,
 * its answer to be joined by `customId`. `path` is where the body stands; `isParsed` says that it
 * stands there as values.
 */
export function readBatchRequests(
  body: JsonObject | null,
  reading: Reading & {
    readonly facts: CallFacts;
    readonly path: Path;
    readonly isParsed: boolean;
  },
): readonly Call[] {
  const { document, context, facts, path, isParsed } = reading;
  const items = body?.["requests"];
  if (!isArray(items)) {
    const details = { key: "requests", expected: "the list of the batch's requests" };
    context.report(problem("recording-shape", document.place(path), details));
    return [];
  }
  return items.flatMap((item, index) => {
    const itemPath = isParsed ? [...path, "requests", index] : facts.path;
    const call = readBatchItem(item, { ...facts, path: itemPath });
    if (call !== null) return isParsed ? [call] : [{ ...call, bodyPath: null }];
    const details = { key: `requests.${index}`, expected: "an item with `custom_id` and `params`" };
    context.report(problem("recording-shape", document.place(itemPath), details));
    return [];
  });
}

/** The call of an item `{ custom_id, params }` that stands at `facts.path`; null: it is none. */
export function readBatchItem(item: Json, facts: CallFacts): Call | null {
  if (!isObject(item) || !isObject(item["params"])) return null;
  return {
    ...facts,
    bodyPath: [...facts.path, "params"],
    endpoint: "messages",
    request: item["params"],
    response: null,
    batch: true,
    customId: customIdOf(item),
  };
}

/**
 * The call of a result: its answer, to be joined by `customId` with the request. Only what
 * `succeeded` is billed; what `errored` was refused, what was `canceled` or `expired` has no
 * answer: these are counted. Null: nothing is to be billed. `line` is `{ custom_id, result }`, or
 * the result itself where a client keeps no ids.
 */
export function readBatchResult(
  line: JsonObject,
  { context, facts }: Pick<Reading, "context"> & { readonly facts: CallFacts },
): Call | null {
  const result = isObject(line["result"]) ? line["result"] : line;
  const { type, message } = result;
  if (type === "succeeded" && isObject(message))
    return {
      ...facts,
      bodyPath: null,
      endpoint: "messages",
      request: null,
      response: message,
      batch: true,
      customId: customIdOf(line),
    };
  const name = typeof type === "string" && /^[a-z_]{1,30}$/.test(type) ? type : "";
  context.leaveOut({ why: type === "errored" ? "refused" : "unanswered", name });
  return null;
}

/** The calls of a results text: JSONL, a result a line. */
export function readBatchResults(
  text: string,
  reading: Reading & { readonly facts: CallFacts; readonly path: Path },
): readonly Call[] {
  const { document, context, path } = reading;
  return text.split("\n").flatMap((line) => {
    if (line.trim() === "") return [];
    const result = parseJson(line);
    if (isObject(result)) return readBatchResult(result, reading) ?? [];
    const details = { side: "answer", fault: "json" } as const;
    context.report(problem("recording-body-damaged", document.place(path), details));
    return [];
  });
}

function customIdOf(item: JsonObject): string | null {
  const id = item["custom_id"];
  return typeof id === "string" ? id : null;
}
