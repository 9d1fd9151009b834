import type { Call, FormatContext, FormatDocument } from "../format.ts";

/**
 * A row of a trace: its own id, and that of the row it lies in; null: it says none. A tool's row
 * lies in none: what it asks, as of a subagent, is beside the request that called it.
 */
interface Row {
  readonly id: string | null;
  readonly parent: string | null;
}

/** Gathers the calls of traces whose rows may lie in each other. */
export interface Innermost {
  /** Tells of a row, with a call or without; `document` is where it stands. */
  readonly add: (row: Row, calls: readonly Call[], document: Pick<FormatDocument, "place">) => void;
  /** The calls, in order, but those of rows around others: they tell of the same answers again. */
  readonly end: (context: FormatContext) => readonly Call[];
}

/**
 * A request is not made within another one: where a row with usage lies in one with usage, however
 * deep, the outer one, as of a function or an agent that was traced as a model, repeats or adds up.
 */
export function openInnermost(): Innermost {
  const parents = new Map<string, string | null>();
  const found: { readonly row: Row; readonly call: Call }[] = [];
  return {
    add: (row, calls, { place }) => {
      if (row.id !== null) parents.set(row.id, row.parent);
      for (const call of calls) found.push({ row, call: { document: { place }, ...call } });
    },
    end: (context) => {
      const around = new Set<string>();
      for (const { row } of found)
        for (
          let at = row.parent;
          at !== null && at !== row.id && !around.has(at);
          at = parents.get(at) ?? null
        )
          around.add(at);
      return found.flatMap(({ row, call }) => {
        if (row.id === null || !around.has(row.id)) return [call];
        context.leaveOut({ why: "repeated", name: "" });
        return [];
      });
    },
  };
}
