/** The parts of a text that change by themselves. */
import { ascending } from "../../order.ts";
import { findDifferences } from "./alignment.ts";
import type { Now } from "./clock.ts";
import {
  findTimesAroundNow,
  kindOf,
  tokenize,
  type PlaceholderKind,
  type Token,
} from "./tokens.ts";

/** A part of a text that is another one each time. */
export interface ChangingSpan {
  /** Offsets in the first text; they are equal where only others have something there. */
  readonly from: number;
  readonly until: number;
  readonly kind: PlaceholderKind;
  readonly why: "differs" | "now";
  /** A clock that says seconds. */
  readonly hasSeconds: boolean;
  /** What stands there in the other texts, as far as it is known. */
  readonly others: readonly string[];
}

/** Another part of two texts. */
interface Part {
  readonly from: number;
  readonly until: number;
  readonly other: string;
}

interface OtherPart extends Part {
  /** Offsets in the other text. */
  readonly otherFrom: number;
  readonly otherUntil: number;
}

/** So many parts of one text, or so large a share without a kind: it is another text as a whole. */
const most = { parts: 60, share: 0.6 };

/**
 * The parts in which the first text differs from the others, and the times and dates in it that lie
 * around now. In order, apart from one another.
 */
export function findChangingSpans(texts: readonly string[], now: Now): readonly ChangingSpan[] {
  const [first = "", ...rest] = texts;
  const others = [...new Set(rest)].filter((other) => other !== first);
  // Whatever lies around now has digits.
  if (others.length === 0 && !/\d/.test(first)) return [];
  const parts = joinOverlapping(others.flatMap((other) => differingParts(first, other, now)));
  const spans = parts.map((part) => spanOf(first, part, now));
  const untold = spans.filter(({ kind }) => kind === "value");
  const covered = untold.reduce((sum, { from, until }) => sum + until - from, 0);
  if (spans.length > most.parts || (spans.length > 1 && covered > most.share * first.length))
    return [spanOf(first, { from: 0, until: first.length, other: others[0] ?? "" }, now)];
  const isFree = ({ offset, text }: Token): boolean =>
    !parts.some(({ from, until }) => from < offset + text.length && until > offset);
  const around = findTimesAroundNow(first, now)
    .filter(isFree)
    .map(({ offset, text, kind, hasSeconds }) => ({
      from: offset,
      until: offset + text.length,
      kind: kind ?? ("time" as const),
      why: "now" as const,
      hasSeconds,
      others: [],
    }));
  return [...spans, ...around].toSorted((a, b) => a.from - b.from || a.until - b.until);
}

function spanOf(first: string, { from, until, other }: Part, now: Now): ChangingSpan {
  const text = first.slice(from, until);
  const kinds = [text, other].map((part) => kindOf(part, now));
  const [kind = "value"] = kinds;
  const isOne = kinds.every((another) => another === kind);
  const hasSeconds = tokenize(text, now).some((token) => token.hasSeconds);
  // Digits beside letters are how ids look; what is a number once and an id then is an id.
  const isId = kinds.every((another) => another === "id" || another === "number");
  return {
    from,
    until,
    kind: isOne ? kind : isId ? "id" : "value",
    why: "differs",
    hasSeconds,
    others: [other],
  };
}

/** So far from what differs no time, id or path reaches. */
const reach = 200;

function differingParts(whole: string, otherWhole: string, now: Now): readonly Part[] {
  // Texts are long and what differs in them is short: equal ends are not read.
  const { start, end } = equalEnds(whole, otherWhole);
  const first = whole.slice(start, whole.length - end);
  const other = otherWhole.slice(start, otherWhole.length - end);
  const tokens = tokenize(first, now);
  const theirs = tokenize(other, now);
  const ranges = findDifferences(
    tokens.map(({ text }) => text),
    theirs.map(({ text }) => text),
  );
  const offsetIn = (list: readonly Token[], whole: string, index: number): number =>
    list[index]?.offset ?? whole.length;
  const parts: OtherPart[] = [];
  for (const range of ranges) {
    const next = {
      from: offsetIn(tokens, first, range.from),
      until: offsetIn(tokens, first, range.until),
      otherFrom: offsetIn(theirs, other, range.otherFrom),
      otherUntil: offsetIn(theirs, other, range.otherUntil),
    };
    const last = parts.at(-1);
    const between = last === undefined ? null : first.slice(last.until, next.from);
    const isJoined =
      last !== undefined &&
      between !== null &&
      belongTogether(
        between,
        [first.slice(last.from, last.until), first.slice(next.from, next.until)],
        now,
      );
    const from = isJoined ? last.from : next.from;
    const otherFrom = isJoined ? last.otherFrom : next.otherFrom;
    if (isJoined) parts.pop();
    parts.push({ ...next, from, otherFrom, other: other.slice(otherFrom, next.otherUntil) });
  }
  return joinShuffled(parts, first, other).map((part) => ({
    ...part,
    from: part.from + start,
    until: part.until + start,
  }));
}

/** Parts that hold the same words in another order are one: what shuffles does so each time. */
function joinShuffled(
  parts: readonly OtherPart[],
  first: string,
  other: string,
): readonly OtherPart[] {
  const [head, last] = [parts[0], parts.at(-1)];
  if (head === undefined || last === undefined || head === last) return parts;
  const whole = { ...head, until: last.until, otherUntil: last.otherUntil };
  const text = other.slice(whole.otherFrom, whole.otherUntil);
  return wordsOf(first.slice(whole.from, whole.until)) === wordsOf(text)
    ? [{ ...whole, other: text }]
    : parts;
}

function wordsOf(text: string): string {
  return (text.match(/[\p{L}\p{N}_]+/gu) ?? []).sort(ascending).join(" ");
}

/** Lengths of what two texts begin and end with alike, cut between words, well before they part. */
function equalEnds(first: string, other: string): { readonly start: number; readonly end: number } {
  const shorter = Math.min(first.length, other.length);
  let start = 0;
  while (start < shorter && first.charCodeAt(start) === other.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    end < shorter - start &&
    first.charCodeAt(first.length - 1 - end) === other.charCodeAt(other.length - 1 - end)
  )
    end += 1;
  start = Math.max(0, start - reach);
  end = Math.max(0, end - reach);
  while (start > 0 && !/\s/.test(first.charAt(start))) start -= 1;
  while (end > 0 && !/\s/.test(first.charAt(first.length - end))) end -= 1;
  return { start, end };
}

/** Whether two parts that differ are one, such as two words of a name, or halves of an id. */
function belongTogether(between: string, parts: readonly string[], now: Now): boolean {
  if (!/^(?:[ \t]{1,2}|[^\s\p{L}\p{N}])$/u.test(between)) return false;
  const kinds = parts.map((part) => kindOf(part, now));
  return between.trim() === ""
    ? kinds.every((kind) => kind === "value")
    : kinds.every((kind) => kind === "value" || kind === "id");
}

function joinOverlapping(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of parts.toSorted((a, b) => a.from - b.from || a.until - b.until)) {
    const last = joined.at(-1);
    if (
      last === undefined ||
      part.from > last.until ||
      (part.from === last.until && part.from !== last.from)
    )
      joined.push(part);
    else if (part.until > last.until) joined[joined.length - 1] = { ...last, until: part.until };
  }
  return joined;
}
