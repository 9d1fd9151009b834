import { findGoneRuns } from "../../budget/trust/gone-runs.ts";
import { findLostLinks } from "../../budget/trust/lost-links.ts";
import { findRelaxedAssertions } from "../../budget/trust/relaxed-fixtures.ts";
import { findRelaxedRules, type RelaxedRule } from "../../budget/trust/relaxed-rules.ts";
import { findGoneScenarios } from "../../budget/trust/runs/gone-scenarios.ts";
import { findRelaxedRuns } from "../../budget/trust/runs/relaxed-runs.ts";
import { judge, type Judgement } from "../../budget/verdict.ts";
import { countsLink } from "../../evaluation/links/counted-link.ts";
import { createHeirSearch } from "../../evaluation/links/heirs.ts";
import type { FileLink, Scenario } from "../../fixture/fixture.ts";
import { readLinked } from "../../fixture/references/referenced-files.ts";
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
 * What the head has laxer than main. Of a fork only the links its fixtures lost and the runs it
 * lacks: its other rules are main's anyway.
 */
function relaxedBy({
  input,
  config,
  readHead,
  readBase,
  comparisons,
  context,
}: ComparedTrees): readonly RelaxedRule[] {
  if (readBase.config === null) return [];
  const renamed = new Map(
    comparisons.flatMap(({ id, formerId }) => (formerId === null ? [] : [[formerId, id] as const])),
  );
  const known = { renamed, isThere: (file: string) => input.head.entry(file)?.kind === "file" };
  const unseen = [
    ...findLostLinks(readBase.scenarios, readHead.scenarios, {
      renamed,
      counts: (exchange, link) => countsLink(exchange, link, context),
      longestHeir:
        "problem" in input.base
          ? () => 0
          : createHeirSearch({
              head: input.head,
              base: input.base.tree,
              followed: () => linksOf(readHead.scenarios),
              cache: context.loadCache.content,
            }),
      isThere: ({ file, pointer }) =>
        known.isThere(file) &&
        (pointer === null ||
          readLinked(input.head, { file, pointer }, context.loadCache.content) !== null),
    }),
    ...findGoneRuns(readBase.scenarios, readHead.scenarios, known),
  ];
  if (input.fork) return unseen;
  return [
    ...findRelaxedRules(readBase.config, config, renamed),
    ...findRelaxedAssertions(readBase.scenarios, readHead.scenarios, renamed),
    ...findRelaxedRuns(readBase.scenarios, readHead.scenarios, renamed),
    ...findGoneScenarios(readBase.scenarios, readHead.scenarios, { ...known, config }),
    ...unseen,
  ];
}

function linksOf(scenarios: readonly Scenario[]): readonly FileLink[] {
  return scenarios.flatMap(({ runs }) =>
    runs.flatMap(({ exchanges }) => exchanges.flatMap(({ request }) => request.links)),
  );
}
