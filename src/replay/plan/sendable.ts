/** What keeps the requests of a run from being sent. */
import type { Exchange, Run } from "../../fixture/fixture.ts";
import type { OpenRun } from "../../fixture/open-run.ts";
import type { JsonObject } from "../../json.ts";
import { problem, type Problem, type ProblemDetails } from "../../problem.ts";
import { batchRefusal } from "../../api/batch.ts";
import { maxTokensOf } from "../../api/request.ts";

/** Stands in for an answer that is not there yet. */
const standIn: JsonObject = {
  content: [{ type: "text", text: "…" }],
  usage: { input_tokens: 1, output_tokens: 1 },
  stop_reason: "end_turn",
};

/**
 * What keeps a run from being sent, one problem for each exchange at most (`replay-unsendable`,
 * `replay-batch-unfit`). `open` is called only for a run of several requests: a single one depends
 * on no answer.
 */
export function runObstacles(
  run: Run,
  scenario: string,
  options: { readonly open: () => OpenRun; readonly batch: boolean },
): readonly Problem[] {
  const next = run.exchanges.length > 1 ? options.open().iterate() : null;
  return run.exchanges.flatMap((exchange, index) => {
    const found = next === null ? exchange : next(index === 0 ? null : standIn);
    return (
      exchangeObstacle(found, exchange, scenario) ??
      (options.batch ? batchObstacle(found, exchange, scenario) : null) ??
      []
    );
  });
}

type Obstacle = ProblemDetails<"replay-unsendable">["why"];

/**
 * Why a request cannot be sent as it is; null: it can. `found`: the exchange with the answers
 * before it in their places, null where it cannot be read; `planned`: the same as it was loaded
 * (`replay-unsendable`).
 */
export function exchangeObstacle(
  found: Exchange | null,
  planned: Exchange,
  scenario: string,
): Problem | null {
  const obstacle = (why: Obstacle): Problem =>
    problem("replay-unsendable", planned.place, { exchange: planned.id, why }, scenario);
  if (found === null) return obstacle("unreadable");
  // Without it the API refuses a request, and nothing bounds its answer.
  if (maxTokensOf(found.request.body) === null) return obstacle("unlimited");
  if (found.request.placeholders.some(({ undeclared }) => undeclared))
    return obstacle("undeclared");
  return found.request.placeholders.some(({ tokens }) => tokens !== null)
    ? obstacle("declared")
    : null;
}

/**
 * Why a batch does not take an exchange (`replay-batch-unfit`). `found`: the exchange with a
 * stand-in for each answer before it; null where it cannot be read.
 */
function batchObstacle(
  found: Exchange | null,
  planned: Exchange,
  scenario: string,
): Problem | null {
  const holdsAnswer = found !== null && found.inputHash !== planned.inputHash;
  const why = holdsAnswer
    ? "it holds the answer to the request before it (`$answer`)"
    : batchRefusal(planned.request.body);
  return why === null
    ? null
    : problem("replay-batch-unfit", planned.place, { exchange: planned.id, why }, scenario);
}
