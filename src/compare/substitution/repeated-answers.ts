/**
 * Answers that later requests of a run repeat: where one is expected or recorded anew, the requests
 * after it change by no edit of theirs.
 */
import { messagesOf } from "../../api/request.ts";
import {
  withRequest,
  type AnswerSpan,
  type Exchange,
  type Placeholder,
} from "../../fixture/fixture.ts";
import { joinThoughts } from "../../fixture/thoughts.ts";
import { isArray, isObject, type Json, type Path } from "../../json.ts";
import { blocksOf, pairAnswers, type AnswerPair } from "../alignment/answers.ts";

/**
 * Main's request with the head's answers in it; null where none of them is another, or they cannot
 * be told apart.
 */
export function withAnswersOf(base: Exchange, head: Exchange): Exchange | null {
  const pairs = pairAnswers(head, base);
  const { body, placeholders, links } = base.request;
  const messages = messagesOf(body);
  if (pairs === null || messages === null) return null;
  const differs = pairs.some(
    (pair) => JSON.stringify(blocksOf(body, pair.base)) !== JSON.stringify(pair.blocks),
  );
  if (!differs) return null;
  const own = placeholders
    .filter(({ path }) => !pairs.some((pair) => isIn(path, pair.base)))
    .map((placeholder) => pairs.reduce(shifted, placeholder));
  const ofAnswers = pairs.flatMap((pair) =>
    head.request.placeholders
      .filter(({ path }) => isIn(path, pair.head))
      .map((placeholder) => moved(placeholder, pair)),
  );
  return withRequest(base, {
    body: { ...body, messages: pairs.reduce(withAnswer, messages) },
    placeholders: [...own, ...ofAnswers],
    links,
    answers: pairs.map((pair) => ({ ...pair.base, count: pair.head.count })),
    thoughts: joinThoughts(base.request, head.request),
  });
}

function withAnswer(messages: readonly Json[], { base, blocks }: AnswerPair): readonly Json[] {
  const { list: messagePath, first, count } = base;
  return messages.map((message, index) => {
    const content = index === messagePath[1] && isObject(message) ? message["content"] : undefined;
    if (!isObject(message) || !isArray(content)) return message;
    return {
      ...message,
      content: [...content.slice(0, first), ...blocks, ...content.slice(first + count)],
    };
  });
}

/** Whether a path leads into the blocks of an answer. */
function isIn(path: Path, span: AnswerSpan): boolean {
  const index = indexIn(path, span);
  return index !== null && index >= span.first && index < span.first + span.count;
}

/** Which block of the answer's message a path leads into; null: none of that message. */
function indexIn(path: Path, { list: messagePath }: AnswerSpan): number | null {
  const index = path[messagePath.length];
  return typeof index === "number" && messagePath.every((step, depth) => path[depth] === step)
    ? index
    : null;
}

/** A placeholder behind an answer, by as many blocks further as the head's answer is longer. */
function shifted(placeholder: Placeholder, { base, head }: AnswerPair): Placeholder {
  const { path } = placeholder;
  const index = indexIn(path, base);
  if (index === null || index < base.first + base.count) return placeholder;
  const rest = path.slice(base.list.length + 1);
  return { ...placeholder, path: [...base.list, index + head.count - base.count, ...rest] };
}

/** A placeholder of the head's answer where main's request has that answer. */
function moved(placeholder: Placeholder, { base, head }: AnswerPair): Placeholder {
  const { path } = placeholder;
  const offset = (indexIn(path, head) ?? head.first) - head.first;
  const rest = path.slice(head.list.length + 1);
  return { ...placeholder, path: [...base.list, base.first + offset, ...rest] };
}
