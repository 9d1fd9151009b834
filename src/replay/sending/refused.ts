/** What is said of requests that the API refuses: once where it refuses many for one fault. */
import { modelOf } from "../../api/model.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { ProblemCode, Problem } from "../../problem.ts";
import type { ApiRefusal } from "../../tokens/token-api.ts";
import { reportOnce, type Session } from "../session.ts";
import { gapSign } from "./message-chunks.ts";

/** A model that is not there, no room: nothing that lies in one request. */
const statusesOfMany: ReadonlySet<number | null> = new Set([404, 429, 529]);

interface Refused {
  readonly code: ProblemCode;
  readonly scenario: string;
  readonly exchange: Exchange;
  readonly error: ApiRefusal;
  /** The API's, without those of the request (`withoutQuotes`). */
  readonly words: string;
}

/**
 * Reports a refused request, once for all of its scenario and model that have the same fault. Words
 * that something was taken out of may be of another fault each time. `more`: how many others there
 * are.
 */
export function reportRefused(
  session: Session,
  { code, scenario, exchange, error: { status, kind }, words }: Refused,
  create: (more: number) => Problem,
): void {
  const isWhole = words !== "" && !words.includes(gapSign);
  const own = isWhole || statusesOfMany.has(status) ? null : exchange.id;
  const model = modelOf(exchange.request.body);
  reportOnce(session, JSON.stringify([code, scenario, model, status, kind, words, own]), create);
}
