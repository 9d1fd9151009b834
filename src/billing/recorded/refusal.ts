import { declinedModels, refusalOf, type RefusalCategory } from "../../api/refusals.ts";
import type { Day } from "../../day.ts";
import type { JsonObject } from "../../json.ts";
import { findModel } from "../../models/lookup.ts";
import { problem, type Place, type Problem } from "../../problem.ts";
import type { Attempt } from "./attempts.ts";

/**
 * From this day on a refusal before any output is billed by its category; before, none was
 * (billing.md §1.5).
 */
const billedSince: Day = "2026-09-24";

/** What is billed from that day on. A category that is not listed is not known. */
const isBilled: ReadonlyMap<string, boolean> = new Map([
  ["bio", true],
  ["frontier_llm", true],
  ["reasoning_extraction", true],
  ["cyber", false],
  ["general_harms", false],
]);

/**
 * The attempts that were billed: without what a model refused before any output, where that cost
 * nothing. Notes what was left out (`refusal-not-billed`), and where nobody can say
 * (`refusal-category-unknown`).
 */
export function billedAttempts(
  attempts: readonly Attempt[],
  answer: { readonly response: JsonObject; readonly day: Day; readonly place: Place },
): { readonly attempts: readonly Attempt[]; readonly problems: readonly Problem[] } {
  const { response, day, place } = answer;
  const problems: Problem[] = [];
  const declined = declinedModels(response);
  const refusal = refusalOf(response);
  const categoryOf = (attempt: Attempt): RefusalCategory => {
    if (attempt.role === "served") return refusal?.category;
    const id = findModel(attempt.model ?? "")?.model.id;
    return declined.find(({ model }) => findModel(model)?.model.id === id)?.category;
  };
  const billed = attempts.filter((attempt) => {
    const refused = attempt.role === "declined" || (attempt.role === "served" && refusal !== null);
    if (!refused || attempt.samplings.some(({ output }) => output > 0)) return true;
    const category = categoryOf(attempt);
    const verdict = judgeRefusal(category, day);
    const model = attempt.model ?? "";
    if (verdict === "unknown") problems.push(problem("refusal-category-unknown", place, { model }));
    if (verdict !== "unbilled") return true;
    problems.push(problem("refusal-not-billed", place, { model, category: category ?? "none" }));
    return false;
  });
  return { attempts: billed, problems };
}

/**
 * Whether a refusal before any output was billed. `unknown`: from the day on, without a category
 * that is known.
 */
function judgeRefusal(category: RefusalCategory, day: Day): "billed" | "unbilled" | "unknown" {
  if (day < billedSince || category === null) return "unbilled";
  const known = category === undefined ? undefined : isBilled.get(category);
  if (known === undefined) return "unknown";
  return known ? "billed" : "unbilled";
}
