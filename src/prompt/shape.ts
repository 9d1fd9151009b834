import { isKnownKind, isKnownTool } from "../api/content-kinds.ts";
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { problem, type Place, type Problem } from "../problem.ts";
import type { Prompt } from "./prompt.ts";

type PlaceAt = (path: string) => Place;

/**
 * Members of the body that are of another type than the API takes, and content kinds that nobody
 * here knows.
 */
export function checkShape(prompt: Prompt, placeAt: PlaceAt): readonly Problem[] {
  const unknown = new Map<string, string>();
  for (const block of prompt.blocks) {
    const isKnown = block.level === "tools" ? isKnownTool : isKnownKind;
    if (isKnown(block.kind) || !isObject(block.content)) continue;
    if (!unknown.has(block.kind)) unknown.set(block.kind, block.path);
  }
  return [
    ...checkBody(prompt.request.body, placeAt),
    ...[...unknown].map(([kind, path]) =>
      problem("unknown-block-kind", placeAt(path), { kind: nameKind(kind) }),
    ),
  ];
}

function checkBody(body: JsonObject, placeAt: PlaceAt): readonly Problem[] {
  const tools = body["tools"] ?? [];
  const system = body["system"] ?? "";
  const { messages, model } = body;
  return [
    ...(model === undefined || typeof model === "string"
      ? []
      : [wrong(placeAt, "model", "a model id")]),
    ...(isArray(tools)
      ? checkBlocks(tools, "tools", placeAt)
      : [wrong(placeAt, "tools", "a list of tools")]),
    ...(isArray(system) ? checkBlocks(system, "system", placeAt) : []),
    ...(isArray(system) || isText(system)
      ? []
      : [wrong(placeAt, "system", "a text or a list of text blocks")]),
    ...(isArray(messages)
      ? messages.flatMap((message, index) => checkMessage(message, `messages.${index}`, placeAt))
      : [wrong(placeAt, "messages", "a list of messages")]),
  ];
}

function wrong(placeAt: PlaceAt, path: string, expected: string): Problem {
  return problem("request-shape", placeAt(path), { expected });
}

function checkBlocks(blocks: readonly Json[], path: string, placeAt: PlaceAt): readonly Problem[] {
  return blocks.flatMap((block, index) =>
    isObject(block) ? [] : [wrong(placeAt, `${path}.${index}`, "an object")],
  );
}

function isText(value: Json | undefined): boolean {
  return typeof value === "string" || (isObject(value) && "$tokens" in value);
}

function checkMessage(message: Json, path: string, placeAt: PlaceAt): readonly Problem[] {
  if (!isObject(message)) return [wrong(placeAt, path, "a message")];
  const role = message["role"];
  const content = message["content"];
  const known = role === "user" || role === "assistant" || role === "system";
  return [
    ...(known ? [] : [wrong(placeAt, `${path}.role`, "user, assistant or system")]),
    ...(isArray(content) ? checkBlocks(content, `${path}.content`, placeAt) : []),
    ...(isArray(content) || isText(content)
      ? []
      : [wrong(placeAt, `${path}.content`, "a text or a list of blocks")]),
  ];
}

/** A kind as it may be named in a message: names only, never text that came in a name's place. */
function nameKind(kind: string): string {
  return /^[a-z][a-z0-9_]{0,60}$/.test(kind) ? kind : "without a readable type";
}
