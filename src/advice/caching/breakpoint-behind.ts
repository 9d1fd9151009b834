import type { MeasuredScenario } from "../../projection/projection.ts";
import type { AdviceKind } from "../advice.ts";
import { confidenceIn } from "../confidence.ts";
import { blockPathOf, markerPlace, placeWords } from "../words.ts";
import {
  continues,
  lastMarkable,
  markedExchanges,
  withBreakpoints,
  type MarkedExchange,
} from "./breakpoints.ts";
import { hasHeadroom } from "./headroom.ts";

/**
 * A marker that follows the conversation a message behind: what the last message brings is paid as
 * input in one request and written in the next. A marker on the last message writes it at once.
 */
export const breakpointBehind: AdviceKind = (context) => {
  const { measured } = context;
  const first = markedExchanges(measured).find(isLagging);
  if (first === undefined || !hasHeadroom(context)) return [];
  const changed = withBreakpoints(measured, onLastMessage);
  const block = lastMessageMarker(first);
  if (changed === null || block === null) return [];
  const place = markerPlace(first.measured, block);
  const where = placeWords(place);
  return [
    {
      code: "breakpoint-behind",
      change:
        `move the \`cache_control\` of the messages${where === null ? "" : `, in ${where},`} ` +
        "to the last message of every request",
      place,
      block: blockPathOf(first.measured, block),
      confidence: confidenceIn(measured),
      changed,
    },
  ];
};

/** Whether a scenario's last marker follows its conversations, and never up to their end. */
export function isBehind(measured: MeasuredScenario): boolean {
  return markedExchanges(measured).some(isLagging);
}

/** Whether a request that goes on from another is marked in its messages, but not at their end. */
function isLagging(exchange: MarkedExchange): boolean {
  const block = lastMessageMarker(exchange);
  const { prompt } = exchange.measured;
  const end = lastMarkable(prompt, prompt.blocks.length);
  return block !== null && end !== null && block < end && continues(exchange);
}

/** The block of a request's last marker, where that stands in its messages. */
function lastMessageMarker({ measured }: MarkedExchange): number | null {
  const { blocks, breakpoints } = measured.prompt;
  const block = breakpoints.at(-1)?.block ?? -1;
  return blocks[block]?.level === "messages" ? block : null;
}

/** The last marker of the messages at their end; where they have none, such a one. */
function onLastMessage(exchange: MarkedExchange) {
  const { breakpoints, blocks } = exchange.measured.prompt;
  const end = lastMarkable(exchange.measured.prompt, blocks.length);
  const last = breakpoints.at(-1);
  if (end === null || last === undefined) return breakpoints;
  const isOfMessages = lastMessageMarker(exchange) !== null;
  const kept = isOfMessages ? breakpoints.slice(0, -1) : breakpoints;
  return [...kept, { ...last, block: end, automatic: false }];
}
