/** Whether a path matches a pattern. All ways to match are followed at once: none is tried again. */
import type { GlobSet } from "./glob-brackets.ts";
import type { GlobPattern, GlobStep } from "./glob-pattern.ts";

/** Whether a path, from the root and with `/`, matches as a whole. */
export function matchesGlob({ steps, start, prefix }: GlobPattern, path: string): boolean {
  return path.startsWith(prefix) && endsOf({ steps, start }, { path, from: 0 }).has(path.length);
}

/** A part of a path. */
interface PathPart {
  readonly path: string;
  readonly from: number;
}

/** Where a text that the steps match may end, if it begins at `from`. */
function endsOf(
  { steps, start }: Pick<GlobPattern, "steps" | "start">,
  { path, from }: PathPart,
): ReadonlySet<number> {
  const ends = new Set<number>();
  // Steps that are reached at a place; texts and `!(…)` go on at places further behind.
  const reached = new Map<number, Set<number>>([[from, new Set([start])]]);
  const reach = (step: number, at: number): void => {
    const there = reached.get(at);
    if (there === undefined) reached.set(at, new Set([step]));
    else there.add(step);
  };
  for (let at = from; at <= path.length && reached.size > 0; at += 1) {
    // A set that grows while it is gone through is gone through to its end.
    for (const index of reached.get(at) ?? []) {
      const step = steps[index];
      if (step === undefined) continue;
      if (step.kind === "end") ends.add(at);
      else if (step.kind === "not")
        for (const end of othersThan({ steps, start: step.inner }, { path, from: at }))
          reach(step.next, end);
      else follow({ step, index }, { path, from: at }, reach);
    }
    reached.delete(at);
  }
  return ends;
}

/** Goes one step on; an end and a `!(…)` are seen to before. */
function follow(
  { step, index }: { readonly step: GlobStep; readonly index: number },
  { path, from: at }: PathPart,
  reach: (step: number, at: number) => void,
): void {
  const character = path[at];
  const isHidden = character === "." && isStartOfName(path, at);
  switch (step.kind) {
    case "text":
      if (path.startsWith(step.text, at)) reach(step.next, at + step.text.length);
      return;
    case "one":
      if (character === undefined || character === "/" || isHidden) return;
      if (step.set === null || isInSet(step.set, character)) reach(step.next, at + 1);
      return;
    case "star":
    case "rest":
      if (isHidden) return;
      reach(step.next, at);
      if (character !== undefined && (step.kind === "rest" || character !== "/"))
        reach(index, at + 1);
      return;
    case "folders":
      reach(step.next, at);
      if (!isHidden) skipFolder(path, at, (behind) => reach(index, behind));
      return;
    case "split":
      reach(step.next, at);
      reach(step.other, at);
      return;
    case "end":
    case "not":
  }
}

function skipFolder(path: string, at: number, reach: (behind: number) => void): void {
  const slash = path.indexOf("/", at);
  if (slash !== -1) reach(slash + 1);
}

/** Where parts of a name may end that some steps do not match. */
function othersThan(
  pattern: Pick<GlobPattern, "steps" | "start">,
  { path, from }: PathPart,
): readonly number[] {
  if (path[from] === "." && isStartOfName(path, from)) return [];
  const slash = path.indexOf("/", from);
  const end = slash === -1 ? path.length : slash;
  const matched = endsOf(pattern, { path: path.slice(0, end), from });
  return Array.from({ length: end - from + 1 }, (_, index) => from + index).filter(
    (each) => !matched.has(each),
  );
}

function isStartOfName(path: string, at: number): boolean {
  return at === 0 || path[at - 1] === "/";
}

function isInSet({ ranges, negated }: GlobSet, character: string): boolean {
  return ranges.some(([low, high]) => character >= low && character <= high) !== negated;
}
