/** Answers that later requests of a run repeat: where one is expected or recorded anew, the requests after it change by no edit of theirs. */
import type { AnswerSpan, Exchange, Fill } from "../../fixture/fixture.ts";
import { isArray, isObject, type Json, type JsonObject, type Path } from "../../json.ts";

const samePath = (a: Path, b: Path): boolean => a.length === b.length && a.every((step, index) => step === b[index]);

/** The content of a message; null: the path leads to none. */
const contentAt = (body: JsonObject, { at: [key, message, member] }: AnswerSpan): readonly Json[] | null => {
  const messages = key === "messages" ? body["messages"] : undefined;
  const found = isArray(messages) && typeof message === "number" ? messages[message] : undefined;
  const content = isObject(found) && member === "content" ? found["content"] : undefined;
  return isArray(content) ? content : null;
};

interface Swap {
  readonly before: AnswerSpan;
  readonly after: AnswerSpan;
  readonly blocks: readonly Json[];
}

/** The answers of two requests in pairs, by what they answer; null where one has no other, or several stand in one message. */
const pairAnswers = (base: Exchange, head: Exchange): readonly Swap[] | null => {
  const [before, after] = [base.request.answers ?? [], head.request.answers ?? []];
  if (before.length === 0) return null;
  const swaps = before.map((span): Swap | null => {
    const [other, ...more] = after.filter(({ of }) => of === span.of);
    const content = other === undefined ? null : contentAt(head.request.body, other);
    if (other === undefined || content === null || more.length > 0 || contentAt(base.request.body, span) === null) return null;
    return { before: span, after: other, blocks: content.slice(other.first, other.first + other.count) };
  });
  const known = swaps.filter((swap) => swap !== null);
  const places = new Set(known.map(({ before: { at } }) => JSON.stringify(at)));
  return known.length < swaps.length || places.size < known.length ? null : known;
};

const isIn = (path: Path, { at, first, count }: AnswerSpan): boolean => {
  const index = path[at.length];
  return samePath(path.slice(0, at.length), at) && typeof index === "number" && index >= first && index < first + count;
};

const shifted = (fill: Fill, { before: { at, first, count }, after }: Swap): Fill => {
  const index = fill.path[at.length];
  if (!samePath(fill.path.slice(0, at.length), at) || typeof index !== "number" || index < first + count) return fill;
  return { ...fill, path: [...at, index + after.count - count, ...fill.path.slice(at.length + 1)] };
};

/** A fill of the head's answer where main's request has that answer. */
const placed = (fill: Fill, { before, after }: Swap): Fill => {
  const index = fill.path[after.at.length];
  const at = typeof index === "number" ? index - after.first + before.first : before.first;
  return { ...fill, path: [...before.at, at, ...fill.path.slice(after.at.length + 1)] };
};

const swapContent = (messages: readonly Json[], { before: { at, first, count }, blocks }: Swap): readonly Json[] =>
  messages.map((message, index) => {
    const content = index === at[1] && isObject(message) ? message["content"] : undefined;
    if (!isObject(message) || !isArray(content)) return message;
    return { ...message, content: [...content.slice(0, first), ...blocks, ...content.slice(first + count)] };
  });

/** Main's request with the head's answers in it; null where none of them is another, or they cannot be told apart. */
export const withAnswersOf = (base: Exchange, head: Exchange): Exchange | null => {
  const swaps = pairAnswers(base, head);
  const { messages } = base.request.body;
  if (swaps === null || !isArray(messages)) return null;
  const isMoved = swaps.some(({ before, blocks }) => {
    const old = contentAt(base.request.body, before)?.slice(before.first, before.first + before.count);
    return JSON.stringify(old) !== JSON.stringify(blocks);
  });
  if (!isMoved) return null;
  const body: JsonObject = { ...base.request.body, messages: swaps.reduce(swapContent, messages) };
  const own = base.request.fills.filter(({ path }) => !swaps.some(({ before }) => isIn(path, before)));
  const moved = swaps.reduce<readonly Fill[]>((fills, swap) => fills.map((fill) => shifted(fill, swap)), own);
  const theirs = swaps.flatMap((swap) => head.request.fills.filter(({ path }) => isIn(path, swap.after)).map((fill) => placed(fill, swap)));
  const answers = swaps.map(({ before, after }) => ({ ...before, count: after.count }));
  const { ties } = base.request;
  return { ...base, request: { body, fills: [...moved, ...theirs], ties, answers }, inputHash: "" };
};
