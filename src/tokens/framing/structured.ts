import type { Owner } from "../text-run.ts";
import { writePythonJson } from "../python-json.ts";
import type { Desk } from "./render-context.ts";
import type { Measured } from "./frames.ts";

/** The schema as the model is shown it: JSON with an indent of 2 (framing-messages.md §6). */
export const schemaText = (desk: Desk): string =>
  desk.settings.schema === null ? "" : writePythonJson(desk.settings.schema, { ascii: false, sorted: false, indent: 2 });

/** The section of structured output: text of which only the size is known, then the schema. */
export const putStructured = (desk: Desk, owner: Owner, size: Measured): void => {
  desk.sheet.cut(owner, size);
  desk.sheet.text(owner, schemaText(desk));
  desk.sheet.cut(owner, 0);
};
