/** Whether `baseline:` names a file that an update may write: one of ours, or a new one. */
import { defaultBaseline } from "../config/config.ts";
import { placeIn, problem, type Place, type Problem, type ProblemDetails } from "../problem.ts";
import type { Tree } from "../tree.ts";
import { baselineText, parseBaseline } from "./baseline.ts";

/** Where a scenario's paragraph begins, in a baseline that a merge left with its marks too. */
const paragraph = /^\s*"scenario:[^"]*": \{$/m;

/**
 * Whether a text may be replaced by a baseline: there is none, it is one, or what is left of one.
 * Whatever stands under the usual name is ours.
 */
export function isReplaceable(path: string, text: string | null): boolean {
  if (text === null || text.trim() === "" || path === defaultBaseline) return true;
  if (path.endsWith(`/${defaultBaseline}`)) return true;
  const { state } = parseBaseline(text);
  return state === "ok" || state === "newer" || paragraph.test(text);
}

/** That a file is not ours to replace; `place`: where it is named. */
export function foreignBaseline(
  file: string,
  place: Place,
  why: ProblemDetails<"baseline-foreign">["why"] = "other",
): Problem {
  return problem("baseline-foreign", place, { file, why });
}

/**
 * What keeps an update from writing the baseline where a config wants it; nothing where it may. A
 * disk may take two spellings for one file, and a link leads elsewhere.
 */
export function findForeignBaseline(
  tree: Tree,
  config: { readonly baseline: string; readonly file: string } | null,
): readonly Problem[] {
  if (config === null) return [];
  const { baseline: path } = config;
  const refuse = (why: Parameters<typeof foreignBaseline>[2]): readonly Problem[] => [
    foreignBaseline(path, placeIn(config.file, "baseline"), why),
  ];
  const steps = path.split("/");
  const above = steps.slice(1).map((_, count) => steps.slice(0, count + 1).join("/"));
  if (above.some((folder) => tree.entry(folder) !== undefined)) return refuse("behind");
  const kind = tree.entry(path)?.kind;
  if (kind !== undefined && kind !== "file") return refuse("link");
  if (kind === "file") return isReplaceable(path, baselineText(tree, path)) ? [] : refuse("other");
  if (path === defaultBaseline) return [];
  const same = fold(path);
  for (const other of tree.paths()) {
    if (other.startsWith(`${path}/`)) return refuse("folder");
    if (fold(other) === same) return refuse("spelling");
  }
  return [];
}

function fold(path: string): string {
  return path.normalize("NFC").toLowerCase();
}
