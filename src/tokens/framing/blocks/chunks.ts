/**
 * A document's text as it can be cited: sentences, with the white space that follows them
 * (framing-messages.md §4).
 */
export function chunksOf(text: string): readonly string[] {
  return text.match(/[\s\S]*?[.!?]\s|[\s\S]+$/g) ?? [];
}
