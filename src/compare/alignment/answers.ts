import { messagesOf } from "../../api/request.ts";
import type { AnswerSpan, Exchange } from "../../fixture/fixture.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";

/** The same answer as both requests repeat it: where it stands in each, and the head's blocks. */
export interface AnswerPair {
  readonly base: AnswerSpan;
  readonly head: AnswerSpan;
  readonly blocks: readonly Json[];
}

/**
 * The answers that two requests repeat, in pairs by the exchange they answer. Null where main's
 * request repeats none, where one has no partner, or where several stand in one message.
 */
export function pairAnswers(head: Exchange, base: Exchange): readonly AnswerPair[] | null {
  const [ofHead, ofBase] = [head.request.answers ?? [], base.request.answers ?? []];
  if (ofBase.length === 0) return null;
  const pairs = ofBase.map((span): AnswerPair | null => {
    const [partner, ...more] = ofHead.filter(({ answered }) => answered === span.answered);
    if (partner === undefined || more.length > 0) return null;
    const blocks = blocksOf(head.request.body, partner);
    return blocks === null || blocksOf(base.request.body, span) === null
      ? null
      : { base: span, head: partner, blocks };
  });
  const known = pairs.filter((pair) => pair !== null);
  const messages = new Set(known.map((pair) => JSON.stringify(pair.base.list)));
  return known.length < pairs.length || messages.size < known.length ? null : known;
}

/** The blocks of a message that a span covers; null: its path leads to no message's content. */
export function blocksOf(body: JsonObject, span: AnswerSpan): readonly Json[] | null {
  const [key, index, member] = span.list;
  const messages = key === "messages" ? messagesOf(body) : null;
  const message = typeof index === "number" ? messages?.[index] : undefined;
  const content = isObject(message) && member === "content" ? message["content"] : undefined;
  return isArray(content) ? content.slice(span.first, span.first + span.count) : null;
}
