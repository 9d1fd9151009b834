/** One request of a replay: its bound, its reservation under the cap, its attempts. */
import type { Exchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";
import type { Pico } from "../../money.ts";
import { problem, type Problem } from "../../problem.ts";
import { showUsd } from "../../report/views/amount.ts";
import { findAnswered, findUnknown, mayBeSentAgain } from "../answers/resume.ts";
import { readResponse, writeAnswer } from "../answers/settled.ts";
import { chargeAnswer, hasUsage, notePassedCap, noteUnpriced } from "../cost/answer-cost.ts";
import { findCostBound, type CostBound } from "../cost/cost-bound.ts";
import type { JournalKey } from "../journal/entry.ts";
import type { SettledAnswer } from "../journal/journal.ts";
import type { SendResult } from "../ports.ts";
import {
  isStopped,
  journalKeys,
  reportOnce,
  stopDenied,
  stopUnwritten,
  type NotSent,
  type RunSample,
  type Session,
} from "../session.ts";
import { describeFailure, judgeFailure } from "./failure.ts";
import { showTime } from "../text/time.ts";
import { withoutQuotes } from "./refusal-text.ts";
import { reportRefused } from "./refused.ts";

interface ScheduledExchange {
  readonly exchange: Exchange;
  /** As its fixture will say it: an answer in it that is not kept is a block of its length. */
  readonly asKept: Exchange;
  /** What keeps it from being sent; null: nothing. */
  readonly obstacle: () => Problem | null;
  /** Whether its run is sent again, whatever the journal holds of it. */
  readonly isAnew: boolean;
  /** When it is sent at the earliest, by `Clocks.elapsed`. */
  readonly due: number;
  /** Its bound, where that was asked for already. */
  readonly earlyBound: Promise<CostBound | NotSent> | null;
}

/** How a request ended: with its answer, or with why its run goes no further. */
type SendOutcome =
  | {
      readonly answered: SettledAnswer;
      readonly response: JsonObject;
      /** When it was sent, by `Clocks.elapsed`; left out: an earlier call sent it. */
      readonly elapsedAt?: number;
      /** When the answer began, milliseconds since 1970; null: nobody knows. */
      readonly begunAt: number | null;
    }
  | NotSent;

/** Sends one exchange when it is due, unless its answer is known. */
export async function sendExchange(
  session: Session,
  run: RunSample,
  scheduled: ScheduledExchange,
): Promise<SendOutcome> {
  const { options, ports } = session;
  const { exchange, due, earlyBound, obstacle, isAnew } = scheduled;
  const keys = journalKeys(session, run, scheduled);
  const [key] = keys;
  const known = isAnew ? undefined : firstOf(keys, (each) => findAnswered(session, each));
  if (known !== undefined) {
    const response = readResponse(known, ports);
    const { id, place } = exchange;
    if (response === null)
      return { problem: problem("replay-journal-changed", place, { exchange: id }) };
    const { scenario } = key;
    const bound = { usd: known.usd, firm: !options.unbounded.has(scenario) };
    const { batch } = known;
    noteUnpriced(session, { exchange, name: id, place, scenario, response, batch, bound });
    return { answered: known, response, begunAt: null };
  }
  // Why a request that went into a batch has no answer was reported there.
  if (options.batch) return { problem: null };
  const unknown = firstOf(keys, (each) => findUnknown(session, each));
  if (unknown !== undefined && !mayBeSentAgain(session, unknown)) {
    // Of an open batch one problem is reported for all its requests.
    return {
      problem:
        unknown.batch === null
          ? problem("replay-maybe-paid", exchange.place, { exchange: exchange.id })
          : null,
    };
  }
  const unsendable = obstacle();
  if (unsendable !== null) return { problem: unsendable };
  const bound = await (earlyBound ?? findCostBound(session, run.planned, exchange));
  if ("problem" in bound) return bound;
  const aheadMs = due - ports.elapsed();
  if (aheadMs > 0) await ports.wait(aheadMs, "gap");
  const send = (): Promise<SendOutcome> => sendOnceItFits(session, run, { exchange, key, bound });
  return bound.firm ? send() : session.alone(send);
}

/** Reserves the bound of a request, and sends it. */
async function sendOnceItFits(
  session: Session,
  run: RunSample,
  request: ReservedRequest,
): Promise<SendOutcome> {
  const { ports, cap } = session;
  const { exchange, bound } = request;
  if (ports.isStopped()) return { problem: null };
  const reserved = await cap.reserve(bound.usd);
  if (reserved === "go" && ports.isStopped()) cap.release(bound.usd);
  if (reserved === "stopped" || ports.isStopped()) return { problem: null };
  if (reserved === "full") {
    reportCapReached(session, run, { exchange, bound: bound.usd });
    return { problem: null };
  }
  return sendWithinBound(session, request);
}

function firstOf<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Reports that the cap has no room for a request, once for all of its scenario. */
export function reportCapReached(
  session: Session,
  run: RunSample,
  { exchange, bound }: { readonly exchange: Pick<Exchange, "id" | "place">; readonly bound: Pico },
): void {
  const scenario = run.planned.scenario.id;
  const left = session.options.maxUsd - session.cap.spent();
  const details = {
    exchange: exchange.id,
    needs: showUsd(bound),
    left: showUsd(left < 0n ? 0n : left),
  };
  reportOnce(session, JSON.stringify(["cap", scenario]), (more) =>
    problem("replay-cap-reached", exchange.place, { ...details, more }, scenario),
  );
}

/** A request and what is reserved for it under the cap. */
interface ReservedRequest {
  readonly exchange: Exchange;
  readonly key: JournalKey;
  readonly bound: CostBound;
}

/** Sends a request, again as long as it is refused for want of room. */
async function sendWithinBound(session: Session, reserved: ReservedRequest): Promise<SendOutcome> {
  const { ports, cap } = session;
  const { exchange, key, bound } = reserved;
  const { usd, firm } = bound;
  const { id, place } = exchange;
  const { body } = exchange.request;
  let waitedMs = 0;
  for (let before = 0; ; before += 1) {
    if (ports.append({ kind: "sent", key, usd, batch: null, firm }) === null) {
      cap.release(usd);
      stopUnwritten(session);
      return { problem: null };
    }
    const at = new Date(ports.now()).toISOString();
    const elapsedAt = ports.elapsed();
    const sent = await ports.api.send(body, exchange.betas);
    if (sent.kind === "answered") {
      const taken = takeAnswer(session, reserved, { sent, at });
      return "answered" in taken ? { ...taken, elapsedAt } : taken;
    }
    const { failure } = sent;
    const outcome = judgeFailure(failure, { before, waitedMs });
    if (outcome.kind === "unknown") {
      cap.lose(usd);
      const { silentMs } = failure;
      const silent = silentMs === null ? {} : { silent: showTime(silentMs) };
      return { problem: problem("replay-maybe-paid", place, { exchange: id, ...silent }) };
    }
    ports.append({ kind: "refused", key });
    if (outcome.kind === "again" && !isStopped(session)) {
      const pauseMs = session.pause(outcome.waitMs);
      waitedMs += pauseMs;
      await ports.wait(pauseMs, "refused");
      if (!isStopped(session)) continue;
    }
    cap.release(usd);
    if (outcome.kind === "again") return { problem: null };
    const error = describeFailure(failure);
    if (outcome.kind === "denied") {
      stopDenied(session, outcome.why, error);
      return { problem: null };
    }
    const words =
      failure.message === null ? "" : withoutQuotes(failure.message, body, exchange.betas);
    const said = [outcome.why ?? "", words].filter((part) => part !== "").join("; ");
    const { scenario } = key;
    const code = "replay-refused";
    reportRefused(session, { code, scenario, exchange, error, words }, (more) =>
      problem(code, place, { exchange: id, more, ...error, said }, scenario),
    );
    return { problem: null };
  }
}

/** Settles a request that was answered; `at`: when it was sent, ISO. */
function takeAnswer(
  session: Session,
  { exchange, key, bound }: ReservedRequest,
  {
    sent: { response, requestId, begunAt },
    at,
  }: { readonly sent: Extract<SendResult, { kind: "answered" }>; readonly at: string },
): SendOutcome {
  const { cap } = session;
  const { id, place } = exchange;
  if (!hasUsage(response)) {
    cap.lose(bound.usd);
    return { problem: problem("replay-without-usage", place, { exchange: id }) };
  }
  const { scenario } = key;
  const answer = { exchange, name: id, place, scenario, response, batch: false, bound };
  const usd = chargeAnswer(session, answer);
  const answered = writeAnswer(session, key, { response, requestId, at, usd, batch: false });
  cap.settle(bound.usd, usd, bound.firm);
  notePassedCap(session, answer, usd);
  return { answered, response, begunAt };
}
