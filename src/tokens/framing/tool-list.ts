import { isObject, type Json, type JsonObject } from "../../json.ts";
import { nowhere, problem } from "../../problem.ts";
import type { Owner } from "../text-run.ts";
import { toolLine } from "./blocks/calls.ts";
import { isNewer } from "./frame.ts";
import { builtInCases, newerBuiltIns, olderBuiltIns } from "./measured/built-ins.ts";
import type { Measured } from "./measured/measured.ts";
import { extras } from "./measured/sections.ts";
import {
  addMeasured,
  declaredTokens,
  ownerOf,
  type RenderContext,
  type Item,
} from "./render-context.ts";

const unknownTool: Measured = { tokens: 1000, n: 0, source: "framing-tools.md §5" };

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
      const size = builtIn(context, content, types);
      addMeasured(context, owner, {
        name: typeOf(content),
        size,
        slack: Math.round(size.tokens * 0.75),
      });
      continue;
    }
    context.writer.text(
      owner,
      `${first ? "" : "\n"}${toolLine(isObject(content) ? content : {}, context.frame.kind.escapesNonAscii)}`,
    );
    first = false;
    if (isObject(content) && Array.isArray(content["input_examples"])) {
      addMeasured(context, owner, {
        name: "input_examples",
        size: { ...extras.inputExamples, n: 0 },
        slack: 80,
      });
    }
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

/** The tool prompt of a request with tools, by tool choice (framing-tools.md §3, §6). */
export function putToolPrompt(context: RenderContext, owner: Owner): void {
  const { frame, settings, writer } = context;
  const { choice, single } = settings;
  const { toolPrompt, slack, deferredNote } = frame.generation;
  const size =
    choice === "auto" ? toolPrompt.auto : (toolPrompt.forced ?? { ...toolPrompt.auto, n: 0 });
  addMeasured(context, owner, { name: "the tool prompt", size, slack });
  if (frame.assumesToolPrompt) {
    const details = { what: "the tool prompt", model: frame.model, tokens: size.tokens };
    writer.doubt(0, 0, problem("overhead-assumed", nowhere, details));
  }
  if (single) {
    const known = toolPrompt.single[choice];
    if (known !== null) writer.add(owner, known);
    else if (!isNewer(frame)) writer.doubt(60, 60);
  }
  const deferred = settings.tools.some((tool) => tool["defer_loading"] === true);
  if (!isNewer(frame) || !deferred) return;
  writer.add(owner, deferredNote);
  writer.doubt(20, 20);
}

/**
 * The name a forced choice shows to the model, without what is shown for `any` (framing-tools.md
 * §3).
 */
export function namedChoiceText(name: string): string {
  return `x="${name}">`;
}
