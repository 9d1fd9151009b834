import type { Place } from "../../problem.ts";
import { listNames } from "../../words.ts";
import type { AdviceCode, AdviceContext, Proposal } from "../advice.ts";
import { confidenceIn } from "../confidence.ts";
import { blockPathOf, blockPlace, blockWords, markerPlace, placeWords } from "../words.ts";
import { markedExchanges } from "./breakpoints.ts";
import { exampleOf, isMarkedAt, type MarkedBlock, type Placement } from "./placements.ts";

/** A placement as something to do. */
export function proposePlacement(
  code: AdviceCode,
  placement: Placement,
  context: AdviceContext,
): readonly Proposal[] {
  const { measured } = context;
  const first = firstChanged(context, placement);
  if (first === null) return [];
  const { exchange, block } = first;
  const place = placeOf(placement, first);
  return [
    {
      code,
      change: changeWords(placement, context, first),
      place,
      block: blockPathOf(exchange.measured, block),
      confidence: confidenceIn(measured),
      changed: placement.changed,
    },
  ];
}

/** Where there is something to write, or to take out. */
function placeOf({ change }: Placement, { exchange, block }: MarkedBlock): Place {
  const at = change === "drops" ? markerPlace : blockPlace;
  return at(exchange.measured, block);
}

/** The marker to name: of those that come one that the words name, else the first that is changed. */
function firstChanged(context: AdviceContext, placement: Placement): MarkedBlock | null {
  const { measured } = context;
  const { change, changed, places } = placement;
  if (change !== "drops")
    for (const place of places) {
      const example = place === "end" ? null : exampleOf(context, place);
      if (example !== null) return example;
    }
  const after = markedExchanges(changed);
  for (const [index, exchange] of markedExchanges(measured).entries()) {
    const was = new Set(exchange.measured.prompt.breakpoints.map(({ block }) => block));
    const is = (after[index]?.measured.prompt.breakpoints ?? []).map(({ block }) => block);
    const block =
      change === "drops"
        ? [...was].find((marked) => !is.includes(marked))
        : is.find((marked) => !was.has(marked));
    if (block !== undefined) return { exchange, block };
  }
  return null;
}

function changeWords(placement: Placement, context: AdviceContext, first: MarkedBlock): string {
  const { change, places, ttl } = placement;
  const where = placeWords(placeOf(placement, first));
  const at = where === null ? "" : ` in ${where}`;
  const word = blockWords(first.exchange.measured, first.block);
  if (change === "drops")
    return places.length === 0
      ? `take \`cache_control\` out${at}: what it writes is not read often enough to pay`
      : `take \`cache_control\` off ${word}${at}: what it writes is not read often enough to pay`;
  const marker = ttl === "1h" ? "`cache_control` with `ttl: 1h`" : "`cache_control`";
  const targets = places.flatMap((place): readonly string[] => {
    if (isMarkedAt(context, place)) return [];
    if (place === "end") return ["the last message of every request"];
    const example = exampleOf(context, place);
    if (example === null) return [];
    const named = placeWords(blockPlace(example.exchange.measured, example.block));
    const what = blockWords(example.exchange.measured, example.block);
    return [named === null ? what : `${what} (${named})`];
  });
  const to = listNames(targets, "and");
  return change === "adds" ? `put ${marker} on ${to}` : `move ${marker} to ${to}`;
}
