/** What keeps a request from being sent after the answer to the one before it. */
import { contentOf } from "../../api/response.ts";
import { isArray, isObject, valueAt, type Json, type JsonObject } from "../../json.ts";
import type { AnswerSpan, Exchange } from "../../fixture/fixture.ts";
import { problem, type Place, type Problem } from "../../problem.ts";
import { exchangeObstacle } from "../plan/sendable.ts";

/**
 * Why a request cannot be sent though its run could be planned: an answer that came just now may
 * have nothing to go on with. Null: it can. `last`: the answer to the request before it
 * (`replay-answer-not-kept`, `replay-answer-blank`, `replay-unsendable`).
 */
export function findObstacle(
  exchange: Exchange,
  last: JsonObject | null,
  scenario: string,
): Problem | null {
  const blank = findBlank(exchange, last);
  if (blank === null) return exchangeObstacle(exchange, exchange, scenario);
  const { place, how } = blank;
  return how === "unkept"
    ? problem("replay-answer-not-kept", place, { exchange: exchange.id }, scenario)
    : problem("replay-answer-blank", place, { exchange: exchange.id, how }, scenario);
}

interface BlankAnswer {
  /** Of the `$answer`, where that is known. */
  readonly place: Place;
  readonly how: "unkept" | "refused" | "empty" | "blank" | "unfinished";
}

/** The first `$answer` of a request that stands for what the API does not take. */
function findBlank(exchange: Exchange, last: JsonObject | null): BlankAnswer | null {
  const { body, answers = [] } = exchange.request;
  for (const span of answers) {
    const how = judgeAnswer(body, span, span.answered === exchange.index - 1 ? last : null);
    if (how !== null)
      return { how, place: exchange.placeAt?.([...span.list, span.first]) ?? exchange.place };
  }
  return null;
}

/**
 * What is wrong with an answer as a part of a request. The API refuses a text block without
 * anything but white space, and an assistant message at the end whose last block is thinking; one
 * of thinking alone in front of a user's message it takes. `answer`: to the request before; null:
 * an older one is meant.
 */
function judgeAnswer(
  body: JsonObject,
  { list, first, count }: AnswerSpan,
  answer: JsonObject | null,
): BlankAnswer["how"] | null {
  const items = valueAt(body, list);
  const blocks = isArray(items) ? items.slice(first, first + count) : [];
  if (blocks.length === 0 || blocks.some(isStandIn)) {
    // An older one that is empty would have stopped the run before.
    if (answer?.["stop_reason"] === "refusal") return "refused";
    return contentOf(answer) === null ? "unkept" : "empty";
  }
  if (blocks.some(isBlankText)) return "blank";
  return isThought(blocks.at(-1)) && isAtEnd(body, list, first + count) ? "unfinished" : null;
}

/** A block that stands for an answer of which only the length is known. */
function isStandIn(block: Json): boolean {
  return isObject(block) && block["type"] === "text" && isObject(block["text"]);
}

function isBlankText(block: Json): boolean {
  return (
    isObject(block) &&
    block["type"] === "text" &&
    typeof block["text"] === "string" &&
    block["text"].trim() === ""
  );
}

function isThought(block: Json | undefined): boolean {
  return isObject(block) && (block["type"] === "thinking" || block["type"] === "redacted_thinking");
}

/** Whether nothing stands behind a place of a list of blocks: in its message, and behind that. */
function isAtEnd(body: JsonObject, list: AnswerSpan["list"], end: number): boolean {
  const [blocks, messages] = [valueAt(body, list), body["messages"]];
  return (
    isArray(blocks) && blocks.length === end && isArray(messages) && list[1] === messages.length - 1
  );
}
