/** The results of an ended batch: written to the journal, and settled under the cap. */
import type { JsonObject } from "../../json.ts";
import { nowhere, problem } from "../../problem.ts";
import type { ApiRefusal } from "../../tokens/token-api.ts";
import { writeAnswer } from "../answers/settled.ts";
import { chargeAnswer, hasUsage, notePassedCap } from "../cost/answer-cost.ts";
import { keyText } from "../journal/entry.ts";
import type { BatchItem } from "../ports.ts";
import { withoutQuotes } from "../sending/refusal-text.ts";
import { stopElsewhere, type Session } from "../session.ts";
import { customIdOf } from "./custom-id.ts";
import {
  exchangeName,
  noteUnbilled,
  type BatchedRequest,
  type BatchInFlight,
} from "./in-flight.ts";

/**
 * `whole`: every request has its result. `lost`: the batch is ours, but requests are missing in its
 * results. `foreign`: no result is of a request of ours. `open`: the results cannot be had now.
 * `gone`: the API has them no more.
 */
export type ResultsOutcome = "whole" | "lost" | "foreign" | "open" | "gone";

/** After so many results of other requests a batch is not read any further: it is not ours. */
const maxForeign = 100;

/**
 * Takes the results of an ended batch, by its id. A batch whose id never came is known to be ours
 * by the first result that is of one of its requests. What was billed is taken as it comes. What
 * was not is believed once all was read and nothing says otherwise: it will be sent again.
 */
export async function takeResults(
  session: Session,
  inFlight: BatchInFlight,
  id: string,
): Promise<ResultsOutcome> {
  const { batch, requests } = inFlight;
  const { digest } = session.options.context;
  const left = new Map(
    requests
      .filter(({ key }) => session.unknown.has(keyText(key)))
      .map((request) => [customIdOf(request.key, batch.name, digest), request]),
  );
  const ours = new Set(requests.map(({ key }) => customIdOf(key, batch.name, digest)));
  const unbilled = new Map<string, UnbilledResult>();
  const doubtful = new Set<string>();
  let isOurs = batch.id !== null;
  let foreign = 0;
  const read = await session.ports.api.batches.results(id, ({ customId, result }) => {
    if (!ours.has(customId)) {
      foreign += 1;
      return isOurs || foreign < maxForeign;
    }
    if (!isOurs) {
      const found = { ...batch, id };
      session.batches.set(batch.name, found);
      session.ports.append({ kind: "batch", ...found });
    }
    isOurs = true;
    const request = left.get(customId);
    if (request === undefined) return true;
    if (result.kind === "unreadable") doubtful.add(customId);
    else if (result.kind !== "succeeded") unbilled.set(customId, result);
    else if (takeAnswer(session, inFlight, { request, response: result.response }))
      left.delete(customId);
    else doubtful.add(customId);
    return true;
  });
  if (!("unreadable" in read)) {
    stopElsewhere(session, read);
    return isGone(read) ? "gone" : "open";
  }
  for (const [customId, result] of unbilled) {
    const request = left.get(customId);
    if (request === undefined || doubtful.has(customId)) continue;
    takeUnbilled(session, inFlight, { request, result });
    left.delete(customId);
  }
  if (isOurs) return left.size === 0 ? "whole" : "lost";
  // Results without a single line that names a request are not known to be anybody's.
  return foreign > 0 ? "foreign" : "open";
}

/** Whether the API says of a batch, or of its results, that it has them no more. */
export function isGone({ status }: ApiRefusal): boolean {
  return status === 404 || status === 410;
}

type Result = BatchItem["result"];
type UnbilledResult = Exclude<Result, { readonly kind: "succeeded" | "unreadable" }>;

/** Takes the answer to one request; false: it does not say what it used. */
function takeAnswer(
  session: Session,
  { batch, reservations }: BatchInFlight,
  { request, response }: { readonly request: BatchedRequest; readonly response: JsonObject },
): boolean {
  const { key, bound, exchange } = request;
  if (!hasUsage(response)) return false;
  const answer = {
    exchange: exchange?.open() ?? null,
    name: exchangeName(request),
    place: exchange?.place ?? nowhere,
    scenario: key.scenario,
    response,
    batch: true,
    bound,
  };
  const usd = chargeAnswer(session, answer);
  const answered = { response, requestId: null, at: batch.at, usd, batch: true };
  session.answered.set(keyText(key), writeAnswer(session, key, answered));
  reservations.settle(bound.usd, usd, bound.firm);
  notePassedCap(session, answer, usd);
  session.unknown.delete(keyText(key));
  return true;
}

/** Takes the end of a request that was not billed. */
function takeUnbilled(
  session: Session,
  { reservations }: BatchInFlight,
  { request, result }: { readonly request: BatchedRequest; readonly result: UnbilledResult },
): void {
  const { key, bound, exchange } = request;
  noteUnbilled(session, key);
  reservations.release(bound.usd);
  const said = refusalText(request, result);
  const details = { exchange: exchangeName(request), how: result.kind, said };
  session.problems.push(
    problem("replay-batch-item", exchange?.place ?? nowhere, details, key.scenario),
  );
}

/** The API's own words; none where nobody knows the request, which they may quote. */
function refusalText(request: BatchedRequest, result: UnbilledResult): string {
  const exchange = request.exchange?.open() ?? null;
  if (result.kind !== "errored" || exchange === null) return "";
  const { type, message } = result;
  const said =
    message === null ? "" : withoutQuotes(message, exchange.request.body, exchange.betas);
  return said === "" ? type : `${type}: ${said}`;
}
