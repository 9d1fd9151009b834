/**
 * What the API answers a request with a 400 for (billing.md §5, §8, caching-rules.md §8), as far as
 * it can be told from the body: by the model, and whatever the model is.
 */
import { shownName } from "../shown-name.ts";
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import type { Model } from "../models/model.ts";
import { endsUnfinished, isServerResult } from "./completed-input.ts";
import { endsInAnswer, maxTokensOf, messagesOf, outputConfigOf, toolsOf } from "./request.ts";

/** One thing the API refuses. */
export interface RequestRefusal {
  /** In the body, as the API writes it. */
  readonly path: string;
  /** Why, as a sentence without its full stop. */
  readonly reason: string;
  /** The documents say so, recordings say otherwise. */
  readonly disputed?: true;
}

/** What a model refuses of a body, in the order of the body's members. */
export function refusedByModel(model: Model, body: JsonObject): readonly RequestRefusal[] {
  return [
    ...refusedThinking(model, body),
    ...refusedEffort(model, body),
    ...refusedSettings(model, body),
    ...refusedTools(model, body),
    ...refusedMessages(model, body),
  ];
}

function refusedThinking(model: Model, body: JsonObject): readonly RequestRefusal[] {
  const { id } = model;
  const thinking = body["thinking"];
  if (!isObject(thinking)) return [];
  const found: RequestRefusal[] = [];
  const { type } = thinking;
  const refuse = (reason: string): void => {
    found.push({ path: "thinking", reason });
  };
  const isAboveHigh = ["xhigh", "max"].includes(effortOf(body) ?? model.defaultEffort);
  if (type === "disabled" && model.alwaysThinks) refuse(`${id} refuses thinking disabled`);
  else if (type === "disabled" && model.thinksAboveHigh && isAboveHigh)
    refuse(`${id} refuses thinking disabled above the effort \`high\``);
  if (type === "between_tools" && !model.betweenToolsAllowed)
    refuse(`${id} refuses thinking \`between_tools\``);
  else if (type === "between_tools" && isAboveHigh)
    refuse(`${id} refuses thinking \`between_tools\` above the effort \`high\``);
  if ("budget_tokens" in thinking && !model.thinkingBudgetAllowed)
    refuse(`${id} refuses budget_tokens`);
  return found;
}

/** `output_config.effort` where it is a text. */
function effortOf(holder: JsonObject): string | null {
  const { effort } = outputConfigOf(holder);
  return typeof effort === "string" ? effort : null;
}

function refusedEffort(model: Model, body: JsonObject): readonly RequestRefusal[] {
  const effort = effortOf(body);
  if (effort === null) return [];
  const { id, effortLevels } = model;
  const path = "output_config.effort";
  if (effortLevels.length === 0) return [{ path, reason: `${id} has no effort` }];
  if (effortLevels.some((level) => level === effort)) return [];
  return [{ path, reason: `${id} has no effort \`${shownName(effort)}\`` }];
}

function refusedSettings(model: Model, body: JsonObject): readonly RequestRefusal[] {
  const { id } = model;
  const most = maxTokensOf(body);
  const geo = body["inference_geo"];
  return [
    ...(most !== null && most > model.maxOutput
      ? [{ path: "max_tokens", reason: `${id} answers at most ${model.maxOutput} tokens` }]
      : []),
    ...(typeof geo === "string" && !model.dataResidency
      ? [{ path: "inference_geo", reason: `${id} refuses inference_geo` }]
      : []),
  ];
}

function refusedTools(model: Model, body: JsonObject): readonly RequestRefusal[] {
  const { id } = model;
  const older = toolsOf(body).flatMap((tool, index) =>
    isObject(tool) && /^computer_\d/.test(textOf(tool["type"])) && !model.olderComputerAllowed
      ? [{ path: `tools.${index}`, reason: `${id} takes only computer_toolset_20260801` }]
      : [],
  );
  return isForced(body) && !model.forcedToolChoiceAllowed
    ? [...older, { path: "tool_choice", reason: `${id} refuses a forced tool_choice` }]
    : older;
}

/** Whether the request makes the model call a tool. */
function isForced(body: JsonObject): boolean {
  const choice = body["tool_choice"];
  return isObject(choice) && (choice["type"] === "any" || choice["type"] === "tool");
}

function refusedMessages(model: Model, body: JsonObject): readonly RequestRefusal[] {
  const { id } = model;
  const messages = messagesOf(body) ?? [];
  const found: RequestRefusal[] = [];
  const own = messages.flatMap((message, index) =>
    isObject(message) && message["role"] === "system" ? [{ message, index }] : [],
  );
  const [first] = own;
  if (first !== undefined && model.systemMessages !== "allowed")
    found.push({
      path: `messages.${first.index}`,
      reason: `${id} refuses a system message inside the conversation`,
      ...(model.systemMessages === "disputed" ? { disputed: true } : {}),
    });
  const effort = own.find(({ message }) => effortOf(message) !== null);
  if (effort !== undefined && !model.messageEffortAllowed)
    found.push({
      path: `messages.${effort.index}.output_config.effort`,
      reason: `${id} refuses an effort inside the conversation`,
    });
  // A retry that redeems a fallback's credit goes on with the answer as it is.
  const goesOn = body["fallback_credit_token"] !== undefined || endsUnfinished(body);
  if (endsInAnswer(body) && !model.prefillAllowed && !goesOn)
    found.push({
      path: `messages.${messages.length - 1}`,
      reason: `${id} refuses an assistant message at the end`,
    });
  return found;
}

