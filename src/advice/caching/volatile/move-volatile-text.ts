import type { Ttl } from "../../../api/cache-control.ts";
import { nameInWords } from "../../../compare/cache-break/volatile-placeholders.ts";
import type { Placeholder } from "../../../fixture/fixture.ts";
import { uniqueBy } from "../../../order.ts";
import {
  hasBreakpoints,
  type MeasuredExchange,
  type MeasuredScenario,
} from "../../../projection/projection.ts";
import { counted } from "../../../words.ts";
import type { Pico } from "../../../money.ts";
import type { Prompt } from "../../../prompt/prompt.ts";
import type { AdviceContext, AdviceKind } from "../../advice.ts";
import { showAmount } from "../../amount.ts";
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
import { costOf, isWorthSaying } from "../../worth.ts";
import { isLiteral, withLiterals, withoutLiterals } from "./literal-placeholders.ts";
import { findLiterals, type Literals } from "./literal-texts.ts";
import { isOrder, moveVolatile, volatileUpTo } from "./volatile-text.ts";

/**
 * A time, an id, a variable in tools or system before a breakpoint: nothing behind it is ever read
 * again. Behind the last breakpoint it costs its own few tokens. Where nothing is marked, what then
 * stands before it is. Also one that stands there as it was recorded, and is another in other
 * recordings: a check takes that as it stands, and its saving is what two checks differ by, so what it
 * costs where it changes all the time is said beside it.
 */
export const moveVolatileText: AdviceKind = (context) => {
  const { measured } = context;
  const literals = findLiterals(measured);
  const exchanges = measured.runs.flatMap((run) => run.exchanges);
  const isMarked = hasBreakpoints(measured);
  const first = firstVolatile(exchanges, { isMarked, literals });
  if (first === null) return [];
  const [placeholder] = first.placeholders;
  if (placeholder === undefined) return [];
  const more = costWhereItChanges(context, literals);
  if (!isWorthSaying(more, context) && !hasHeadroom(context)) return [];
  const moved = withChangedRequests(context, (exchange) => {
    const prompt = withLiterals(exchange, literals);
    const request = moveVolatile(prompt, endOfVolatile(prompt, isMarked));
    return request === null ? null : withoutLiterals(request);
  });
  const changed = isMarked ? { scenario: moved, ttl: null } : markedAtEnd(moved, context);
  if (changed === null) return [];
  const { exchange, prompt, placeholders } = first;
  const block = prompt.blocks.findIndex((each) => each.placeholders.includes(placeholder));
  const isCertain = literals.size === 0 && confidenceIn(measured) === "certain";
  return [
    {
      code: "move-volatile-text",
      change:
        changeWords(placeholders, changed.ttl) +
        (placeholders.some(isLiteral) ? literalWords(more, context) : ""),
      place: placeholder.place,
      block: blockPathOf(exchange, block),
      confidence: isCertain ? "certain" : "likely",
      changed: changed.scenario,
      ...(isWorthSaying(more, context) ? { mustBeDone: true } : {}),
    },
  ];
};

/** What the scenario costs more where what differs between recordings changes all the time. */
function costWhereItChanges(context: AdviceContext, literals: Literals): Pico {
  if (literals.size === 0 || !hasBreakpoints(context.measured)) return 0n;
  const declared = withChangedRequests(context, (exchange) => {
    const { request } = withLiterals(exchange, literals);
    return request.placeholders.some(isLiteral) ? request : null;
  });
  return costOf(context.project(declared)) - costOf(context.projection);
}

function literalWords(more: Pico, context: AdviceContext): string {
  const differs = ", for it differs between the recordings";
  if (!isWorthSaying(more, context)) return differs;
  const amount = showAmount(more, context);
  return (
    `${differs}; where it changes all the time, nothing behind it is read again: ` +
    `${amount} more than is shown`
  );
}

/** What to do about some texts that change, the first of them named. */
function changeWords(placeholders: readonly Placeholder[], ttl: Ttl | null): string {
  const texts = placeholders.filter((each) => !isOrder(each));
  const named = texts[0] ?? placeholders[0];
  if (named === undefined) return "";
  const where = placeWords(named.place);
  const what = `${nameOf(named)}${where === null ? "" : ` in ${where}`}`;
  if (texts.length === 0) return `keep ${what} the same in every request`;
  const others = uniqueBy(texts, ({ name }) => name).length - 1;
  const all = others === 0 ? what : `${what} and ${counted(others, "other text")} that change`;
  if (ttl === null) return `move ${all} behind the last \`cache_control\``;
  const marker = ttl === "1h" ? "`cache_control` with `ttl: 1h`" : "`cache_control`";
  return `move ${all} to the end of the system prompt, and put ${marker} before it`;
}

/** The block up to which what changes is in the way: the last marked one, or all of them. */
function endOfVolatile({ breakpoints, blocks }: Prompt, isMarked: boolean): number {
  return isMarked ? (breakpoints.at(-1)?.block ?? -1) : blocks.length;
}

/** The first request with something that changes before its last breakpoint. */
function firstVolatile(
  exchanges: readonly MeasuredExchange[],
  { isMarked, literals }: { readonly isMarked: boolean; readonly literals: Literals },
): {
  readonly exchange: MeasuredExchange;
  readonly prompt: Prompt;
  readonly placeholders: readonly Placeholder[];
} | null {
  for (const exchange of exchanges) {
    const prompt = withLiterals(exchange, literals);
    const placeholders = volatileUpTo(prompt, endOfVolatile(prompt, isMarked));
    if (placeholders.length > 0) return { exchange, prompt, placeholders };
  }
  return null;
}

/** The scenario with what changes elsewhere, and marked where that is worth it. */
interface Moved {
  readonly scenario: MeasuredScenario;
  /** Of the markers that come; null where none do. */
  readonly ttl: Ttl | null;
}

/**
 * The scenario with a marker at the end of what all its runs share, for an hour where five minutes
 * are dearer; null where there is not enough to mark.
 */
function markedAtEnd(moved: MeasuredScenario, context: AdviceContext): Moved | null {
  const ends = markedExchanges(moved).map(({ measured, sharedBlocks }) => {
    const block = lastMarkable(measured.prompt, sharedBlocks);
    return block !== null && isCacheable(measured, block);
  });
  if (!ends.includes(true)) return null;
  const markedFor = (ttl: Ttl): Moved | null => {
    const scenario = withBreakpoints(moved, ({ measured, sharedBlocks }) => {
      const block = lastMarkable(measured.prompt, sharedBlocks);
      return block === null ? [] : [markerOn(block, ttl)];
    });
    return scenario === null ? null : { scenario, ttl };
  };
  const [short, long] = [markedFor("5m"), markedFor("1h")];
  if (short === null || long === null) return short;
  const [shortCost, longCost] = [short, long].map(({ scenario }) =>
    costOf(context.project(scenario)),
  );
  return isWorthSaying((shortCost ?? 0n) - (longCost ?? 0n), context) ? long : short;
}

/** `the time`, `the id`; what a name does not say, by its name. */
function nameOf(placeholder: Placeholder): string {
  const { name } = placeholder;
  if (isLiteral(placeholder)) return name;
  const words = nameInWords(name);
  return words === "a variable" ? `\`${name}\`` : words.replace(/^an? /, "the ");
}
