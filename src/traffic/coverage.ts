/** A span of time in milliseconds: `start` belongs to it, `end` does not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Milliseconds that at least one of the spans covers. */
export function coveredMs(spans: readonly Span[]): number {
  return joinSpans(spans).reduce((total, span) => total + span.end - span.start, 0);
}

/** The spans in order, joined where they overlap or meet; empty ones are left out. */
export function joinSpans(spans: readonly Span[]): readonly Span[] {
  const ordered = spans
    .filter((span) => span.end > span.start)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const joined: { start: number; end: number }[] = [];
  for (const span of ordered) {
    const last = joined.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else joined.push({ start: span.start, end: span.end });
  }
  return joined;
}
