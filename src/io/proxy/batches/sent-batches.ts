/** Message Batches that go through the proxy: what was sent, joined with what came of it. */
import { parseJson } from "../../../json-text.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../../json.ts";
import type { CapturedCall } from "../../../record/captured-call.ts";

/** A call before anything came of it. */
export type CallStart = Omit<CapturedCall, "endedMs" | "outcome" | "status" | "response">;

/** How an item of a batch ended. */
type ItemEnd = Pick<CapturedCall, "endedMs" | "outcome" | "status" | "response">;

/** The batches of one `record`. */
export interface SentBatches {
  /** A batch was taken under an id, with these items. */
  readonly add: (id: string, items: readonly CallStart[]) => void;
  /** The calls that the text of a batch's results ends, and how many lines cannot be read. */
  readonly join: (
    id: string,
    results: string,
    endedMs: number,
  ) => { readonly calls: readonly CapturedCall[]; readonly unreadable: number };
  /** The items nobody has fetched a result of; they are given once. */
  readonly takeOpen: () => readonly CapturedCall[];
}

/** What ends an item that has no answer. */
export const noAnswer = { endedMs: null, outcome: "cut", status: null, response: null } as const;

export function createSentBatches(): SentBatches {
  const open = new Map<string, Map<string, CallStart>>();
  return {
    add: (id, items) =>
      void open.set(id, new Map(items.map((item) => [item.customId ?? "", item]))),
    join: (id, results, endedMs) => {
      const items = open.get(id);
      if (items === undefined) return { calls: [], unreadable: 0 };
      const calls: CapturedCall[] = [];
      let unreadable = 0;
      for (const line of results.split("\n")) {
        if (line.trim() === "") continue;
        const result = readResult(line, endedMs);
        const start = result === null ? undefined : items.get(result.customId);
        if (result === null) unreadable += 1;
        else if (start !== undefined) {
          items.delete(result.customId);
          calls.push({ ...start, ...result.end });
        }
      }
      if (items.size === 0) open.delete(id);
      return { calls, unreadable };
    },
    takeOpen: () => {
      const starts = [...open.values()].flatMap((items) => [...items.values()]);
      open.clear();
      return starts.map((start) => ({ ...start, ...noAnswer }));
    },
  };
}

/**
 * The items of the body that creates a batch: each is a call of its own. Null where it is no such
 * body.
 */
export function readItems(
  body: JsonObject,
  start: Omit<CallStart, "request" | "customId">,
): readonly CallStart[] | null {
  const { requests } = body;
  if (!isArray(requests)) return null;
  const items: CallStart[] = [];
  for (const item of requests) {
    if (!isObject(item)) return null;
    const { custom_id: customId, params: request } = item;
    if (typeof customId !== "string" || !isObject(request)) return null;
    items.push({ ...start, customId, request });
  }
  return items;
}

/**
 * A line of results (platform.claude.com: `succeeded`, `errored`, `canceled`, `expired`; billing.md
 * §3: only the first is billed).
 */
function readResult(
  line: string,
  endedMs: number,
): { readonly customId: string; readonly end: ItemEnd } | null {
  const item: Json | undefined = parseJson(line);
  if (!isObject(item)) return null;
  const { custom_id: customId, result } = item;
  if (typeof customId !== "string" || !isObject(result)) return null;
  const { type, message } = result;
  if (type === "succeeded")
    return isObject(message)
      ? { customId, end: { endedMs, outcome: "answered", status: 200, response: message } }
      : null;
  // A batch says an error's type, no status.
  return type === "errored"
    ? { customId, end: { ...noAnswer, outcome: "refused" } }
    : { customId, end: noAnswer };
}
