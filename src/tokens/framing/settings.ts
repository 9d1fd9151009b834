import { isArray, isNumberText, isObject } from "../../json.ts";
import type { Json, JsonObject } from "../../json.ts";

/** What of a request, besides its blocks, decides how it is framed. */
export interface Settings {
  readonly tools: readonly JsonObject[];
  readonly choice: "auto" | "any" | "named";
  /** The tool a named choice names. */
  readonly toolName: string;
  /** `disable_parallel_tool_use`. */
  readonly single: boolean;
  readonly thinking: "enabled" | "adaptive" | "off";
  /** `budget_tokens` as it is written. */
  readonly budget: string;
  readonly schema: Json | null;
  readonly taskBudget: boolean;
  /** `clear_thinking_20251015` with `keep: "all"`, as the Agent SDK sends it. */
  readonly keepsAllThinking: boolean;
  readonly interleaved: boolean;
  /** Parts of the input that the API adds by itself: names of what makes it do so. */
  readonly completedBy: readonly string[];
}

const serverTool = /^(web_search|web_fetch|code_execution|tool_search_tool|advisor|mcp_toolset)/;

/**
 * What makes the API complete a body's input itself (DESIGN.md, "What a recording vouches for").
 * Sorted names.
 */
export function completedByApi(body: JsonObject): readonly string[] {
  const tools = isArray(body["tools"]) ? body["tools"].filter(isObject) : [];
  const names = tools
    .map((tool) => tool["type"])
    .filter((type) => typeof type === "string" && serverTool.test(type));
  const found = new Set(names.filter((name) => typeof name === "string"));
  // A tool that code may call brings the code execution tool along, undeclared.
  const callers = tools.flatMap(({ allowed_callers: callers }) =>
    isArray(callers) ? callers : [],
  );
  for (const caller of callers)
    if (typeof caller === "string" && caller !== "direct") found.add(caller);
  if (isArray(body["mcp_servers"]) && body["mcp_servers"].length > 0) found.add("mcp_servers");
  if (body["container"] !== undefined && body["container"] !== null) found.add("container");
  if (
    editsOf(body).some(
      (edit) => typeof edit["type"] === "string" && edit["type"].startsWith("compact"),
    )
  )
    found.add("compaction");
  if (isObject(body["thread"]) && "continue" in body["thread"]) found.add("thread");
  return [...found].toSorted();
}

function editsOf(body: JsonObject): readonly JsonObject[] {
  const edits = objectAt(body, "context_management")?.["edits"];
  return isArray(edits) ? edits.filter(isObject) : [];
}

function objectAt(value: JsonObject, key: string): JsonObject | null {
  const found = value[key];
  return isObject(found) ? found : null;
}

/** Reads the settings of a body. Takes any JSON. */
export function readSettings(body: JsonObject, betas: readonly string[]): Settings {
  const choice = objectAt(body, "tool_choice");
  const thinking = objectAt(body, "thinking");
  const type = thinking?.["type"];
  return {
    tools: isArray(body["tools"]) ? body["tools"].filter(isObject) : [],
    choice: choiceOf(choice),
    toolName: typeof choice?.["name"] === "string" ? choice["name"] : "",
    single: choice?.["disable_parallel_tool_use"] === true,
    thinking: type === "enabled" || type === "adaptive" ? type : "off",
    budget: written(thinking?.["budget_tokens"]),
    schema: schemaOf(body),
    taskBudget: objectAt(objectAt(body, "output_config") ?? {}, "task_budget") !== null,
    keepsAllThinking: editsOf(body).some(
      (edit) => edit["type"] === "clear_thinking_20251015" && edit["keep"] === "all",
    ),
    interleaved: betas.some((beta) => beta.startsWith("interleaved-thinking")),
    completedBy: completedByApi(body),
  };
}

function choiceOf(choice: JsonObject | null): Settings["choice"] {
  if (choice?.["type"] === "any") return "any";
  return choice?.["type"] === "tool" ? "named" : "auto";
}

function written(value: Json | undefined): string {
  if (typeof value === "number") return String(value);
  return value !== undefined && isNumberText(value) ? value.numberText : "1024";
}

function schemaOf(body: JsonObject): Json | null {
  const config = objectAt(body, "output_config");
  const format =
    (config === null ? null : objectAt(config, "format")) ?? objectAt(body, "output_format");
  return format === null ? null : (format["schema"] ?? null);
}
