import { sum } from "../../../arithmetic.ts";
import { isArray, isObject, type Json } from "../../../json.ts";
import type { Owner } from "../../text-run.ts";
import { isNewer } from "../frame.ts";
import type { Measured } from "../measured/measured.ts";
import { extras } from "../measured/sections.ts";
import { writePythonJson } from "../python-json.ts";
import type { RenderContext } from "../render-context.ts";

/**
 * The section of structured output: text of which only the size is known, then the schema as the
 * model is shown it, JSON with an indent of 2 (framing-messages.md §6).
 */
export function putStructured(context: RenderContext, owner: Owner, size: Measured): void {
  const { schema } = context.settings;
  context.writer.cut(owner, size);
  context.writer.text(
    owner,
    schema === null ? "" : writePythonJson(schema, { ascii: false, sorted: false, indent: 2 }),
  );
  context.writer.cut(owner, 0);
  if (isNewer(context.frame)) return;
  for (let left = describedInBraces(schema); left > 0; left -= 1)
    context.writer.add(owner, extras.describedInBraces);
}

/** How many descriptions of a schema begin with a brace: clients write limits so. */
export function describedInBraces(schema: Json | undefined): number {
  if (isArray(schema)) return sum(schema.map(describedInBraces));
  if (!isObject(schema)) return 0;
  const description = schema["description"];
  const own = typeof description === "string" && description.startsWith("{") ? 1 : 0;
  return own + sum(Object.values(schema).map(describedInBraces));
}
