import type { Placeholder } from "../../../fixture/fixture.ts";
import { ascendingBy } from "../../../order.ts";

/** A piece of a text, by UTF-16 units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A line longer than this is no line that somebody moves as a whole. */
const longestLine = 400;

/**
 * The pieces of a text that somebody would move to be rid of what changes in it: the lines in which
 * it stands; of a long line the sentence; of a long sentence what changes alone. In order, none
 * overlapping.
 */
export function spansToMove(text: string, volatile: readonly Placeholder[]): readonly Span[] {
  const spans: Span[] = [];
  for (const placeholder of [...volatile].sort(ascendingBy(({ offset }) => offset))) {
    const span = spanAround(text, placeholder);
    const last = spans.at(-1);
    if (last === undefined || span.from > last.to || (span.from === last.to && span.to > last.to))
      spans.push(span);
    else spans[spans.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return spans;
}

function spanAround(text: string, { offset, width = 0 }: Placeholder): Span {
  const end = offset + width;
  const lineEnd = text.indexOf("\n", end);
  const line = {
    from: text.lastIndexOf("\n", offset - 1) + 1,
    to: lineEnd === -1 ? text.length : lineEnd + 1,
  };
  if (offset === 0) line.from = 0;
  if (line.to - line.from <= longestLine) return line;
  const before = Math.max(
    line.from,
    ...[". ", "! ", "? "].map((stop) => {
      const at = text.lastIndexOf(stop, offset - 1);
      return at === -1 || offset === 0 ? line.from : at + stop.length;
    }),
  );
  const stops = [". ", "! ", "? "]
    .map((stop) => text.indexOf(stop, end))
    .filter((at) => at !== -1)
    .map((at) => at + 2);
  const sentence = { from: before, to: Math.min(line.to, ...stops) };
  return sentence.to - sentence.from <= longestLine ? sentence : { from: offset, to: end };
}

/** A text without some of its pieces, and how far each offset that stays moves to the front. */
export function cutSpans(
  text: string,
  spans: readonly Span[],
): { readonly rest: string; readonly shift: (offset: number) => number } {
  const parts: string[] = [];
  let from = 0;
  for (const span of spans) {
    parts.push(text.slice(from, span.from));
    from = span.to;
  }
  parts.push(text.slice(from));
  return {
    rest: parts.join(""),
    shift: (offset) =>
      offset -
      spans.reduce(
        (sum, span) => sum + Math.max(0, Math.min(offset, span.to) - Math.min(offset, span.from)),
        0,
      ),
  };
}
