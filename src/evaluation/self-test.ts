import { usageOf } from "../api/response.ts";
import { readUsage } from "../api/usage.ts";
import { createSimulation } from "../billing/cache/simulation.ts";
import { isOneSampling, recordedSplit, type RecordedSplit } from "../billing/recorded/split.ts";
import { minimumOf } from "../models/cache-minimum.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import type { MeasuredExchange, MeasuredRun, MeasuredScenario } from "../projection/projection.ts";
import type { EvaluationContext } from "./context.ts";

/** How many recorded requests the cache machine bills as they were billed, to the token. */
export interface SelfTest {
  readonly reproduced: number;
  readonly of: number;
}

/**
 * Holds the cache machine against a scenario's own recordings, as `simulate` does: every run alone,
 * each recorded request whose body still stands beside its usage. Requests that the API answered in
 * several passes, and those sent without the run's own gaps, say nothing of the machine. Null where
 * none is left.
 */
export function selfTest({ runs }: MeasuredScenario, context: EvaluationContext): SelfTest | null {
  const tested = runs.flatMap((run) => testRun(run, context));
  const reproduced = tested.filter((isReproduced) => isReproduced).length;
  return tested.length === 0 ? null : { reproduced, of: tested.length };
}

/** Fewer than so many of ten reproduced make the projection doubtful. */
const doubtful = 9;

/** A warning where the machine does not bill the recordings as the API did. */
export function noteSelfTest(
  { id, runs }: MeasuredScenario,
  test: SelfTest | null,
): readonly Problem[] {
  if (test === null || test.reproduced * 10 >= test.of * doubtful) return [];
  const place = runs[0]?.run.place ?? nowhere;
  return [problem("recordings-not-reproduced", place, { ...test }, id)];
}

/** Of each request that can be tested whether it was reproduced, in order. */
function testRun({ exchanges }: MeasuredRun, context: EvaluationContext): readonly boolean[] {
  const recordings = exchanges.map((measured) => ({ measured, recorded: recordedOf(measured) }));
  // Where nothing is marked and nothing was cached, there is nothing the machine could get wrong.
  const isCached = recordings.some(
    ({ measured, recorded }) =>
      measured.prompt.breakpoints.length > 0 || (recorded !== null && cachedIn(recorded) > 0),
  );
  if (!isCached) return recordings.flatMap(({ recorded }) => (recorded === null ? [] : [true]));
  const simulate = createSimulation(context);
  return recordings.flatMap(({ measured, recorded }) => {
    const { exchange, prompt } = measured;
    const { split } = simulate({
      prompt,
      startMs: exchange.offsetMs,
      at: exchange.at ?? exchange.recorded?.at ?? null,
      minimum: minimumOf(prompt.model),
      recorded,
      response: exchange.recorded?.response ?? null,
    });
    return recorded === null ? [] : [isSame(split, recorded)];
  });
}

/** A usage that is of the very body beside it, and of one pass. */
function recordedOf({ exchange, count }: MeasuredExchange): RecordedSplit | null {
  const { recorded, request } = exchange;
  if (recorded === null || recorded.fast || count.witness !== "recorded") return null;
  const { usage } = readUsage(usageOf(recorded.response), recorded.place);
  return usage === null || !isOneSampling(usage, recorded.response)
    ? null
    : recordedSplit(usage, request.body);
}

function cachedIn({ read, write5m, write1h }: RecordedSplit): number {
  return read + write5m + write1h;
}

function isSame(a: RecordedSplit, b: RecordedSplit): boolean {
  return (
    a.read === b.read && a.write5m === b.write5m && a.write1h === b.write1h && a.input === b.input
  );
}
