import { modelOf } from "../../api/model.ts";
import { contentOf, outputTokens } from "../../api/response.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { findModel } from "../../models/lookup.ts";
import type { Counter } from "../count.ts";

/**
 * How far an answer's recorded length may lie below our count of what it shows: of 3,714 recorded
 * answers of the corpus none lies further (forced calls and stop sequences are shorter than they
 * look).
 */
const slack = { tokens: 40, share: 0.1 } as const;

/**
 * Tokens that the text and the calls of a recorded answer come to at least, where its usage says
 * fewer than they can be; null where it does not. Thinking is not looked at: it may be hidden.
 * `earned`: the body that it answers.
 */
export function longerThanSaid(recording: {
  readonly response: JsonObject;
  readonly earned: JsonObject;
  readonly counter: Counter;
}): number | null {
  const { response, earned, counter } = recording;
  const said = outputTokens(response);
  const content = (contentOf(response) ?? []).filter(isShown);
  const model = modelOf(response) ?? modelOf(earned);
  if (said === null || content.length === 0 || model === null || findModel(model) === null)
    return null;
  // A text has hardly more tokens than characters: where it says as many, nothing needs counting.
  if (said >= JSON.stringify(content).length) return null;
  const { usage: _, ...rest } = response;
  const shown = counter.countOutput(model, { request: earned, response: { ...rest, content } });
  return shown === null || said >= Math.floor(shown * (1 - slack.share)) - slack.tokens
    ? null
    : shown;
}

function isShown(block: Json): boolean {
  return isObject(block) && (block["type"] === "text" || block["type"] === "tool_use");
}
