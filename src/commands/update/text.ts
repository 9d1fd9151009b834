import type { UpdatePlan } from "./plan.ts";

/**
 * One line for people: what was written, or with `--check` what would be. Problems are shown
 * elsewhere.
 */
export function describeUpdate(plan: UpdatePlan, options: { readonly check: boolean }): string {
  if (plan.text === null) return `${plan.file} was left as it is`;
  if (plan.current) return `${plan.file} is current`;
  const what = describeChanges(plan);
  return options.check
    ? `${plan.file} is not current (${what}). Run \`promptcost update\``
    : `${plan.file} written (${what})`;
}

/** What differs, in a few words: which scenarios are new, changed or gone. */
export function describeChanges(plan: UpdatePlan): string {
  const parts = [
    ...(plan.unreadable ? ["what was there could not be read"] : []),
    ...list("new:", plan.added),
    ...list("changed:", plan.changed),
    ...list("gone:", plan.removed),
  ];
  return parts.length === 0 ? "its form alone differs" : parts.join("; ");
}

function list(word: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`${word} ${ids.join(", ")}`];
}
