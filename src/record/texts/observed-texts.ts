/** The texts of a scenario's requests, with what in them changes and how often. */
import { formatPath } from "../../json.ts";
import { findChangingSpans, type ChangingSpan } from "./changing-spans.ts";
import type { Now } from "./clock.ts";
import { findFrequencies, type Seen } from "./frequency.ts";
import type { ObservedText } from "./rewrite-exchange.ts";
import type { ObservedExchange, TextFinding } from "./rewritten.ts";
import { findSites } from "./sites.ts";

interface ReadText {
  readonly spans: readonly ChangingSpan[];
  /** Equal where all but what changes is. */
  readonly skeleton: number;
}

/** All texts, by exchange, in the order of the bodies; and what differs that is no text. */
export function observeTexts(
  exchanges: readonly ObservedExchange[],
  now: Now,
): {
  readonly byExchange: readonly (readonly ObservedText[])[];
  readonly findings: readonly TextFinding[];
} {
  const read = createTextReader(now);
  const sites = exchanges.map(findSites);
  const seen: Seen[] = [];
  const placed = sites.map(({ sites: own }, exchange) =>
    own.map(({ path, texts }) => {
      const [text = ""] = texts;
      const { spans, skeleton } = read(texts);
      const { run = "", startedMs = null } = exchanges[exchange] ?? {};
      const facts = { run, startedMs, path: formatPath(path), skeleton, spans };
      if (spans.length > 0)
        seen.push({ ...facts, values: spans.map(({ from, until }) => text.slice(from, until)) });
      return { facts, own: { exchange, path, texts, text, spans, run, startedMs } };
    }),
  );
  const frequencyOf = findFrequencies(seen);
  return {
    byExchange: placed.map((texts) =>
      texts.map(({ facts, own }) => ({
        ...own,
        changesOf: (index: number) => frequencyOf(facts, index),
      })),
    ),
    findings: sites.flatMap(({ findings }, exchange) =>
      findings.map((finding) => ({ ...finding, exchange, file: null })),
    ),
  };
}

/** Histories repeat in every later request: each text is read once. */
function createTextReader(now: Now): (texts: readonly string[]) => ReadText {
  const known = new Map<string, ReadText>();
  const skeletons = new Map<string, number>();
  return (texts) => {
    const [first = ""] = texts;
    const key = texts.every((text) => text === first) ? first : JSON.stringify(texts);
    const before = known.get(key);
    if (before !== undefined) return before;
    const spans = findChangingSpans(texts, now);
    let from = 0;
    const pieces = spans.map((span) => {
      const piece = first.slice(from, span.from);
      from = span.until;
      return [piece, span.kind];
    });
    const shape = spans.length === 0 ? "" : JSON.stringify([pieces, first.slice(from)]);
    const skeleton = skeletons.get(shape) ?? skeletons.size;
    skeletons.set(shape, skeleton);
    const made = { spans, skeleton };
    known.set(key, made);
    return made;
  };
}
