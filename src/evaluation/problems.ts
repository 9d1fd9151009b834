import type { Exchange } from "../fixture/fixture.ts";
import { atItsLine } from "../fixture/body-places.ts";
import { checkLifecycle, noteRetirement } from "../models/lifecycle.ts";
import { findModel } from "../models/lookup.ts";
import { minimumOf } from "../models/cache-minimum.ts";
import { nowhere, problem, type Place, type Problem } from "../problem.ts";
import { noteCacheKeyPolicy } from "../prompt/cache-key-assumptions.ts";
import type { MeasuredScenario } from "../projection/projection.ts";
import type { ProjectedVariant } from "../variants/variants.ts";
import { createProblemCollector } from "./collector.ts";
import type { EvaluationContext } from "./context.ts";
import { checkRequest } from "./request-check.ts";
import type { ProjectedScenario } from "./project.ts";

/**
 * Everything that counting and projecting a scenario found, its variants included: refused
 * requests, assumptions, unknown models. What says the same is kept once, at the first place.
 */
export function problemsOf(
  { scenario, measured, projection }: ProjectedScenario,
  variants: readonly ProjectedVariant[],
  { table, asOf }: EvaluationContext,
): readonly Problem[] {
  const collector = createProblemCollector(({ code, message }) => `${code} ${message}`);
  const add = (problems: readonly Problem[], place: Place): void =>
    collector.add(problems, (problem) => ({
      ...inFileOf(place, problem),
      scenario: scenario.config.id,
    }));
  const addAtLine = (problems: readonly Problem[], exchange: Exchange): void =>
    collector.add(problems, (problem) => ({
      ...atItsLine(problem, exchange),
      scenario: scenario.config.id,
    }));
  const models = new Set<string>();
  for (const run of measured.runs) {
    for (const [index, { exchange, prompt, count, output }] of run.exchanges.entries()) {
      const { place } = exchange;
      if (!models.has(prompt.model)) {
        models.add(prompt.model);
        const named = findModel(prompt.model);
        if (named !== null) add(checkLifecycle(named.model, asOf, place), place);
        add(noteRetirement(prompt.model, asOf, place), place);
      }
      addAtLine([...checkRequest(prompt, exchange), ...count.problems], exchange);
      add(output.problems, place);
      const before = run.exchanges[index - 1];
      if (before !== undefined)
        add(noteCacheKeyPolicy(before.prompt, prompt, { table, place }), place);
    }
  }
  const firstRun = scenario.runs[0]?.place ?? nowhere;
  add(projection.problems, firstRun);
  add(noteSingleExchange(measured), firstRun);
  for (const variant of variants) add(variant.problems, firstRun);
  return collector.problems;
}

/**
 * A single exchange shows nothing of what other runs have in common with it. Where nothing of it
 * could be cached, or somebody says what is shared, there is nothing to judge.
 */
function noteSingleExchange({ runs, shared, id }: MeasuredScenario): readonly Problem[] {
  const [only, another] = runs.flatMap(({ exchanges }) => exchanges);
  if (only === undefined || another !== undefined || Object.keys(shared).length > 0) return [];
  const { exchange, prompt, count } = only;
  if (prompt.breakpoints.length === 0 && count.total < minimumOf(prompt.model)) return [];
  return [problem("cache-not-judged", exchange.place, { exchange: exchange.id }, id)];
}

/** The problem in the file of a place where it names none. Lines are not looked up. */
function inFileOf(place: Place, problem: Problem): Problem {
  return problem.file === null ? { ...problem, file: place.file } : problem;
}

/** Those of some problems that are errors. */
export function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity === "error");
}
