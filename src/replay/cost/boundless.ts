/** Requests whose cost nothing bounds. */
import { completedByApi, completesInput } from "../../api/completed-input.ts";
import { toolsOf } from "../../api/request.ts";
import { isObject, type JsonObject } from "../../json.ts";
import { shownName } from "../../shown-name.ts";
import { attemptsOf } from "./attempts.ts";

/**
 * The kinds of tools that the caller runs: they cost their definition, which is counted, and the
 * tokens of their calls, which are part of the answer (`@anthropic-ai/sdk` 1.13.0).
 */
const callersTool =
  /^(?:custom|(?:bash|text_editor|memory|computer|computer_toolset|browser_toolset)_\d{8})$/;

/** Why nothing bounds what a request costs, in words; null: something does. */
export function boundlessReason(body: JsonObject): string | null {
  if (completesInput(body)) {
    const by = completedByApi(body).map(shownName);
    return `the API completes its input while it answers${by.length === 0 ? "" : ` (${by.join(", ")})`}`;
  }
  const tool = toolsOf(body).find((each) => isObject(each) && !isCallers(each));
  if (isObject(tool)) {
    const { type } = tool;
    const kind = typeof type === "string" ? ` \`${shownName(type)}\`` : "";
    return `nobody knows what a tool of the kind${kind} costs`;
  }
  const attempts = attemptsOf(body);
  return "unknown" in attempts ? attempts.unknown : null;
}

function isCallers({ type = null }: JsonObject): boolean {
  return type === null || (typeof type === "string" && callersTool.test(type));
}
