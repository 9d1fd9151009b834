import { modelMember, modelOf } from "../api/model.ts";
import { isFast, outputConfigOf, type Level } from "../api/request.ts";
import type { EffortChange } from "../models/model.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import {
  cautiousPolicy,
  findTraits,
  type CacheKeyPolicy,
  type ModelTraits,
} from "./cache-key-policy.ts";
import { isSystemTool } from "./flatten.ts";
import { writeFlat } from "./identity.ts";
import { joinPresence, readPresence, type Presence } from "./presence.ts";
import type { Prompt } from "./prompt.ts";

/**
 * A parameter of the request that enters the cache key, the level it enters at, and its value as
 * text.
 */
interface KeyParameter {
  readonly name: string;
  readonly level: Level;
  readonly value: string;
}

/**
 * The parameters that enter the cache key of a request, by level, under the policy given:
 * caching-rules.md §2. An explicit default is the same as leaving the parameter out. The names are
 * the API's.
 */
export function readKeyParameters(options: {
  readonly body: JsonObject;
  readonly betas: readonly string[];
  readonly policy: CacheKeyPolicy;
  readonly traits: ModelTraits | null;
  readonly presence: Presence;
  /** Keys of the tools that are rendered as system text. */
  readonly systemTools: readonly number[];
}): readonly KeyParameter[] {
  const { body, policy, traits } = options;
  const output = outputConfigOf(body);
  const model = modelOf(body) ?? asText(modelMember(body));
  const parameters: { name: string; level: Level | "none"; value: string }[] = [
    { name: "model", level: "tools", value: traits?.id ?? model },
    { name: "speed", level: policy.speed, value: speedOf(body) },
    { name: "thinking", level: policy.thinking, value: thinkingOf(body, traits) },
    {
      name: "output_config.effort",
      level: effortLevel(policy, traits),
      value: output["effort"] === (traits?.defaultEffort ?? "high") ? "" : asText(output["effort"]),
    },
    {
      name: "output_config.format",
      level: policy.outputFormat,
      value: asText(output["format"] ?? body["output_format"]),
    },
    { name: "betas", level: policy.betas, value: [...new Set(options.betas)].sort().join() },
    { name: "web_tools", level: "system", value: options.systemTools.join() },
    { name: "citations", level: "system", value: options.presence.hasCitations ? "on" : "" },
    { name: "container.skills", level: "system", value: skillsOf(body) },
    { name: "tool_choice", level: "messages", value: toolChoiceOf(body) },
    { name: "images", level: "messages", value: options.presence.hasImage ? "present" : "" },
    {
      name: "output_config.task_budget",
      level: policy.taskBudget,
      value: asText(output["task_budget"]),
    },
    {
      name: "context_management",
      level: policy.contextManagement,
      value: asText(body["context_management"]),
    },
  ];
  return parameters.flatMap(({ name, level, value }) =>
    level === "none" || value === "" ? [] : [{ name, level, value }],
  );
}

/**
 * The parameters of a prompt that is read already, by default under the policy that figures rest
 * on. For another one, give the policy and the traits of the table it was read with.
 */
export function promptParameters(
  prompt: Prompt,
  options: {
    readonly policy?: CacheKeyPolicy;
    readonly traits?: (model: string) => ModelTraits | null;
  } = {},
): readonly KeyParameter[] {
  return readKeyParameters({
    body: prompt.request.body,
    betas: prompt.betas,
    policy: options.policy ?? cautiousPolicy,
    traits: (options.traits ?? findTraits)(prompt.model),
    presence: joinPresence(prompt.blocks.map((block) => readPresence(block.content))),
    systemTools: prompt.blocks.flatMap((block) =>
      block.level === "tools" && isSystemTool(block.kind) ? [block.key] : [],
    ),
  });
}

/** Where a changed effort enters: as measured for the model, else as the policy assumes. */
function effortLevel(policy: CacheKeyPolicy, traits: ModelTraits | null): Level | "none" {
  const measured = traits?.effortChange ?? null;
  return measured === null ? policy.effort : effortLevels[measured.keeps];
}

const effortLevels = {
  all: "none",
  system: "messages",
  nothing: "tools",
} as const satisfies Record<EffortChange["keeps"], Level | "none">;

function asText(value: Json | undefined): string {
  return value === undefined || value === null ? "" : writeFlat(value);
}

function speedOf(body: JsonObject): string {
  if (isFast(body)) return asText("fast");
  return body["speed"] === "standard" ? "" : asText(body["speed"]);
}

/** Mode, budget and display; leaving it out means what the model does by default. */
function thinkingOf(body: JsonObject, traits: ModelTraits | null): string {
  const thinking = body["thinking"];
  const standard = traits?.thinksByDefault === true ? "adaptive" : "disabled";
  if (!isObject(thinking)) return asText(thinking);
  const mode = thinking["type"] ?? null;
  const budget = asText(thinking["budget_tokens"]);
  const display = asText(thinking["display"]);
  return mode === standard && budget === "" && display === ""
    ? ""
    : [asText(mode), budget, display].join();
}

function skillsOf(body: JsonObject): string {
  return isObject(body["container"]) ? asText(body["container"]["skills"]) : "";
}

/** `auto` without more is what leaving it out means, and so is a parallel switch that is off. */
function toolChoiceOf(body: JsonObject): string {
  const choice = body["tool_choice"];
  if (!isObject(choice)) return asText(choice);
  const kept = Object.entries(choice).filter(
    ([name, value]) => !(name === "disable_parallel_tool_use" && value !== true),
  );
  return kept.length === 1 && choice["type"] === "auto"
    ? ""
    : writeFlat(Object.fromEntries(kept), true);
}
