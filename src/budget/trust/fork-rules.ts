import { matchRuns } from "../../compare/alignment/matching.ts";
import { withAnswersOf } from "../../compare/substitution/repeated-answers.ts";
import type { Config, ScenarioConfig } from "../../config/config.ts";
import type { Exchange, Fill, Run } from "../../fixture/fixture.ts";
import { writeSent } from "../../fixture/sent.ts";

/**
 * Whose rules judge. A pull request of the same repository is judged by its own; one from a fork by the base's
 * `promptcost.yml` as a whole, so that nobody outside can loosen a rule and pass by it (DESIGN.md, "Comparing"). `base` is
 * null where the base has none: then there is no other rule.
 */
export const judgingConfig = (options: { readonly head: Config; readonly base: Config | null; readonly fork: boolean }): Config =>
  options.fork && options.base !== null ? options.base : options.head;

const fillKey = (fill: Fill): string => `${fill.path[0] ?? ""} ${fill.name}`;

const withBaseFills = (head: Exchange, base: Exchange, vars: ScenarioConfig["vars"]): Exchange => {
  const asserted = new Map(base.request.fills.map((fill) => [fillKey(fill), fill.changes]));
  const named = new Map(base.request.fills.map((fill) => [fill.name, fill.changes]));
  const changesOf = (fill: Fill): Fill["changes"] | undefined =>
    asserted.get(fillKey(fill)) ?? named.get(fill.name) ?? (Object.hasOwn(vars, fill.name) ? vars[fill.name]?.changes : undefined);
  // How often what fills a text changes is nobody's word but the fork's where main has no such name, in fixtures or `vars`.
  const fills = head.request.fills.map((fill) => ({
    ...fill,
    changes: changesOf(fill) ?? (fill.kind === "text" ? ("request" as const) : fill.changes),
  }));
  return { ...head, request: { ...head.request, fills } };
};

/** A request with the answers that main's has in it; the very one main has where nothing else is another. */
const answeredAs = (head: Exchange, base: Exchange): Exchange => {
  const swapped = withAnswersOf(head, base);
  if (swapped === null) return head;
  return { ...swapped, inputHash: writeSent(swapped) === writeSent(base) ? base.inputHash : swapped.inputHash };
};

/**
 * A fork's runs with what the base's fixtures assert (`weight`, `offset`, `expect`, `changes`) and recorded for the runs the base
 * has, paired as they are compared, exchanges by place. What a fork recorded itself vouches for nothing, and a run that only it
 * has takes no part where main has some: main's traffic is of main's runs, and another would only thin out what those cost.
 */
export const withBaseAssertions = (head: readonly Run[], base: readonly Run[], vars: ScenarioConfig["vars"] = {}): readonly Run[] => {
  const known = new Map(matchRuns(head, base).pairs.map((pair) => [pair.head, pair.base]));
  return head.flatMap((run) => {
    const other = known.get(run);
    if (other === undefined) return base.length === 0 ? run : [];
    let earliest = 0;
    const exchanges = run.exchanges.map((exchange, index) => {
      const asserted = other.exchanges[index];
      // An exchange only the fork has keeps its own offset, yet never stands before the one in front of it.
      earliest = Math.max(earliest, asserted?.offsetMs ?? exchange.offsetMs);
      if (asserted === undefined) return { ...exchange, offsetMs: earliest };
      return {
        // Main's answers in what repeats them, too.
        ...withBaseFills(answeredAs(exchange, asserted), asserted, vars),
        offsetMs: earliest,
        expectedOutput: asserted.expectedOutput,
        recorded: asserted.recorded,
        counted: asserted.counted,
      };
    });
    return { ...run, weight: other.weight, exchanges };
  });
};
