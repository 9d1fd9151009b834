import type { JsonObject } from "../../json.ts";
import { ascendingBy } from "../../order.ts";

/** What a request is read by, in front; behind them its settings, by name; at the end its prompt. */
const leading = ["model", "max_tokens"];
const trailing = ["tools", "tool_choice", "system", "messages"];

/**
 * A body with its top-level members in the order fixtures have, whatever order a client sends them
 * in: it changes nothing of what the API makes of them. What is in them keeps its order.
 */
export function orderMembers(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).sort(ascendingBy(([key]) => `${rankOf(key)}${key}`)),
  );
}

function rankOf(key: string): string {
  const [first, last] = [leading.indexOf(key), trailing.indexOf(key)];
  return first === -1 ? (last === -1 ? "b" : `c${String(last)}`) : `a${String(first)}`;
}
