import { isObject, type JsonObject } from "../json.ts";
import { findModel } from "../models/lookup.ts";
import type { Platform } from "../models/names.ts";
import { membersThatAre } from "./members.ts";
import { modelOf } from "./model.ts";
import { isFast, maxTokensOf } from "./request.ts";

/** Platforms without the Message Batches API, as people call them. */
const otherPlatforms = {
  bedrock: "Bedrock",
  vertex: "Vertex AI",
  foundry: "Foundry",
} as const satisfies Readonly<Record<Exclude<Platform, "claude">, string>>;

const refusedMembers = membersThatAre("not in a batch");

/**
 * What a batch refuses of a request (billing.md §3), in words; null: nothing. Whether it streams is
 * not the request's matter: nothing in a batch does.
 */
export function batchRefusal(body: JsonObject): string | null {
  const named = findModel(modelOf(body) ?? "");
  // billing.md §1.6.
  if (named !== null && named.platform !== "claude")
    return `there are no such batches on ${otherPlatforms[named.platform]}`;
  if (isFast(body)) return "a batch refuses fast mode";
  if (maxTokensOf(body) === 0) return "a batch refuses `max_tokens: 0`";
  const policy = body["billing_policy"];
  if (isObject(policy) && policy["bill_to"] === "user_profile")
    return "a batch refuses to bill a user profile (`billing_policy`)";
  const refused = refusedMembers.find((name) => name in body);
  return refused === undefined ? null : `a batch refuses \`${refused}\``;
}
