import { ttlMs } from "../../api/cache-control.ts";
import type { MeasuredExchange, MeasuredRun } from "../../projection/projection.ts";
import type { Block } from "../../prompt/prompt.ts";

/** A keep-alive is sent so long after the last use (caching-rules.md §7): 4.5 minutes. */
export const pingEveryMs = 270_000;

/** Gaps of an hour and more are left to lapse: neither a keep-alive nor 1h pays (caching-rules.md §7). */
const longestGapMs = 3_600_000;

/** A run with what keeps its cache alive in its gaps, and how many requests that are. */
export interface PingedRun {
  readonly run: MeasuredRun;
  readonly pings: number;
}

/**
 * A run that sends each request again, with `max_tokens: 0`, while the next one is more than five
 * minutes off and at most an hour: every 4.5 minutes until the next one comes in time, ⌈(gap − 5) /
 * 4.5⌉ times (caching-rules.md §7). Such a request reads what is cached, pays its uncached tail as
 * input, and answers nothing.
 */
export function withPings(run: MeasuredRun): PingedRun {
  const exchanges = run.exchanges.flatMap((measured, index): readonly MeasuredExchange[] => {
    const next = run.exchanges[index + 1];
    const gap = next === undefined ? 0 : next.exchange.offsetMs - measured.exchange.offsetMs;
    const ping = pingOf(measured);
    if (ping === null || gap <= ttlMs["5m"] || gap > longestGapMs) return [measured];
    const times = Math.ceil((gap - ttlMs["5m"]) / pingEveryMs);
    const { offsetMs } = measured.exchange;
    const pings = Array.from({ length: times }, (_, nth) => ({
      ...ping,
      exchange: { ...ping.exchange, offsetMs: offsetMs + (nth + 1) * pingEveryMs },
    }));
    return [measured, ...pings];
  });
  return { run: { ...run, exchanges }, pings: exchanges.length - run.exchanges.length };
}

/**
 * The same request again with `max_tokens: 0`: the same bytes, also where they are filled anew for
 * each request. What is behind a system block or tool of that kind nobody reads again. Null: nothing
 * of it is cached for others.
 */
function pingOf(measured: MeasuredExchange): MeasuredExchange | null {
  const { prompt, exchange } = measured;
  const volatile = prompt.blocks.findIndex(
    ({ level, placeholders }) => level !== "messages" && placeholders.some(isPerRequest),
  );
  const breakpoints = prompt.breakpoints.filter(({ block }) => volatile < 0 || block < volatile);
  if (breakpoints.length === 0) return null;
  return {
    ...measured,
    exchange: { ...exchange, id: `${exchange.id}, kept alive` },
    prompt: { ...prompt, breakpoints, blocks: prompt.blocks.map(asSentBefore) },
    output: { tokens: 0, low: 0, high: 0, basis: "expected", problems: [] },
    passes: [],
    webSearches: 0,
  };
}

function isPerRequest({ changes, undeclared }: Block["placeholders"][number]): boolean {
  return undeclared || changes === "request";
}

function asSentBefore(block: Block): Block {
  if (block.placeholders.length === 0) return block;
  return {
    ...block,
    placeholders: block.placeholders.map((placeholder) => ({ ...placeholder, inherited: true })),
  };
}
