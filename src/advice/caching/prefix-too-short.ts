import { minimumOf } from "../../models/cache-minimum.ts";
import type { MeasuredExchange, MeasuredScenario } from "../../projection/projection.ts";
import { tokensUpTo } from "../../tokens/count.ts";
import { counted, groupDigits } from "../../words.ts";
import type { AdviceContext, AdviceKind, Proposal } from "../advice.ts";
import { confidenceIn } from "../confidence.ts";
import { blockPathOf, blockPlace, blockWords, placeWords } from "../words.ts";
import { isCacheable, markedExchanges } from "./breakpoints.ts";
import { hasHeadroom } from "./headroom.ts";
import { proposePlacement } from "./placement-proposal.ts";
import { searchPlacements, simplestOf } from "./placements.ts";

/** A marker whose prefix is smaller than what the model caches (caching-rules.md §5). */
interface ShortPrefix {
  readonly measured: MeasuredExchange;
  readonly block: number;
  readonly tokens: number;
  /** Tokens until it is cached. */
  readonly missing: number;
}

/**
 * A marker that does nothing because its prefix is too short: it goes further back, where enough
 * stands before it; else what padding to the minimum would save, where reading more tokens from the
 * cache costs less than sending the few there are.
 */
export const prefixTooShort: AdviceKind = (context) => {
  const { measured } = context;
  if (!isAllTooShort(measured) || !hasHeadroom(context)) return [];
  const first = shortPrefixes(measured)[0];
  if (first === undefined) return [];
  const moved = simplestOf(
    searchPlacements(context).filter(({ change }) => change !== "drops"),
    context,
  );
  if (moved === undefined) return padded(first, context);
  return proposePlacement("prefix-too-short", moved, context).map((proposal) => ({
    ...proposal,
    change: `${proposal.change}: where it is, it has ${shortWords(first)}`,
  }));
};

/** Whether a scenario has markers, and none of any request has a prefix that is large enough. */
export function isAllTooShort({ runs }: MeasuredScenario): boolean {
  let marked = 0;
  for (const { exchanges } of runs)
    for (const measured of exchanges)
      for (const { block } of measured.prompt.breakpoints) {
        if (isCacheable(measured, block)) return false;
        marked += 1;
      }
  return marked > 0;
}

/** The last marker of each request that what other runs send stands before. */
function shortPrefixes(scenario: MeasuredScenario): readonly ShortPrefix[] {
  return markedExchanges(scenario).flatMap(({ measured, sharedBlocks }) => {
    const last = measured.prompt.breakpoints.findLast(({ block }) => block < sharedBlocks);
    if (last === undefined) return [];
    const tokens = tokensUpTo(measured.count, last.block, measured.prompt);
    const missing = minimumOf(measured.prompt.model) - tokens;
    return [{ measured, block: last.block, tokens, missing }];
  });
}

function shortWords({ measured, tokens, missing }: ShortPrefix): string {
  return (
    `${counted(tokens, "token")} up to it, ${groupDigits(missing)} fewer than ` +
    `\`${measured.prompt.model}\` caches`
  );
}

/** Each prefix filled up to the minimum with text that is the same in every run. */
function padded(first: ShortPrefix, context: AdviceContext): readonly Proposal[] {
  const { measured } = context;
  const short = new Map(shortPrefixes(measured).map((prefix) => [prefix.measured, prefix]));
  const changed = {
    ...measured,
    runs: measured.runs.map((run) => ({
      ...run,
      exchanges: run.exchanges.map((exchange) => {
        const prefix = short.get(exchange);
        return prefix === undefined ? exchange : withPadding(prefix);
      }),
    })),
  };
  const place = blockPlace(first.measured, first.block);
  const where = placeWords(place);
  return [
    {
      code: "prefix-too-short",
      change:
        `put ${counted(first.missing, "more token")} of examples or rules that every run sends before ` +
        `the \`cache_control\` on ${blockWords(first.measured, first.block)}` +
        `${where === null ? "" : ` (${where})`}: ${shortWords(first)}`,
      place,
      block: blockPathOf(first.measured, first.block),
      // More text before a question may change its answer.
      confidence: confidenceIn(measured) === "certain" ? "likely" : "possible",
      changed,
    },
  ];
}

/** The exchange with so many tokens more in the block of its marker. */
function withPadding({ measured, block, missing }: ShortPrefix): MeasuredExchange {
  const { count, prompt } = measured;
  const level = prompt.blocks[block]?.level ?? "system";
  return {
    ...measured,
    count: {
      ...count,
      total: count.total + missing,
      low: count.low + missing,
      high: count.high + missing,
      parts: { ...count.parts, [level]: count.parts[level] + missing },
      blocks: count.blocks.map((tokens, index) => (index === block ? tokens + missing : tokens)),
    },
  };
}
