import { isObject, type Json } from "../../json.ts";
import { descendingBy } from "../../order.ts";
import type { Block } from "../../prompt/prompt.ts";
import { groupDigits } from "../../words.ts";
import type { AdviceContext, Proposal } from "../advice.ts";
import { withChangedRequests } from "../changed-requests.ts";
import { blockName, blockPlace } from "../place.ts";
import { blockTotals, isWorth } from "./block-totals.ts";
import { changeBlocks } from "./changed-request.ts";
import { changesByKey, textOf, withText } from "./text-blocks.ts";

/** A block that is a smaller share of the cost is not worth shortening. */
const leastShare = 0.05;

/** A shorter text, a question as people ask it, cannot be had in fewer words. */
const leastTokens = 40;

/**
 * The dearest text of a scenario, and what a third less of it would save; said where no other advice
 * saves anything. Nothing is known of which third: the changed scenario is without the last of it.
 */
export function shorterPrompt(context: AdviceContext): readonly Proposal[] {
  const candidates = [...blockTotals(context).values()]
    .filter(
      ({ block, cost, tokens }) =>
        block.role !== "assistant" &&
        tokens >= leastTokens &&
        isWorth(cost, context.projection, leastShare),
    )
    .sort(descendingBy(({ cost }) => cost));
  for (const { block, measured, tokens } of candidates) {
    const shorter = withThirdLess(block);
    if (shorter === null) continue;
    const changes = new Map<number, Json>([[block.key, shorter]]);
    return [
      {
        code: "shorter-prompt",
        change:
          `shorten \`${blockName(block.path)}\`, the dearest text of the prompt ` +
          `(${groupDigits(tokens)} tokens): this is what a third less saves`,
        ...blockPlace(measured.exchange, block.path),
        confidence: "possible",
        changed: withChangedRequests(context, ({ prompt, exchange }) =>
          changeBlocks(exchange.request, changesByKey(prompt.blocks, changes)),
        ),
      },
    ];
  }
  return [];
}

/** A text block, written or declared by its size, with a third less; null for any other. */
function withThirdLess(block: Block): Json | null {
  const text = textOf(block);
  if (text !== null) {
    const cut = text.slice(0, Math.ceil((text.length * 2) / 3));
    const shorter = cut.slice(0, Math.max(cut.search(/\s+\S*$/), Math.ceil(cut.length / 2)));
    return shorter.trim() === "" ? null : withText(block, shorter);
  }
  const { content } = block;
  const declared = isObject(content) ? content["text"] : undefined;
  if (!isObject(content) || !isObject(declared)) return null;
  const { $tokens: size } = declared;
  if (typeof size !== "number" || size < 3) return null;
  return { ...content, text: { ...declared, $tokens: Math.ceil((size * 2) / 3) } };
}
