import { priceBookIdOf } from "../api/model.ts";
import { messagesOf, outputConfigOf } from "../api/request.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { findModel } from "../models/lookup.ts";
import type { Model } from "../models/model.ts";
import { problem, type Problem } from "../problem.ts";

/**
 * What another model does otherwise with the same request, nothing asked of it (billing.md §5): it
 * thinks by default, works at another effort, drops the thinking of earlier turns.
 */
export function noteDefaults(
  model: Model,
  { request: { body }, place }: Exchange,
  scenario: string,
): readonly Problem[] {
  const now = findModel(priceBookIdOf(body))?.model;
  if (now === undefined) return [];
  const { id } = model;
  const levels = [now, model].every(({ effortLevels }) => effortLevels.length > 0);
  const moves =
    levels &&
    outputConfigOf(body)["effort"] === undefined &&
    now.defaultEffort !== model.defaultEffort;
  const drops =
    now.keepsPriorThinking && !model.keepsPriorThinking && blocksOf(body).some(isThinking);
  return [
    ...(model.thinksByDefault && body["thinking"] === undefined && !now.thinksByDefault
      ? [problem("variant-thinks", place, { model: id }, scenario)]
      : []),
    ...(moves
      ? [
          problem(
            "variant-effort",
            place,
            { model: id, now: model.defaultEffort, before: now.defaultEffort },
            scenario,
          ),
        ]
      : []),
    ...(drops ? [problem("variant-drops-thinking", place, { model: id }, scenario)] : []),
  ];
}

/** The most images that models of a window up to 200,000 tokens take; others take 600. */
const mostImages = { small: 100, large: 600, smallWindow: 200_000 } as const;

/** Why a model takes fewer images than a request has (billing.md §5); null: it takes them. */
export function refusesImages({ id, contextWindow }: Model, body: JsonObject): string | null {
  const { small, large, smallWindow } = mostImages;
  const most = contextWindow <= smallWindow ? small : large;
  const images = blocksOf(body).filter(
    (block) => isObject(block) && block["type"] === "image",
  ).length;
  return images > most ? `${id} takes at most ${most} images, and these are ${images}` : null;
}

function isThinking(block: Json): boolean {
  return isObject(block) && (block["type"] === "thinking" || block["type"] === "redacted_thinking");
}

function blocksOf(body: JsonObject): readonly Json[] {
  return (messagesOf(body) ?? []).flatMap((message) => {
    const content = isObject(message) ? message["content"] : undefined;
    return isArray(content) ? content : [];
  });
}
