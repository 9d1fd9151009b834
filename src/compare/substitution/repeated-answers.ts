/**
 * Answers that later requests of a run repeat: where one is expected or recorded anew, the requests
 * after it change by no edit of theirs.
 */
import { messagesOf } from "../../api/request.ts";
import type { AnswerSpan, Exchange, Placeholder } from "../../fixture/fixture.ts";
import { isArray, isObject, type Json, type JsonObject, type Path } from "../../json.ts";

interface Swap {
  readonly before: AnswerSpan;
  readonly after: AnswerSpan;
  readonly blocks: readonly Json[];
}

/**
 * Main's request with the head's answers in it; null where none of them is another, or they cannot
 * be told apart.
 */
export function withAnswersOf(base: Exchange, head: Exchange): Exchange | null {
  const swaps = pairAnswers(base, head);
  const messages = messagesOf(base.request.body);
  if (swaps === null || messages === null) return null;
  const isMoved = swaps.some(({ before, blocks }) => {
    const old = contentAt(base.request.body, before)?.slice(
      before.first,
      before.first + before.count,
    );
    return JSON.stringify(old) !== JSON.stringify(blocks);
  });
  if (!isMoved) return null;
  const body: JsonObject = { ...base.request.body, messages: swaps.reduce(swapContent, messages) };
  const own = base.request.placeholders.filter(
    ({ path }) => !swaps.some(({ before }) => isIn(path, before)),
  );
  const moved = swaps.reduce<readonly Placeholder[]>(
    (placeholders, swap) => placeholders.map((placeholder) => shifted(placeholder, swap)),
    own,
  );
  const theirs = swaps.flatMap((swap) =>
    head.request.placeholders
      .filter(({ path }) => isIn(path, swap.after))
      .map((placeholder) => placed(placeholder, swap)),
  );
  const answers = swaps.map(({ before, after }) => ({ ...before, count: after.count }));
  const { links } = base.request;
  return {
    ...base,
    request: { body, placeholders: [...moved, ...theirs], links, answers },
    inputHash: "",
  };
}

/**
 * The answers of two requests in pairs, by what they answer; null where one has no other, or
 * several stand in one message.
 */
function pairAnswers(base: Exchange, head: Exchange): readonly Swap[] | null {
  const [before, after] = [base.request.answers ?? [], head.request.answers ?? []];
  if (before.length === 0) return null;
  const swaps = before.map((span): Swap | null => {
    const [other, ...more] = after.filter(({ of }) => of === span.of);
    const content = other === undefined ? null : contentAt(head.request.body, other);
    if (
      other === undefined ||
      content === null ||
      more.length > 0 ||
      contentAt(base.request.body, span) === null
    )
      return null;
    return {
      before: span,
      after: other,
      blocks: content.slice(other.first, other.first + other.count),
    };
  });
  const known = swaps.filter((swap) => swap !== null);
  const places = new Set(known.map(({ before: { at } }) => JSON.stringify(at)));
  return known.length < swaps.length || places.size < known.length ? null : known;
}

/** The content of a message; null: the path leads to none. */
function contentAt(
  body: JsonObject,
  { at: [key, message, member] }: AnswerSpan,
): readonly Json[] | null {
  const messages = key === "messages" ? messagesOf(body) : null;
  const found = typeof message === "number" ? messages?.[message] : undefined;
  const content = isObject(found) && member === "content" ? found["content"] : undefined;
  return isArray(content) ? content : null;
}

function swapContent(
  messages: readonly Json[],
  { before: { at, first, count }, blocks }: Swap,
): readonly Json[] {
  return messages.map((message, index) => {
    const content = index === at[1] && isObject(message) ? message["content"] : undefined;
    if (!isObject(message) || !isArray(content)) return message;
    return {
      ...message,
      content: [...content.slice(0, first), ...blocks, ...content.slice(first + count)],
    };
  });
}

function isIn(path: Path, { at, first, count }: AnswerSpan): boolean {
  const index = path[at.length];
  return (
    samePath(path.slice(0, at.length), at) &&
    typeof index === "number" &&
    index >= first &&
    index < first + count
  );
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

function shifted(
  placeholder: Placeholder,
  { before: { at, first, count }, after }: Swap,
): Placeholder {
  const index = placeholder.path[at.length];
  if (
    !samePath(placeholder.path.slice(0, at.length), at) ||
    typeof index !== "number" ||
    index < first + count
  )
    return placeholder;
  return {
    ...placeholder,
    path: [...at, index + after.count - count, ...placeholder.path.slice(at.length + 1)],
  };
}

/** A fill of the head's answer where main's request has that answer. */
function placed(placeholder: Placeholder, { before, after }: Swap): Placeholder {
  const index = placeholder.path[after.at.length];
  const at = typeof index === "number" ? index - after.first + before.first : before.first;
  return {
    ...placeholder,
    path: [...before.at, at, ...placeholder.path.slice(after.at.length + 1)],
  };
}
