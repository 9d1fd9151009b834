import type { Changes } from "../config/config.ts";
import type { Placeholder } from "../fixture/fixture.ts";
import type { Path } from "../json.ts";

/**
 * The path of the block a path leads into (`messages.7.content.0`), or null where it leads into
 * none.
 */
export function blockPath(path: Path): string | null {
  const [top, first, second, third] = path;
  if (top === "tools") return typeof first === "number" ? `tools.${first}` : null;
  if (top === "system") return typeof first === "number" ? `system.${first}` : "system";
  if (top !== "messages" || typeof first !== "number" || second !== "content") return null;
  return typeof third === "number"
    ? `messages.${first}.content.${third}`
    : `messages.${first}.content`;
}

/** Placeholders by the block they stand in, each list in the order they were found. */
export function placeholdersByBlock(
  placeholders: readonly Placeholder[],
): ReadonlyMap<string, readonly Placeholder[]> {
  const groups = new Map<string, Placeholder[]>();
  for (const placeholder of placeholders) {
    const path = blockPath(placeholder.path);
    if (path === null) continue;
    const group = groups.get(path);
    if (group === undefined) groups.set(path, [placeholder]);
    else group.push(placeholder);
  }
  return groups;
}

/**
 * The most frequent change among placeholders that are new in this request; what is inherited stays
 * as it was sent before.
 */
export function mostFrequentChange(placeholders: readonly Placeholder[]): Changes {
  let most: Changes = "never";
  for (const placeholder of placeholders) {
    if (!placeholder.inherited && frequency(placeholder.changes) > frequency(most))
      most = placeholder.changes;
  }
  return most;
}

/**
 * Larger is more frequent. A number of values changes more often than a day and, being shared, less
 * than a run.
 */
function frequency(changes: Changes): number {
  if (typeof changes === "number") return changes > 1 ? 2 + (1 - 1 / changes) : 0;
  return { never: 0, day: 1, run: 4, request: 5 }[changes];
}

/**
 * What declared sizes inside a text add to its identity: two are the same bytes when name, size and
 * place are equal.
 */
export function declaredIdentity(placeholders: readonly Placeholder[]): string {
  return placeholders
    .filter((placeholder) => placeholder.kind === "text" && placeholder.tokens !== null)
    .map(
      (placeholder) =>
        `${placeholder.path.join(".")}@${placeholder.offset}:${placeholder.name}=${String(placeholder.tokens)}`,
    )
    .join("\n");
}