/** What every model refuses, in the order of the body's members. */
export function refusedByAll(body: JsonObject): readonly RequestRefusal[] {
  const messages = messagesOf(body) ?? [];
  return [
    ...refusedWithoutOutput(body),
    ...(messages.length === 0 && isArray(body["messages"]) && body["thread"] === undefined
      ? [{ path: "messages", reason: "it takes at least one message" }]
      : []),
    ...(lacksBudget(body["thinking"])
      ? [{ path: "thinking", reason: "thinking `enabled` takes `budget_tokens`" }]
      : []),
    ...(cites(messages) && hasFormat(body)
      ? [
          {
            path: "messages",
            reason: "a structured output format and citations exclude each other",
          },
        ]
      : []),
    ...emptyTexts(body["system"], "system"),
    ...messages.flatMap((message, index) => refusedMessage(messages, { message, index })),
  ];
}

function lacksBudget(thinking: Json | undefined): boolean {
  return (
    isObject(thinking) &&
    thinking["type"] === "enabled" &&
    (thinking["budget_tokens"] ?? null) === null
  );
}

function refusedMessage(
  messages: readonly Json[],
  { message, index }: { readonly message: Json; readonly index: number },
): readonly RequestRefusal[] {
  if (!isObject(message)) return [];
  const path = `messages.${index}`;
  const { content } = message;
  const isLast = index === messages.length - 1;
  const isEmpty = content === "" || (isArray(content) && content.length === 0);
  // Only an answer that is still to be written, and a message that sets the effort, may be empty.
  const mayBeEmpty = message["role"] === "system" || (message["role"] === "assistant" && isLast);
  return [
    ...(isEmpty && !mayBeEmpty
      ? [{ path: `${path}.content`, reason: "a message must have content" }]
      : []),
    ...emptyTexts(content, `${path}.content`),
    ...(message["role"] === "system" && !isPlacedWell(messages, index)
      ? [
          {
            path,
            reason:
              "a system message stands behind a user message, and last or before an assistant message",
          },
        ]
      : []),
  ];
}

/** Text blocks without any text. White space alone is taken (3 recordings). */
function emptyTexts(content: Json | undefined, path: string): readonly RequestRefusal[] {
  return (isArray(content) ? content : []).flatMap((block, index) =>
    isObject(block) && block["type"] === "text" && block["text"] === ""
      ? [{ path: `${path}.${index}`, reason: "a text block must not be empty" }]
      : [],
  );
}

/** Where a system message may stand, others of its kind beside it left out. */
function isPlacedWell(messages: readonly Json[], index: number): boolean {
  const others = (list: readonly Json[]): readonly JsonObject[] =>
    list.filter(isObject).filter(({ role }) => role !== "system");
  const before = others(messages.slice(0, index)).at(-1);
  const [after] = others(messages.slice(index + 1));
  if (before === undefined) return false;
  const content = before["content"];
  const last = isArray(content) ? content.at(-1) : undefined;
  const endsInServer = isObject(last) && isServerResult(last["type"]);
  return (
    (before["role"] === "user" || endsInServer) &&
    (after === undefined || after["role"] === "assistant")
  );
}

/** What `max_tokens: 0` excludes (caching-rules.md §8). */
export function refusedWithoutOutput(body: JsonObject): readonly RequestRefusal[] {
  if (maxTokensOf(body) !== 0) return [];
  const thinking = body["thinking"];
  const others = [
    ...(body["stream"] === true ? ["stream"] : []),
    ...(isObject(thinking) && thinking["type"] === "enabled" ? ["thinking"] : []),
    ...(hasFormat(body) ? ["output_config.format"] : []),
    ...(isForced(body) ? ["tool_choice"] : []),
    ...("compaction" in body ? ["compaction"] : []),
  ];
  return others.map((path) => ({ path, reason: `\`max_tokens: 0\` goes without \`${path}\`` }));
}

function hasFormat(body: JsonObject): boolean {
  return isObject(outputConfigOf(body)["format"]) || isObject(body["output_format"]);
}

/** Whether any document or search result of some messages is to be cited. */
function cites(messages: readonly Json[]): boolean {
  return messages.some((message) => {
    const content = isObject(message) ? message["content"] : undefined;
    return (isArray(content) ? content : []).some((block) => {
      const citations = isObject(block) ? block["citations"] : undefined;
      return isObject(citations) && citations["enabled"] === true;
    });
  });
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
