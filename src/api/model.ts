/** The model that a request asks for, or that an answer names. Both say it in `model`. */
import type { Json, JsonObject } from "../json.ts";
import { findModel } from "../models/lookup.ts";

/** The id as it is written; null where there is no document, or its `model` is no text. */
export function modelOf(document: JsonObject | null): string | null {
  const name = document?.["model"];
  return typeof name === "string" ? name : null;
}

/** `model` as it stands, of whatever kind; null where there is none. */
export function modelMember(document: JsonObject | null): Json {
  return document?.["model"] ?? null;
}

/**
 * The price book's id of the model a document names, so that two names of one model are equal; as
 * it is written where the price book has none, empty where the document names none.
 */
export function priceBookIdOf(document: JsonObject): string {
  return priceBookId(modelOf(document) ?? "");
}

/** Whether a name asks for fast mode by itself (`anthropic/claude-opus-4.6-fast`). */
export function isFastName(name: string | null): boolean {
  return name !== null && (findModel(name)?.fast ?? false);
}

/** The price book's id of a name; the name itself where the price book has none. */
export function priceBookId(name: string): string {
  return findModel(name)?.model.id ?? name;
}
