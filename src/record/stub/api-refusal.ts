/** Why the API would refuse a request: what it answers then is nothing to record. */
import { findRequestFaults } from "../../api/keys/faults.ts";
import { nameKey } from "../../fixture/files/members.ts";
import type { JsonObject } from "../../json.ts";

/**
 * The first key that is none of the Messages API, or the first value of another kind than it takes,
 * in words; null: it would be taken. The API refuses both with a 400 (`Extra inputs are not
 * permitted`), as `check` does. New kinds of blocks and new words of a set are let through: they may be newer
 * than we are.
 */
export function findApiRefusal(body: JsonObject, extraKeys: readonly string[]): string | null {
  for (const fault of findRequestFaults(body)) {
    if (fault.kind === "unknown-key" && !extraKeys.includes(fault.key))
      return (
        `promptcost: the API would refuse this request: ${nameKey(fault.key)} is no key of the Messages ` +
        "API here. Take it out, or name it under `extra-keys` in promptcost.yml if the API has it by now."
      );
    if (fault.kind === "wrong-value")
      return `promptcost: the API would refuse this request: it takes ${fault.expected} where something else stands.`;
  }
  return null;
}
