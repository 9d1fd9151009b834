import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { CountText, Owner } from "../text-run.ts";
import { toolLine } from "./blocks/calls.ts";
import { isNewer } from "./frame.ts";
import { builtInCases, newerBuiltIns, olderBuiltIns, unknownTool } from "./measured/built-ins.ts";
import type { Measured } from "./measured/measured.ts";
import { extras } from "./measured/sections.ts";
import { declaredTokens, ownerOf, type RenderContext, type Item } from "./render-context.ts";
import { addedTools } from "./turns.ts";

/** Writes the tool list with `\n` between lines; built-in tools have no line but a number. */
export function putToolLines(context: RenderContext, items: readonly Item[]): void {
  const types = new Set(items.map((item) => typeOf(item.block.content)));
  let first = true;
  for (const item of items) {
    const owner = ownerOf(item, "tools");
    const { content } = item.block;
    const declared = declaredTokens(content);
    if (declared !== null) {
      context.writer.add(owner, declared);
      continue;
    }
    if (isObject(content) && typeOf(content) !== "custom") {
      context.writer.add(owner, builtIn(context, content, types));
      continue;
    }
    context.writer.text(
      owner,
      `${first ? "" : "\n"}${toolLine(isObject(content) ? content : {}, context.frame.kind.escapesNonAscii)}`,
    );
    first = false;
    if (isObject(content) && Array.isArray(content["input_examples"]))
      context.writer.add(owner, extras.inputExamples);
  }
  // An empty list is still a line on the newer family (8 recordings).
  const [last] = items.slice(-1);
  if (first && last !== undefined && isNewer(context.frame))
    context.writer.add(ownerOf(last, "tools"), 1);
}

function typeOf(tool: Json): string {
  return isObject(tool) && typeof tool["type"] === "string" ? tool["type"] : "custom";
}

/** What a built-in tool adds to the tool prompt (framing-tools.md §5). */
function builtIn(context: RenderContext, tool: JsonObject, types: ReadonlySet<string>): Measured {
  const type = typeOf(tool);
  const { generation, kind } = context.frame;
  // An unknown model with an older name is framed as the newer family (models/unknown.ts).
  const own = generation.era === kind.era ? sizeIn(generation.builtIns, type) : undefined;
  if (own !== undefined) return own;
  if (isNewer(context.frame))
    return sizeIn(newerBuiltIns, type) ?? { ...(sizeIn(olderBuiltIns, type) ?? unknownTool), n: 0 };
  if (type === "web_search_20260318" && callsDirectly(tool)) return builtInCases.webSearchDirect;
  if (type === "web_search_20260209" || type === "web_fetch_20260209")
    return dynamicPair(types, type) ?? { ...unknownTool, tokens: 2000 };
  return sizeIn(olderBuiltIns, type) ?? unknownTool;
}

/** The size of a type that a table has; a request may name any. */
function sizeIn(table: Readonly<Record<string, Measured>>, type: string): Measured | undefined {
  return Object.hasOwn(table, type) ? table[type] : undefined;
}

function callsDirectly(tool: JsonObject): boolean {
  const callers = tool["allowed_callers"];
  return Array.isArray(callers) && callers.length === 1 && callers[0] === "direct";
}

function dynamicPair(types: ReadonlySet<string>, type: string): Measured | null {
  if (!types.has("code_execution_20260120")) return null;
  const both = types.has("web_search_20260209") && types.has("web_fetch_20260209");
  // The number for both together is counted once, with the search.
  if (both)
    return type === "web_search_20260209"
      ? builtInCases.bothWithCode
      : { ...builtInCases.bothWithCode, tokens: 0 };
  return type === "web_search_20260209" ? builtInCases.searchWithCode : builtInCases.fetchWithCode;
}

/**
 * The tool prompt of a request with tools, by tool choice (framing-tools.md §3, §6). Returns its
 * tokens; `placeToolPrompt` takes its parts to where they stand.
 */
export function putToolPrompt(
  context: RenderContext,
  owner: Owner,
  { prompt, count }: { readonly prompt: Prompt; readonly count: CountText },
): number {
  const { frame, settings, writer } = context;
  const { choice, single } = settings;
  const { toolPrompt } = frame.generation;
  const size = choice === "auto" ? toolPrompt.auto : (toolPrompt.forced ?? toolPrompt.auto);
  const known = single ? toolPrompt.single[choice] : null;
  writer.add(owner, size);
  if (known !== null) writer.add(owner, known);
  if (isNewer(frame)) putDeferredNote(context, owner, { prompt, count });
  return size.tokens + (known?.tokens ?? 0);
}

/** The note on tools whose loading is deferred names those that no system message has added. */
function putDeferredNote(
  { settings, writer }: RenderContext,
  owner: Owner,
  { prompt, count }: { readonly prompt: Prompt; readonly count: CountText },
): void {
  const deferred = settings.tools.filter((tool) => tool["defer_loading"] === true);
  if (deferred.length === 0) return;
  const added = addedTools(prompt);
  const names = deferred
    .map(({ name }) => (typeof name === "string" ? name : ""))
    .filter((name) => !added.has(name));
  writer.add(owner, extras.deferredNote);
  for (const name of names) writer.add(owner, count(`\n${name}`));
  if (names.length === 0) writer.add(owner, extras.deferredNone);
}

/**
 * The name a forced choice shows to the model, without what is shown for `any` (framing-tools.md
 * §3).
 */
export function namedChoiceText(name: string): string {
  return `x="${name}">`;
}
