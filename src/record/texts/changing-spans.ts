/** The parts of a text that change by themselves. */
import { findDifferences } from "./alignment.ts";
import type { Now } from "./clock.ts";
import { kindOf, tokenize, type PlaceholderKind, type Token } from "./tokens.ts";

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
  const tokens = tokenize(first, now);
  const parts = joinOverlapping(
    others.flatMap((other) => differingParts(first, tokens, { other, now })),
  );
  const spans = parts.map((part) => spanOf(first, part, now));
  const untold = spans.filter(({ kind }) => kind === "value");
  const covered = untold.reduce((sum, { from, until }) => sum + until - from, 0);
  if (spans.length > most.parts || (spans.length > 1 && covered > most.share * first.length))
    return [spanOf(first, { from: 0, until: first.length, other: others[0] ?? "" }, now)];
  const isFree = ({ offset, text }: Token): boolean =>
    !parts.some(({ from, until }) => from < offset + text.length && until > offset);
  const around = tokens
    .filter((token) => token.isNow && isFree(token))
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
  const kinds = [text, other].filter((part) => part !== "").map((part) => kindOf(part, now));
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

function differingParts(
  first: string,
  tokens: readonly Token[],
  { other, now }: { readonly other: string; readonly now: Now },
): readonly Part[] {
  const theirs = tokenize(other, now);
  const ranges = findDifferences(
    tokens.map(({ text }) => text),
    theirs.map(({ text }) => text),
  );
  const offsetIn = (list: readonly Token[], whole: string, index: number): number =>
    list[index]?.offset ?? whole.length;
  const parts: (Part & { readonly otherFrom: number; readonly otherUntil: number })[] = [];
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
  return parts;
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
