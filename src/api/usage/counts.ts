/** Tokens that another program counted, put into the classes of the API's own `usage`. */
import type { JsonObject } from "../../json.ts";

/** What somebody else's log says of one answer's tokens. Null: it does not say. */
export interface UsageCounts {
  readonly input: number | null;
  readonly output: number | null;
  /** Read from the cache. */
  readonly read: number | null;
  /** Written to the cache, both lifetimes. */
  readonly write: number | null;
  readonly write5m: number | null;
  readonly write1h: number | null;
  /** Of everything, as its writer adds it up. */
  readonly total: number | null;
}

export const noCounts: UsageCounts = {
  input: null,
  output: null,
  read: null,
  write: null,
  write5m: null,
  write1h: null,
  total: null,
};

/**
 * Whether `input` counts what the cache read and wrote too (`inclusive`), or not. `unknown`: only
 * the figures themselves can tell.
 */
export type InputMeaning = "inclusive" | "exclusive" | "unknown";

/** Why counts cannot be put into the API's classes. */
export type CountsFault =
  /** Not said; or an input of nothing, which no answer has. */
  | { readonly kind: "missing"; readonly what: "input" | "output" }
  /** The input could be meant both ways, and the two cost differently. */
  | { readonly kind: "unclear"; readonly input: number; readonly cached: number }
  /** The input is said to hold the cached tokens, and is smaller than they are. */
  | { readonly kind: "too-small"; readonly input: number; readonly cached: number }
  /** The total is neither the sum with the cached tokens nor the one without. */
  | { readonly kind: "total"; readonly sum: number; readonly total: number };

/**
 * The API's `usage` of counts. A sum of cache writes is never added to its split: the larger of the
 * two is the total, and what the split leaves over has no lifetime. Where the meaning of the input
 * is unknown, an input smaller than the cached tokens, or a total that counts them besides it,
 * proves it exclusive; nothing proves it inclusive. A total has to be input + output, which both
 * kinds write, or these and the cached tokens. Source: imports.md §2.
 */
export function usageOfCounts(
  counts: UsageCounts,
  meaning: InputMeaning,
): { readonly usage: JsonObject } | { readonly fault: CountsFault } {
  const { input, output, total } = counts;
  if (input === null) return { fault: { kind: "missing", what: "input" } };
  if (output === null) return { fault: { kind: "missing", what: "output" } };
  const read = counts.read ?? 0;
  const split = (counts.write5m ?? 0) + (counts.write1h ?? 0);
  const write = Math.max(counts.write ?? 0, split);
  const cached = read + write;
  if (input + cached === 0 && output > 0) return { fault: { kind: "missing", what: "input" } };
  const sums = [input + output, input + output + cached];
  if (total !== null && !sums.includes(total))
    return { fault: { kind: "total", sum: input + output, total } };

  const isExclusive =
    meaning === "exclusive" ||
    cached === 0 ||
    (meaning === "unknown" && (input < cached || (total !== null && total !== input + output)));
  if (!isExclusive && meaning === "unknown") return { fault: { kind: "unclear", input, cached } };
  if (!isExclusive && input < cached) return { fault: { kind: "too-small", input, cached } };

  return {
    usage: {
      input_tokens: isExclusive ? input : input - cached,
      cache_read_input_tokens: read,
      cache_creation_input_tokens: write,
      ...(split === 0
        ? {}
        : {
            cache_creation: {
              ephemeral_5m_input_tokens: counts.write5m ?? 0,
              ephemeral_1h_input_tokens: counts.write1h ?? 0,
            },
          }),
      output_tokens: output,
    },
  };
}
