import { completedByApi, contextEdits } from "../../api/completed-input.ts";
import { toolsOf } from "../../api/request.ts";
import { isArray, isNumberText, isObject, type Json, type JsonObject } from "../../json.ts";

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

/** Reads the settings of a body. Takes any JSON. */
export function readSettings(body: JsonObject, betas: readonly string[]): Settings {
  const choice = objectAt(body, "tool_choice");
  const thinking = objectAt(body, "thinking");
  const type = thinking?.["type"];
  return {
    tools: toolsOf(body).filter(isObject),
    choice: choiceOf(choice),
    toolName: typeof choice?.["name"] === "string" ? choice["name"] : "",
    single: choice?.["disable_parallel_tool_use"] === true,
    thinking: type === "enabled" || type === "adaptive" ? type : "off",
    budget: writeBudget(thinking?.["budget_tokens"]),
    schema: schemaOf(body),
    taskBudget: objectAt(objectAt(body, "output_config") ?? {}, "task_budget") !== null,
    keepsAllThinking: contextEdits(body).some(
      (edit) => edit["type"] === "clear_thinking_20251015" && edit["keep"] === "all",
    ),
    interleaved: [...betas, ...betasInside(body)].some((beta) =>
      beta.startsWith("interleaved-thinking"),
    ),
    completedBy: completedByApi(body),
  };
}

/** Bedrock and Vertex take the header's names in the body. */
function betasInside(body: JsonObject): readonly string[] {
  const names = body["anthropic_beta"];
  return isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

function choiceOf(choice: JsonObject | null): Settings["choice"] {
  if (choice?.["type"] === "any") return "any";
  return choice?.["type"] === "tool" ? "named" : "auto";
}

/** A number as it is written; the smallest budget there is where there is none. */
function writeBudget(value: Json | undefined): string {
  if (typeof value === "number") return String(value);
  return value !== undefined && isNumberText(value) ? value.numberText : "1024";
}

function schemaOf(body: JsonObject): Json | null {
  const config = objectAt(body, "output_config");
  const format =
    (config === null ? null : objectAt(config, "format")) ?? objectAt(body, "output_format");
  return format === null ? null : (format["schema"] ?? null);
}

function objectAt(value: JsonObject, key: string): JsonObject | null {
  const found = value[key];
  return isObject(found) ? found : null;
}
