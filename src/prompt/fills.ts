import type { Changes } from "../config/config.ts";
import type { Fill } from "../fixture/fixture.ts";
import type { Path } from "../json.ts";

/** The path of the block a path leads into (`messages.7.content.0`), or null where it leads into none. */
export const blockPath = (path: Path): string | null => {
  const [top, first, second, third] = path;
  if (top === "tools") return typeof first === "number" ? `tools.${first}` : null;
  if (top === "system") return typeof first === "number" ? `system.${first}` : "system";
  if (top !== "messages" || typeof first !== "number" || second !== "content") return null;
  return typeof third === "number" ? `messages.${first}.content.${third}` : `messages.${first}.content`;
};

/** Fills by the block they stand in, each list in order of its place in the text. */
export const fillsByBlock = (fills: readonly Fill[]): ReadonlyMap<string, readonly Fill[]> => {
  const groups = new Map<string, Fill[]>();
  for (const fill of fills) {
    const path = blockPath(fill.path);
    if (path === null) continue;
    const group = groups.get(path);
    if (group === undefined) groups.set(path, [fill]);
    else group.push(fill);
  }
  return groups;
};

/** Larger is more frequent. A number of values changes more often than a day and, being shared, less than a run. */
const frequency = (changes: Changes): number => {
  if (typeof changes === "number") return changes > 1 ? 2 + (1 - 1 / changes) : 0;
  return { never: 0, day: 1, run: 4, request: 5 }[changes];
};

/** The most frequent change among fills that are new in this request; what is inherited stays as it was sent before. */
export const mostFrequentChange = (fills: readonly Fill[]): Changes => {
  let most: Changes = "never";
  for (const fill of fills) {
    if (!fill.inherited && frequency(fill.changes) > frequency(most)) most = fill.changes;
  }
  return most;
};

/** What declared sizes inside a text add to its identity: two are the same bytes when name, size and place are equal. */
export const declaredIdentity = (fills: readonly Fill[]): string =>
  fills
    .filter((fill) => fill.kind === "text" && fill.tokens !== null)
    .map((fill) => `${fill.path.join(".")}@${fill.offset}:${fill.name}=${String(fill.tokens)}`)
    .join("\n");
