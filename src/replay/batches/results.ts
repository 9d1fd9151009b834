/** The results of an ended batch: written to the journal, and settled under the cap. */
import { nowhere, problem } from "../../problem.ts";
import { writeAnswer } from "../answers/settled.ts";
import { answerCost, hasUsage } from "../cost/answer-cost.ts";
import { keyText } from "../journal/entry.ts";
import type { BatchItem } from "../ports.ts";
import { withoutQuotes } from "../sending/refusal-text.ts";
import type { Session } from "../session.ts";
import { customIdOf } from "./custom-id.ts";
import { exchangeName, type BatchedRequest, type BatchInFlight } from "./in-flight.ts";

/**
 * `whole`: every request has its result. `lost`: the batch is ours, but requests are missing in its
 * results. `foreign`: no result is of a request of ours. `open`: the results cannot be had now.
 */
type ResultsOutcome = "whole" | "lost" | "foreign" | "open";

/**
 * Takes the results of an ended batch, by its id. A batch whose id never came is known to be ours
 * by the first result that is of one of its requests.
 */
export async function takeResults(
  session: Session,
  inFlight: BatchInFlight,
  id: string,
): Promise<ResultsOutcome> {
  const { batch, requests } = inFlight;
  const { digest } = session.options.context;
  const left = new Map(
    requests.map((request) => [customIdOf(request.key, batch.name, digest), request]),
  );
  let isOurs = batch.id !== null;
  const failed = await session.ports.api.batches.results(id, (item) => {
    const request = left.get(item.customId);
    if (request === undefined) return;
    if (!isOurs) {
      const found = { ...batch, id };
      session.batches.set(batch.name, found);
      session.ports.append({ kind: "batch", ...found });
    }
    isOurs = true;
    if (takeResult(session, inFlight, { request, item })) left.delete(item.customId);
  });
  if (failed !== null) return "open";
  if (left.size === 0) return "whole";
  return isOurs ? "lost" : "foreign";
}

/** Takes what became of one request; false: that cannot be read. */
function takeResult(
  session: Session,
  inFlight: BatchInFlight,
  { request, item: { result } }: { readonly request: BatchedRequest; readonly item: BatchItem },
): boolean {
  const { ports } = session;
  const { batch, reservations } = inFlight;
  const { key, bound, exchange } = request;
  const place = exchange?.place ?? nowhere;
  if (result.kind === "unreadable" || (result.kind === "succeeded" && !hasUsage(result.response)))
    return false;
  if (result.kind === "succeeded") {
    const { response } = result;
    const usd = answerCost({ exchange, response, batch: true }, session.pricing) ?? bound.usd;
    const answered = { response, requestId: null, at: batch.at, usd, batch: true };
    session.answered.set(keyText(key), writeAnswer(session, key, answered));
    reservations.settle(bound.usd, usd, bound.firm);
    if (usd > bound.usd && bound.firm)
      session.problems.push(problem("replay-overrun", place, { exchange: exchangeName(request) }));
  } else {
    ports.append({ kind: "refused", key });
    reservations.release(bound.usd);
    const said = refusalText(request, result);
    const details = { exchange: exchangeName(request), how: result.kind, said };
    session.problems.push(problem("replay-batch-item", place, details, key.scenario));
  }
  session.unknown.delete(keyText(key));
  return true;
}

/** The API's own words; none where nobody knows the request, which they may quote. */
function refusalText({ exchange }: BatchedRequest, result: BatchItem["result"]): string {
  if (result.kind !== "errored" || exchange === null) return "";
  const { type, message } = result;
  return message === null ? type : `${type}: ${withoutQuotes(message, exchange.request.body)}`;
}
