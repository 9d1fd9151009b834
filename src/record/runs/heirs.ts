/** Of several calls that continue the same one, which of them goes on with its run. */
import { messagesOf } from "../../api/request.ts";
import type { Json, JsonObject } from "../../json.ts";
import { ascending, groupBy } from "../../order.ts";
import { inBlocks, writeMasked } from "./masked.ts";

/** A call that may continue another. */
export interface Continuing {
  readonly body: JsonObject;
  /** For each number of its messages, the first ones as a key. */
  readonly keys: readonly string[];
  /** Whether its message at an index is what this call was answered. */
  readonly isAnswer: (message: Json | undefined) => boolean;
}

/**
 * The calls that may continue one; all but they begin runs of their own. A call is continued once:
 * by the one whose conversation goes on longest, then by what it says, times and ids aside. So which
 * of them is sent first, where they are sent side by side, makes no other runs.
 */
export function findHeirs<Call extends Continuing>(calls: readonly Call[]): ReadonlySet<Call> {
  const whole = groupBy(calls, ({ keys }) => keys.at(-1) ?? "");
  const longest = new Map<string, number>();
  for (const { keys } of calls)
    for (const key of keys) longest.set(key, Math.max(longest.get(key) ?? 0, keys.length));
  const claims = calls.flatMap((call) => {
    const { keys } = call;
    const length = keys.findLastIndex((key, at) => at < keys.length - 1 && whole.has(key)) + 1;
    return length === 0 ? [] : [{ call, length, next: keys[length] ?? "" }];
  });
  const heirs = new Set(calls);
  for (const rivals of groupBy(claims, ({ next }) => next).values()) {
    const [first] = rivals;
    if (first === undefined || rivals.length === 1) continue;
    const { call, length } = first;
    const parents = whole.get(call.keys[length - 1] ?? "") ?? [];
    const message = messagesOf(call.body)?.[length];
    const answered = parents.filter(({ isAnswer }) => isAnswer(message)).length;
    const places = answered === 0 ? parents.length : answered;
    if (rivals.length <= places) continue;
    const ranked = rivals
      .map((rival) => ({
        rival: rival.call,
        depth: longest.get(rival.call.keys.at(-1) ?? "") ?? 0,
        text: restOf(rival.call.body, length),
      }))
      .toSorted((a, b) => b.depth - a.depth || ascending(a.text, b.text));
    for (const { rival } of ranked.slice(places)) heirs.delete(rival);
  }
  return heirs;
}

/** What a conversation says behind its first messages, times and ids aside. */
function restOf(body: JsonObject, length: number): string {
  return (messagesOf(body) ?? [])
    .slice(length)
    .map((message) => writeMasked(inBlocks(message)))
    .join("\n");
}
