import { matchRuns } from "../../evaluation/matching.ts";
import { withAnswersOf } from "../../compare/substitution/repeated-answers.ts";
import type { Config, ScenarioConfig } from "../../config/config.ts";
import { isSentInBatch } from "../../fixture/recordings/batch-item.ts";
import type { Exchange, Placeholder, Run } from "../../fixture/fixture.ts";
import { writeSent } from "../../fixture/sent.ts";
import { isPlainText } from "./dropped-placeholders.ts";
import { pairExchanges } from "./scenario-pairs.ts";
import { indexStanding } from "./placeholder-pairs.ts";

/**
 * Whose rules judge. A pull request of the same repository is judged by its own; one from a fork by
 * the base's `promptcost.yml` as a whole, so that nobody outside can loosen a rule and pass by it
 * (DESIGN.md, "Comparing"). `base` is null where the base has none: then there is no other rule.
 */
export function forkRules(options: {
  readonly head: Config;
  readonly base: Config | null;
  readonly fork: boolean;
}): Config {
  return options.fork && options.base !== null ? options.base : options.head;
}

/**
 * A fork's runs with what the base's fixtures assert (`weight`, `offset`, `expect`, `changes`) and
 * recorded for the runs the base has, paired as they are compared, exchanges by place. What a fork
 * recorded itself vouches for nothing, and a run that only it has takes no part where main has
 * some: main's traffic is of main's runs, and another would only thin out what those cost.
 */
export function withBaseAssertions(
  head: readonly Run[],
  base: readonly Run[],
  vars: ScenarioConfig["vars"] = {},
): readonly Run[] {
  const known = new Map(matchRuns(head, base).pairs.map((pair) => [pair.head, pair.base]));
  return head.flatMap((run) => {
    const other = known.get(run);
    if (other === run) return run;
    if (other === undefined) return base.length === 0 ? run : [];
    let earliest = 0;
    const partners = new Map(
      pairExchanges({ before: other, after: run }).map(({ before, after }) => [after, before]),
    );
    const exchanges = run.exchanges.map((exchange) => {
      const asserted = partners.get(exchange);
      // An exchange that only the fork has keeps its own offset, but is never sent earlier than the
      // one before it; what it says of its own costs vouches for nothing.
      earliest = Math.max(earliest, asserted?.offsetMs ?? exchange.offsetMs);
      if (asserted === undefined)
        return {
          ...exchange,
          offsetMs: earliest,
          expectedOutput: null,
          recorded: null,
          counted: null,
        };
      return {
        // A request that repeats an answer repeats the one main recorded.
        ...withBaseChanges(answeredAs(exchange, asserted), asserted, vars),
        offsetMs: earliest,
        expectedOutput: asserted.expectedOutput,
        recorded: asserted.recorded,
        counted: asserted.counted,
      };
    });
    const sides = [run, other];
    // In a batch only where the fork's own files and main's say so.
    const isBatchItem = sides.every((side) =>
      side.exchanges.every((exchange) => isSentInBatch(side, exchange)),
    );
    return { ...run, weight: other.weight, exchanges, isBatchItem };
  });
}

/** A fork's request whose texts change as often as main says, in its fixtures or in its `vars`. */
function withBaseChanges(head: Exchange, base: Exchange, vars: ScenarioConfig["vars"]): Exchange {
  const asserted = new Map(
    base.request.placeholders.map((placeholder) => [
      placeholderKey(placeholder),
      placeholder.changes,
    ]),
  );
  const named = new Map(
    base.request.placeholders.map((placeholder) => [placeholder.name, placeholder.changes]),
  );
  const changesOf = (placeholder: Placeholder): Placeholder["changes"] | undefined =>
    asserted.get(placeholderKey(placeholder)) ??
    named.get(placeholder.name) ??
    (Object.hasOwn(vars, placeholder.name) ? vars[placeholder.name]?.changes : undefined);
  // Where main has no such name, in fixtures or `vars`, only the fork says how often a text
  // changes: it counts as another one with every request.
  const placeholders = head.request.placeholders.map((placeholder) => ({
    ...placeholder,
    changes:
      changesOf(placeholder) ??
      (placeholder.kind === "text" ? ("request" as const) : placeholder.changes),
  }));
  const names = new Set(head.request.placeholders.map(placeholderKey));
  const standing = indexStanding(head.request);
  const dropped = base.request.placeholders.flatMap((placeholder) => {
    if (names.has(placeholderKey(placeholder))) return [];
    if (isPlainText(placeholder, base.request, head.request)) return placeholder;
    // The same name in another form, which on its own would be taken to stay.
    const tag = standing(placeholder, base.request);
    if (tag === null) return [];
    const { path, offset, width } = tag;
    return { ...placeholder, path, offset, width, tokens: null, undeclared: true };
  });
  return { ...head, request: { ...head.request, placeholders: [...placeholders, ...dropped] } };
}

function placeholderKey(placeholder: Placeholder): string {
  return `${placeholder.path[0] ?? ""} ${placeholder.name}`;
}

/**
 * A request with the answers that main's request repeats; with main's input hash where the two are
 * then the same.
 */
function answeredAs(head: Exchange, base: Exchange): Exchange {
  const swapped = withAnswersOf(head, base);
  if (swapped === null) return head;
  return {
    ...swapped,
    inputHash: writeSent(swapped) === writeSent(base) ? base.inputHash : swapped.inputHash,
  };
}
