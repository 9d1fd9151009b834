import { completesInput } from "../../api/completed-input.ts";
import { inputTotal } from "../../api/response.ts";
import { isArray, isObject, writeJson, type Json, type JsonObject } from "../../json.ts";
import { utf8Length } from "../../utf8.ts";

/**
 * Whether a body that a log keeps can have cost what it says was billed. Loggers take the system
 * prompt out of the body before they write it, or cut texts: what is left is no whole request.
 * A body that holds more than texts and tools of its own is taken as it is: what the API makes of
 * a file, or adds for a tool of its own, its bytes do not show.
 */
export function canHaveCost(body: JsonObject, response: JsonObject): boolean {
  const billed = inputTotal(response)?.total ?? 0;
  if (billed <= hiddenTokens || completesInput(body) || !isOfTexts(body)) return true;
  const bytes = utf8Length(writeJson(body));
  return bytes >= (billed - hiddenTokens) * leastBytes;
}

/** What the API adds to a request with tools or beta features, at most. */
const hiddenTokens = 600;

/**
 * The fewest bytes of a body's JSON to a token of its input. Recorded: no body of texts and own
 * tools among 2,400 public recordings has fewer, beside what the API adds; texts have 3 to 5.
 */
const leastBytes = 2;

const ownBlocks: ReadonlySet<Json> = new Set(["text", "thinking", "tool_use", "tool_result"]);

function isOfTexts({ messages, tools, system }: JsonObject): boolean {
  const isOwnTool = (tool: Json): boolean =>
    isObject(tool) && (tool["type"] === undefined || tool["type"] === "custom");
  return (
    listOf(tools).every(isOwnTool) &&
    isText(system) &&
    listOf(messages).every((message) => isObject(message) && isText(message["content"]))
  );
}

/** Whether a content is texts, and calls of tools with texts as their results. */
function isText(content: Json | undefined): boolean {
  return listOf(content).every(
    (block) =>
      isObject(block) &&
      ownBlocks.has(block["type"] ?? null) &&
      (block["type"] !== "tool_result" || isText(block["content"])),
  );
}

function listOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}
