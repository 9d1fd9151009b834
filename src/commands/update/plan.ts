import { entriesOf, parseBaseline, writeBaseline } from "../../baseline/baseline.ts";
import type { BaselineEntry } from "../../baseline/entry.ts";
import { hasErrors, placeIn, problem, type Problem } from "../../problem.ts";

export interface UpdateInput {
  /** Path of the baseline from the repository's root. */
  readonly file: string;
  /** The file as it is; null where there is none. */
  readonly existing: string | null;
  /** What every scenario costs, by id. */
  readonly entries: ReadonlyMap<string, BaselineEntry>;
  /**
   * What was found on the way. With an error among them nothing is written: half a baseline would
   * be believed.
   */
  readonly problems: readonly Problem[];
}

/** What `update` is about to do. */
export interface UpdatePlan {
  readonly file: string;
  /**
   * The file's new text; null where nothing may be written. The old text, byte for byte, where it
   * is current.
   */
  readonly text: string | null;
  readonly current: boolean;
  /** There is a file, and nothing of it could be read: it is written anew as a whole. */
  readonly unreadable: boolean;
  /** Ids, sorted. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly problems: readonly Problem[];
}

/** Works out the baseline's new text and what it changes. Equal input gives equal bytes. */
export function planUpdate(input: UpdateInput): UpdatePlan {
  const { file, existing, entries } = input;
  const parsed = parseBaseline(existing);
  const newer =
    parsed.state === "newer" ? [problem("baseline-newer", placeIn(file), { file })] : [];
  const problems = [...input.problems, ...newer];
  const old = entriesOf(parsed);
  const isOther = (id: string): boolean => {
    const [before, after] = [old.get(id), entries.get(id)];
    return before !== undefined && after !== undefined && textOf(id, before) !== textOf(id, after);
  };
  const ids = [...entries.keys()].sort();
  const refused = hasErrors(problems);
  const text = refused ? null : writeBaseline(entries);
  return {
    file,
    text,
    current: text !== null && text === existing,
    unreadable: parsed.state === "corrupt" || parsed.state === "empty",
    added: refused ? [] : ids.filter((id) => !old.has(id)),
    changed: refused ? [] : ids.filter(isOther),
    removed: refused ? [] : [...old.keys()].filter((id) => !entries.has(id)).sort(),
    problems,
  };
}

function textOf(id: string, entry: BaselineEntry): string {
  return writeBaseline(new Map([[id, entry]]));
}

/** 2 where nothing can be said; with `--check` 1 where the file is not current; else 0. */
export function updateExitCode(plan: UpdatePlan, options: { readonly check: boolean }): 0 | 1 | 2 {
  if (plan.text === null) return 2;
  return options.check && !plan.current ? 1 : 0;
}
