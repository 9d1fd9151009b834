import type { Owner } from "../text-run.ts";
import { writePythonJson } from "../python-json.ts";
import type { RenderContext } from "./render-context.ts";
import type { Measured } from "./measured/measured.ts";

/** The schema as the model is shown it: JSON with an indent of 2 (framing-messages.md §6). */
function schemaText(context: RenderContext): string {
  return context.settings.schema === null
    ? ""
    : writePythonJson(context.settings.schema, { ascii: false, sorted: false, indent: 2 });
}

/** The section of structured output: text of which only the size is known, then the schema. */
export function putStructured(context: RenderContext, owner: Owner, size: Measured): void {
  context.writer.cut(owner, size);
  context.writer.text(owner, schemaText(context));
  context.writer.cut(owner, 0);
}
