import type { Owner } from "../../text-run.ts";
import type { Measured } from "../measured/measured.ts";
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
}
