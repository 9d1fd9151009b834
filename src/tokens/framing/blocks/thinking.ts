import { readSealed } from "../../media/sealed.ts";
import { utf8Length } from "../../../utf8.ts";
import { isNewer } from "../frame.ts";
import {
  maskedThinking,
  nearlyShown,
  newerThinkingFrame,
  paddedThinking,
  shownThinking,
  thinkingRates,
  type Rate,
} from "../measured/sealed.ts";
import { assume, memberText, ownerOf, type Item, type RenderContext } from "../render-context.ts";

/** What a thinking block stands for, as far as the request tells. */
type Thought =
  /** The text it shows is all of it. */
  | { readonly kind: "whole" }
  /** Tokens, and how far they may be off. */
  | {
      readonly kind: "hidden";
      readonly size: Rate;
      /** Whether what would tell its length is a placeholder. */
      readonly masked: boolean;
    };

/**
 * Writes what the model thought, without the tags around it. Its text where it is there in full;
 * else its size: as the run's recorded answer has it, by the length of what is sealed, or assumed.
 */
export function putThought(context: RenderContext, item: Item): void {
  const { writer, known } = context;
  const owner = ownerOf(item);
  const recorded = known.get(item.index);
  if (isNewer(context.frame)) writer.add(owner, newerThinkingFrame);
  const thought = readThought(context, item);
  if (thought.kind === "whole") {
    writer.text(owner, memberText(item, "thinking"));
    if (isNewer(context.frame)) writer.doubt(1, 2);
    return;
  }
  if (recorded !== undefined) {
    writer.cut(owner, recorded);
    writer.doubt(3, 3);
    return;
  }
  const { size, masked } = thought;
  const tokens = Math.round(size.middle);
  writer.cut(owner, tokens);
  const [below, above] = [tokens - size.low, size.high - tokens];
  const details = { member: memberOf(item), kind: item.block.kind, tokens };
  if (masked) assume(context, item, { code: "content-masked", details, below, above });
  else assume(context, item, { code: "thinking-hidden", details: { tokens }, below, above });
}

/** The member that only the API can open. */
function memberOf(item: Item): "data" | "signature" {
  return item.block.kind === "redacted_thinking" ? "data" : "signature";
}

function readThought({ frame, count, redacted }: RenderContext, item: Item): Thought {
  const text = memberText(item, "thinking");
  // Claude 3.7 shows all it thinks, and its first seals held no text.
  if (text !== "" && frame.generation.early && !redacted.has("thinking")) return { kind: "whole" };
  const member = memberOf(item);
  const sealed = readSealed(redacted.has(member) ? "" : memberText(item, member));
  const rate = thinkingRates[frame.tokenizer];
  const shown = count(text);
  if (sealed.kind === "masked") {
    const range = shownThinking[frame.kind.era];
    const size = text === "" ? maskedThinking : widen(scale(range, shown), 10);
    return { kind: "hidden", masked: true, size };
  }
  if (sealed.kind === "padded")
    return { kind: "hidden", masked: false, size: widen(scale(paddedThinking, sealed.bytes), 3) };
  if (text !== "" && isSameLength(text, sealed.bytes)) return { kind: "whole" };
  if (Math.abs(sealed.bytes - utf8Length(text)) <= Math.min(12, sealed.bytes / 20))
    return { kind: "hidden", masked: false, size: widen(scale(nearlyShown, shown), 2) };
  return { kind: "hidden", masked: false, size: widen(scale(rate, sealed.bytes), 2) };
}

/** A seal counts bytes or characters, and sometimes a newline that the text does not show. */
function isSameLength(text: string, sealed: number): boolean {
  const more = [utf8Length(text), text.length].map((length) => sealed - length);
  return more.some((difference) => difference === 0 || difference === 1);
}

function scale({ low, middle, high }: Rate, by: number): Rate {
  return { low: low * by, middle: middle * by, high: high * by };
}

function widen({ low, middle, high }: Rate, by: number): Rate {
  return { low: Math.max(0, low - by), middle, high: high + by };
}
