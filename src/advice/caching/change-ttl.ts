import type { Ttl } from "../../api/cache-control.ts";
import { hasBreakpoints, type MeasuredScenario } from "../../projection/projection.ts";
import type { Breakpoint } from "../../prompt/prompt.ts";
import { ascendingBy } from "../../order.ts";
import type { AdviceKind } from "../advice.ts";
import { confidenceIn } from "../confidence.ts";
import { costOf } from "../worth.ts";
import { blockPathOf, blockPlace, placeWords } from "../words.ts";
import { markedExchanges, markersText, repeatsHistory, withBreakpoints } from "./breakpoints.ts";
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
  const { shared, others } = best.lifetimes;
  const first = markedExchanges(measured).find(
    ({ measured: { prompt } }) => prompt.breakpoints.length > 0,
  );
  const block = first?.measured.prompt.breakpoints[0]?.block;
  if (first === undefined || block === undefined) return [];
  const place = blockPlace(first.measured, block);
  const where = placeWords(place);
  const at = where === null ? "" : ` in ${where}`;
  return [
    {
      code: "change-ttl",
      change:
        shared === others
          ? `set \`ttl: ${shared}\` on \`cache_control\`${at}`
          : `set \`ttl: ${shared}\` on the \`cache_control\` of tools and system${at}, ` +
            `\`ttl: ${others}\` on that of messages`,
      place,
      block: blockPathOf(first.measured, block),
      confidence: confidenceIn(measured),
      changed: best.changed,
    },
  ];
};

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
