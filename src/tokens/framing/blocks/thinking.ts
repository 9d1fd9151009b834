import { assume, memberText, ownerOf, type Item, type RenderContext } from "../render-context.ts";

/** Writes out thinking whose text is not there: an assumption (problem `thinking-hidden`). */
export function putHiddenThinking(context: RenderContext, item: Item): void {
  const tokens = hiddenTokens(item);
  context.writer.add(ownerOf(item), tokens);
  assume(context, item, {
    code: "thinking-hidden",
    details: { tokens },
    below: tokens - 3,
    above: Math.max(40, tokens * 2),
  });
}

/**
 * Tokens assumed for thinking of which only an opaque form is there, base64: eight characters of it
 * a token.
 */
function hiddenTokens(item: Item): number {
  return Math.max(
    20,
    Math.round((memberText(item, "data") || memberText(item, "signature")).length / 8),
  );
}
