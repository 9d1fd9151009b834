import type { Ttl } from "../../api/cache-control.ts";
import {
  hasBreakpoints,
  type MeasuredExchange,
  type MeasuredScenario,
} from "../../projection/projection.ts";
import type { Breakpoint } from "../../prompt/prompt.ts";
import { ascendingBy } from "../../order.ts";
import { listNames } from "../../words.ts";
import type { AdviceKind } from "../advice.ts";
import { confidenceIn } from "../confidence.ts";
import { costOf } from "../worth.ts";
import { blockPathOf, markerPlace, placeWords } from "../words.ts";
import { markersText, repeatsHistory, withBreakpoints } from "./breakpoints.ts";
import { hasHeadroom, mayLapse } from "./headroom.ts";
import { isMarkedBehindLiterals } from "./volatile/literal-texts.ts";

/** Which markers get which TTL: those of what all runs share, and the others. */
interface Lifetimes {
  readonly shared: Ttl;
  readonly others: Ttl;
}

const choices: readonly Lifetimes[] = [
  { shared: "5m", others: "5m" },
  { shared: "1h", others: "1h" },
  { shared: "1h", others: "5m" },
];

/** The markers that are written with the TTL that this traffic asks for: five minutes or an hour. */
export const changeTtl: AdviceKind = (context) => {
  const { measured } = context;
  // For how long something is kept that nobody asks for again matters to nobody.
  if (isMarkedBehindLiterals(measured)) return [];
  if (!hasBreakpoints(measured) || !hasHeadroom(context)) return [];
  const asWritten = markersText(measured);
  if (!asWritten.includes(":1h") && !mayLapse(measured)) return [];
  const isMixable = repeatsHistory(measured);
  const [best] = choices
    .filter(({ shared, others }) => shared === others || isMixable)
    .flatMap((lifetimes) => {
      const changed = withLifetimes(measured, lifetimes);
      return changed === null || markersText(changed) === asWritten
        ? []
        : [{ lifetimes, changed, cost: costOf(context.project(changed)) }];
    })
    .sort(ascendingBy(({ cost }) => cost));
  if (best === undefined) return [];
  const changes = changedMarkers(measured, best.changed);
  const [first] = changes;
  if (first === undefined) return [];
  const place = markerPlace(first.exchange, first.block);
  return [
    {
      code: "change-ttl",
      change: changeWords(changes, best.lifetimes),
      place,
      block: blockPathOf(first.exchange, first.block),
      confidence: confidenceIn(measured),
      changed: best.changed,
    },
  ];
};

/** A marker that gets another TTL. */
interface ChangedMarker {
  readonly exchange: MeasuredExchange;
  readonly block: number;
  readonly isOfMessages: boolean;
}

function changedMarkers(
  before: MeasuredScenario,
  after: MeasuredScenario,
): readonly ChangedMarker[] {
  return before.runs.flatMap(({ exchanges }, run) =>
    exchanges.flatMap((exchange, index) => {
      const changed = after.runs[run]?.exchanges[index]?.prompt.breakpoints ?? [];
      return exchange.prompt.breakpoints.flatMap(({ block, ttl }, at): readonly ChangedMarker[] => {
        const isOfMessages = exchange.prompt.blocks[block]?.level === "messages";
        return changed[at]?.ttl === ttl ? [] : [{ exchange, block, isOfMessages }];
      });
    }),
  );
}

/** What to set where: the first marker of each kind that gets another TTL is named by its place. */
function changeWords(changes: readonly ChangedMarker[], { shared, others }: Lifetimes): string {
  const setAt = (ttl: Ttl, marker: ChangedMarker, of: string): string => {
    const where = placeWords(markerPlace(marker.exchange, marker.block));
    return `\`ttl: ${ttl}\` on ${of}${where === null ? "" : ` in ${where}`}`;
  };
  const [first] = changes;
  if (shared === others && first !== undefined)
    return `set ${setAt(shared, first, "`cache_control`")}`;
  const kinds = [
    { isOfMessages: false, ttl: shared, of: "the `cache_control` of tools and system" },
    { isOfMessages: true, ttl: others, of: "the `cache_control` of messages" },
  ].flatMap(({ isOfMessages, ttl, of }) => {
    const marker = changes.find((each) => each.isOfMessages === isOfMessages);
    return marker === undefined ? [] : [setAt(ttl, marker, of)];
  });
  return `set ${listNames(kinds, "and")}`;
}

function withLifetimes(
  measured: MeasuredScenario,
  { shared, others }: Lifetimes,
): MeasuredScenario | null {
  return withBreakpoints(measured, ({ measured: { prompt } }) =>
    prompt.breakpoints.map((breakpoint): Breakpoint => {
      const isOfMessages = prompt.blocks[breakpoint.block]?.level === "messages";
      return { ...breakpoint, ttl: isOfMessages ? others : shared };
    }),
  );
}
