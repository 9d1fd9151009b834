import { findLostLinks, findRelaxedAssertions } from "../../budget/trust/relaxed-fixtures.ts";
import { findRelaxedRules, type RelaxedRule } from "../../budget/trust/relaxed-rules.ts";
import { judge, type Judgement } from "../../budget/verdict.ts";
import type { ComparedTrees } from "./compare.ts";

/** A change, compared and judged. */
export interface JudgedChange extends ComparedTrees {
  readonly judgement: Judgement;
  readonly relaxed: readonly RelaxedRule[];
}

/** Judges every budget, and finds what the head has laxer than main. */
export function judgeChange(compared: ComparedTrees): JudgedChange {
  const { config, comparisons, state } = compared;
  return {
    ...compared,
    judgement: judge({ config, comparisons, compared: state.compared }),
    relaxed: relaxedBy(compared),
  };
}

/**
 * What the head has laxer than main. Of a fork only the links its fixtures lost: its other rules
 * are main's anyway.
 */
function relaxedBy({
  input,
  config,
  readHead,
  readBase,
  comparisons,
}: ComparedTrees): readonly RelaxedRule[] {
  if (readBase.config === null) return [];
  const renamed = new Map(
    comparisons.flatMap(({ id, formerId }) => (formerId === null ? [] : [[formerId, id] as const])),
  );
  const lostLinks = findLostLinks(readBase.scenarios, readHead.scenarios, {
    renamed,
    isThere: (file) => input.head.entry(file)?.kind === "file",
  });
  if (input.fork) return lostLinks;
  return [
    ...findRelaxedRules(readBase.config, config, renamed),
    ...findRelaxedAssertions(readBase.scenarios, readHead.scenarios, renamed),
    ...lostLinks,
  ];
}
