import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { extras } from "../measured/sections.ts";
import { assume, ownerOf, type Item, type RenderContext } from "../render-context.ts";
import { referenceText, toolLine } from "./calls.ts";

/**
 * Writes that a tool is there or gone from here on (framing-tools.md §4): the line of one that is
 * defined in `tools` and named, or defined on the spot.
 */
export function putToolChange(context: RenderContext, item: Item, content: JsonObject): void {
  const { writer, settings } = context;
  const owner = ownerOf(item);
  if (content["type"] === "tool_removal") {
    writer.cut(owner, extras.toolRemoval);
    writer.doubt(2, 2);
    return;
  }
  writer.cut(owner, extras.toolAddition);
  const tool = isObject(content["tool"]) ? content["tool"] : {};
  const definition = definitionOf(tool);
  const name = tool["name"] ?? tool["tool_name"];
  if (definition !== null) {
    writer.text(owner, `\n<functions>\n${toolLine(definition, false)}\n</functions>\n`);
    writer.doubt(5, 5);
  } else if (settings.tools.some((defined) => defined["name"] === name)) {
    const names = typeof name === "string" ? [name] : [];
    writer.text(owner, referenceText(names, settings.tools, false));
    writer.doubt(2, 2);
  } else {
    // A tool of an MCP server, or one that only the API knows.
    const details = { what: "a tool that the request does not define", tokens: 0 };
    const { model } = context.frame;
    const above = 2000;
    assume(context, item, {
      code: "overhead-assumed",
      details: { ...details, model },
      below: 0,
      above,
    });
  }
  writer.cut(owner, 0);
}

/** A tool that is defined where it is added: `tool_definition`, or the definition itself. */
function definitionOf(tool: JsonObject): JsonObject | null {
  const { definition }: Readonly<Record<string, Json | undefined>> = tool;
  if (isObject(definition)) return definition;
  return "input_schema" in tool ? tool : null;
}
