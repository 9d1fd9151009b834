import { hasBreakpoints } from "../../projection/projection.ts";
import { asVariant } from "../../variants/variants.ts";
import type { AdviceKind } from "../advice.ts";
import { confidenceIn } from "../confidence.ts";
import { blockPathOf, markerPlace, placeWords } from "../words.ts";
import { markedExchanges, markersText } from "./breakpoints.ts";
import { hasHeadroom, mayLapse } from "./headroom.ts";
import { isMarkedBehindLiterals } from "./volatile/literal-texts.ts";

/**
 * What lapses just before it would be read again: requests that answer nothing keep it alive, inside
 * runs and between them, where they cost less than the misses they save.
 */
export const keepAlive: AdviceKind = (context) => {
  const { measured } = context;
  // For how long something is kept that nobody asks for again matters to nobody.
  if (isMarkedBehindLiterals(measured)) return [];
  if (!hasBreakpoints(measured) || !mayLapse(measured) || !hasHeadroom(context)) return [];
  const varied = asVariant("keep-alive", measured, context);
  if ("whyNot" in varied) return [];
  const first = markedExchanges(measured).find(
    ({ measured: { prompt } }) => prompt.breakpoints.length > 0,
  );
  const block = first?.measured.prompt.breakpoints.at(-1)?.block;
  if (first === undefined || block === undefined) return [];
  const place = markerPlace(first.measured, block);
  const where = placeWords(place);
  return [
    {
      code: "keep-alive",
      change:
        `keep what is cached${where === null ? "" : ` (${where})`} alive: the same request with ` +
        "`max_tokens: 0` every 4.5 minutes while nothing else is sent" +
        (markersText(measured).includes(":1h") ? ", with `ttl: 5m`" : ""),
      place,
      block: blockPathOf(first.measured, block),
      confidence: confidenceIn(measured),
      changed: varied.scenario,
    },
  ];
};
