/**
 * A text in pieces that change as a whole: a time, a UUID, a path, a word. What is no piece of its
 * own is a run of spaces or a single character.
 */
import { hasSeconds, isClockNow, isDateNow, isEpochNow, isMomentNow, type Now } from "./clock.ts";
import { groupBy } from "../../order.ts";
import { momentForms } from "../../written-moments.ts";
import type { placeholderKinds } from "./rewritten.ts";

export type PlaceholderKind = keyof typeof placeholderKinds;

/** A piece of a text. */
export interface Token {
  readonly offset: number;
  readonly text: string;
  /** Null: a word, spaces, a character. */
  readonly kind: PlaceholderKind | null;
  /** A time or a date that lies around now. */
  readonly isNow: boolean;
  /** A clock that says seconds. */
  readonly hasSeconds: boolean;
}

interface Form {
  readonly kind: PlaceholderKind;
  readonly pattern: string;
  /** Left out: nothing of it lies around now. `before` is what stands in front of it. */
  readonly isNow?: (text: string, now: Now, before: string) => boolean;
}

const uuid = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}";
/** Absolute paths of at least two steps; what stands behind a host is no path of a machine. */
const path = String.raw`(?<![\w:/.<])(?:~|[A-Z]:)?[\\/][\w.@+-]+(?:[\\/][\w.@+-]+)+[\\/]?`;
const edge = String.raw`(?<![\p{L}\p{N}_])`;

/** In this order, groups of one pattern; with each whether a text of it lies around now. */
const forms: readonly Form[] = [
  { kind: "uuid", pattern: `${edge}${uuid}(?![\\w-])` },
  { kind: "time", pattern: `${edge}(?:${momentForms.moment})`, isNow: isMomentNow },
  { kind: "date", pattern: `${edge}(?:${momentForms.date})(?!\\d)`, isNow: isDateNow },
  {
    kind: "time",
    pattern: `${edge}(?:${momentForms.clock})(?![\\d:])`,
    isNow: (text, now, before) => isClockNow(text, now) && readsAsNow(text, before),
  },
  { kind: "path", pattern: path },
  { kind: "number", pattern: String.raw`${edge}\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_])` },
];

const word = String.raw`[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*`;
const pieces = new RegExp(
  [...forms.map(({ pattern }) => `(${pattern})`), word, String.raw`\s+`, String.raw`[\s\S]`].join(
    "|",
  ),
  "gu",
);

/** A text as tokens, in order and without gaps. */
export function tokenize(text: string, now: Now): readonly Token[] {
  return [...text.matchAll(pieces)].map((match) => {
    const { 0: written, index: offset } = match;
    const form = forms.find((_, index) => match[index + 1] !== undefined);
    return form === undefined
      ? { offset, text: written, kind: null, isNow: false, hasSeconds: false }
      : readToken(form, { offset, text: written }, { whole: text, now });
  });
}

const timeForms = forms.filter(({ isNow, kind }) => isNow !== undefined || kind === "number");
const times = new RegExp(timeForms.map(({ pattern }) => `(${pattern})`).join("|"), "gu");

/** A time of day, a year, a number of seconds: nothing lies around now without one of them. */
const hints = /\d:\d\d|\d{4}/g;
/** No time is written longer than this. */
const longestTime = 90;

/** The times and dates of a text that lie around now, in order. */
export function findTimesAroundNow(text: string, now: Now): readonly Token[] {
  return partsWithTimes(text).flatMap(({ from, until }) =>
    [...text.slice(from, until).matchAll(times)]
      .flatMap((match) => {
        const form = timeForms.find((_, index) => match[index + 1] !== undefined);
        const token = { offset: from + match.index, text: match[0] };
        return form === undefined ? [] : [readToken(form, token, { whole: text, now })];
      })
      .filter(({ isNow }) => isNow),
  );
}

/** The parts of a text, cut between words, in which there may be times: few of a long one. */
function partsWithTimes(text: string): readonly { from: number; until: number }[] {
  const parts: { from: number; until: number }[] = [];
  for (const { index } of text.matchAll(hints)) {
    let from = Math.max(0, index - longestTime);
    let until = Math.min(text.length, index + longestTime);
    while (from > 0 && !/\s/.test(text.charAt(from))) from -= 1;
    while (until < text.length && !/\s/.test(text.charAt(until))) until += 1;
    const last = parts.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else parts.push({ from, until });
  }
  return parts;
}

function readToken(
  form: Form,
  token: Pick<Token, "offset" | "text">,
  { whole, now }: { readonly whole: string; readonly now: Now },
): Token {
  const { offset, text } = token;
  if (form.kind === "number" && isEpochNow(text, now))
    return { ...token, kind: "time", isNow: true, hasSeconds: true };
  const before = whole.slice(Math.max(0, offset - 40), offset);
  return {
    ...token,
    kind: form.kind,
    isNow: form.isNow?.(text, now, before) ?? false,
    hasSeconds: form.kind === "time" && hasSeconds(text),
  };
}

/**
 * Whether a time without its day is likely to be a clock's: many a prompt says when a shop opens,
 * at a round time. `before` is what stands in front of it.
 */
function readsAsNow(text: string, before: string): boolean {
  if (hasSeconds(text) || !/:\d[05](?!\d)/.test(text)) return true;
  return /\b(?:now|current|currently|today|time is|it is|it's|as of|clock)\b/i.test(before);
}

/** What a piece of text is that differs, by how it is written. */
export function kindOf(text: string, now: Now): PlaceholderKind {
  const [first, ...rest] = tokenize(text, now);
  if (first !== undefined && rest.length === 0 && first.kind !== null) return first.kind;
  return isId(text) ? "id" : "value";
}

/** A word that no dictionary has: with digits among letters, or letters of both kinds. */
function isId(text: string): boolean {
  if (!/^[\w.:+/=-]{6,200}$/.test(text) || !/[A-Za-z]/.test(text)) return false;
  return /\d/.test(text) || /[a-z][A-Z][^a-z]|[a-z][A-Z][a-z][A-Z]/.test(text);
}

const wholes = new Map(
  [...groupBy(forms, ({ kind }) => kind)].map(([kind, alike]) => [
    kind,
    new RegExp(`^(?:${alike.map(({ pattern }) => pattern).join("|")})$`, "u"),
  ]),
);

/**
 * Whether a text may stand where a placeholder of a kind holds another one. A value may be
 * anything of about the same extent: a paragraph that is new is no other value.
 */
export function isOfKind(text: string, kind: PlaceholderKind, held: string): boolean {
  if (text === held) return true;
  if (kind === "key_order" || kind === "tool_order") return false;
  if (kind === "id") return /^\S{1,200}$/.test(text);
  if (kind === "time" && /^\d{10,19}(?:\.\d{1,9})?$/.test(text)) return true;
  const form = wholes.get(kind);
  if (form !== undefined) return form.test(text);
  return text.split("\n").length <= held.split("\n").length && text.length <= 2 * held.length + 80;
}
