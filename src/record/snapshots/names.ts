/** Names of scenarios and runs, as folders and files on every system. */
import { modelOf, priceBookId } from "../../api/model.ts";
import { toolsOf } from "../../api/request.ts";
import { isObject, type JsonObject } from "../../json.ts";

/** Names that Windows keeps for itself. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A name as a folder or file may have: letters, digits, `.`, `_`, `-`; null: nothing is left. */
export function safeName(name: string): string | null {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replaceAll(/-{2,}/g, "-")
    .replace(/^[-.]+/, "")
    .slice(0, 64)
    .replace(/[-.]+$/, "");
  if (plain === "") return null;
  return reserved.test(plain) ? `${plain}_` : plain;
}

/** A name that is not taken, case aside: with the least number that makes it so. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  let count = 2;
  while (isTaken(`${name}-${String(count)}`)) count += 1;
  return `${name}-${String(count)}`;
}

/**
 * What a new scenario is called that says no name itself: after the file its system prompt comes
 * from, else its first tool, else its model. Never after words of a prompt.
 */
export function nameScenario(body: JsonObject, systemFile: string | null): string {
  const file = systemFile?.replace(/^.*\//, "").replace(/\.[^.]*$/, "") ?? "";
  const [tool] = toolsOf(body);
  const toolName = isObject(tool) && typeof tool["name"] === "string" ? tool["name"] : "";
  const model = priceBookId(modelOf(body) ?? "");
  return safeName(file) ?? safeName(toolName) ?? safeName(model) ?? "requests";
}
