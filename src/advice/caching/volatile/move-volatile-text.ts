import { nameInWords } from "../../../compare/cache-break/volatile-placeholders.ts";
import type { Placeholder } from "../../../fixture/fixture.ts";
import { uniqueBy } from "../../../order.ts";
import { hasBreakpoints, type MeasuredExchange } from "../../../projection/projection.ts";
import { counted } from "../../../words.ts";
import type { AdviceKind } from "../../advice.ts";
import { withChangedRequests } from "../../changed-requests.ts";
import { confidenceIn } from "../../confidence.ts";
import { blockPathOf, placeWords } from "../../words.ts";
import {
  isCacheable,
  lastMarkable,
  markedExchanges,
  markerOn,
  withBreakpoints,
} from "../breakpoints.ts";
import { hasHeadroom } from "../headroom.ts";
import { isOrder, moveVolatile, volatileUpTo } from "./volatile-text.ts";

/**
 * A time, an id, a variable in tools or system before a breakpoint: nothing behind it is ever read
 * again. Behind the last breakpoint it costs its own few tokens. Where nothing is marked, what then
 * stands before it is.
 */
export const moveVolatileText: AdviceKind = (context) => {
  const { measured } = context;
  const first = firstVolatile(context.measured.runs.flatMap(({ exchanges }) => exchanges));
  if (first === null || !hasHeadroom(context)) return [];
  const isMarked = hasBreakpoints(measured);
  const moved = withChangedRequests(context, ({ prompt }) =>
    moveVolatile(
      prompt,
      isMarked ? (prompt.breakpoints.at(-1)?.block ?? -1) : prompt.blocks.length,
    ),
  );
  const changed = isMarked ? moved : markedAtEnd(moved);
  if (changed === null) return [];
  const { exchange, placeholders } = first;
  const [placeholder] = placeholders;
  if (placeholder === undefined) return [];
  const block = exchange.prompt.blocks.findIndex((each) => each.placeholders.includes(placeholder));
  return [
    {
      code: "move-volatile-text",
      change: changeWords(placeholders, isMarked),
      place: placeholder.place,
      block: blockPathOf(exchange, block),
      confidence: confidenceIn(measured) === "certain" ? "certain" : "likely",
      changed,
    },
  ];
};

/** What to do about some texts that change, the first of them named. */
function changeWords(placeholders: readonly Placeholder[], isMarked: boolean): string {
  const texts = placeholders.filter((each) => !isOrder(each));
  const named = texts[0] ?? placeholders[0];
  if (named === undefined) return "";
  const where = placeWords(named.place);
  const what = `${nameOf(named)}${where === null ? "" : ` in ${where}`}`;
  if (texts.length === 0) return `keep ${what} the same in every request`;
  const others = uniqueBy(texts, ({ name }) => name).length - 1;
  const all = others === 0 ? what : `${what} and ${counted(others, "other text")} that change`;
  return isMarked
    ? `move ${all} behind the last \`cache_control\``
    : `move ${all} to the end of the system prompt, and put \`cache_control\` before it`;
}

/** The first request with something that changes before its last breakpoint. */
function firstVolatile(exchanges: readonly MeasuredExchange[]): {
  readonly exchange: MeasuredExchange;
  readonly placeholders: readonly Placeholder[];
} | null {
  const isMarked = exchanges.some(({ prompt }) => prompt.breakpoints.length > 0);
  for (const exchange of exchanges) {
    const { prompt } = exchange;
    const last = isMarked ? (prompt.breakpoints.at(-1)?.block ?? -1) : prompt.blocks.length;
    const placeholders = volatileUpTo(prompt, last);
    if (placeholders.length > 0) return { exchange, placeholders };
  }
  return null;
}

/** The scenario with a marker at the end of what all its runs share, where that is worth one. */
function markedAtEnd(moved: Parameters<typeof markedExchanges>[0]) {
  const ends = markedExchanges(moved).map(({ measured, sharedBlocks }) => {
    const block = lastMarkable(measured.prompt, sharedBlocks);
    return block !== null && isCacheable(measured, block);
  });
  if (!ends.includes(true)) return null;
  return withBreakpoints(moved, ({ measured, sharedBlocks }) => {
    const block = lastMarkable(measured.prompt, sharedBlocks);
    return block === null ? [] : [markerOn(block, "5m")];
  });
}

/** `the time`, `the id`; what a name does not say, by its name. */
function nameOf({ name }: Placeholder): string {
  const words = nameInWords(name);
  return words === "a variable" ? `\`${name}\`` : words.replace(/^an? /, "the ");
}
