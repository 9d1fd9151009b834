import { findModel } from "../models/lookup.ts";

/**
 * The price book id of a model as the reports and the Console write it: an id, or a name for people
 * such as `Claude Opus 4.6` (llm-cost.md §6). A model that is not known keeps its name.
 */
export function modelIdOf(written: string): string {
  const plain = written.trim();
  const dashed = plain.toLowerCase().replace(/[\s.]+/g, "-");
  // The third generation's ids have the version first: `claude-3-5-haiku`.
  const turned = dashed.replace(/^claude-([a-z]+)-(3(?:-\d)?)$/, "claude-$2-$1");
  for (const name of [plain, dashed, turned]) {
    const found = findModel(name);
    if (found !== null) return found.model.id;
  }
  return plain;
}
