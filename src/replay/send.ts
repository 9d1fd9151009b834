/** One request of a replay: its bound, its reservation, its tries. */
import type { Answered, JournalKey } from "./journal.ts";
import { fateOf } from "./failure.ts";
import { withoutQuotes } from "./without-quotes.ts";
import type { Exchange } from "../fixture/fixture.ts";
import type { Pico } from "../money.ts";
import { problem, type Problem } from "../problem.ts";
import { showUsd } from "../report/views/amount.ts";
import { costOf, findBound, saysUsage, type Bound, type Limit } from "./request-bound.ts";
import { keyOf, repeat, stopDenied, stopUnwritten, type Session, type Job } from "./session.ts";
import { findAnswered, findUnknown } from "./resume.ts";

/** How a request ended: with its answer, or with why its run goes no further. */
export type Step = { readonly answered: Answered } | { readonly problem: Problem | null };

/** Says what kept a request out of the cap. */
export function capReached(session: Session, job: Job, exchange: Exchange, bound: Pico): void {
  const scenario = job.planned.scenario.id;
  const left = session.options.maxUsd - session.cap.spent();
  const details = {
    exchange: exchange.id,
    needs: showUsd(bound),
    left: showUsd(left < 0n ? 0n : left),
  };
  repeat(session, JSON.stringify(["cap", scenario]), (more) =>
    problem("replay-cap-reached", exchange.place, { ...details, more }, scenario),
  );
}

/**
 * Sends one exchange when it is due, unless its answer is known. `early`: its bound, where it was
 * asked for before.
 */
export async function sendOne(
  session: Session,
  job: Job,
  sending: {
    readonly exchange: Exchange;
    readonly due: number;
    readonly early: Promise<Bound> | null;
  },
): Promise<Step> {
  const { options, world, cap } = session;
  const { exchange, due, early } = sending;
  const key = keyOf(job, exchange, options.context);
  const known = findAnswered(session, key);
  if (known !== undefined) return { answered: known };
  // What went into batches and has no answer has its reason there.
  if (options.batch) return { problem: null };
  const lost = findUnknown(session, key);
  if (lost !== undefined && !options.resendsUnknown) {
    // What an open batch holds is said of that batch.
    return {
      problem:
        lost.batch === null
          ? problem("replay-maybe-paid", exchange.place, { exchange: exchange.id })
          : null,
    };
  }
  const bound = await (early ?? findBound(session, job.planned, exchange));
  if ("problem" in bound) return bound;
  const ahead = due - world.now();
  if (ahead > 0) await world.wait(ahead);
  if (world.isStopped()) return { problem: null };
  const said = await cap.reserve(bound.usd);
  if (said === "go" && world.isStopped()) cap.release(bound.usd);
  if (said === "stopped" || world.isStopped()) return { problem: null };
  if (said === "full") {
    capReached(session, job, exchange, bound.usd);
    return { problem: null };
  }
  return sendReserved(session, { exchange, key, limit: bound });
}

/** Sends one request whose bound is reserved, as often as it is refused for want of room. */
async function sendReserved(
  session: Session,
  sending: { readonly exchange: Exchange; readonly key: JournalKey; readonly limit: Limit },
): Promise<Step> {
  const { world, cap } = session;
  const { exchange, key, limit } = sending;
  const { usd: bound, firm } = limit;
  const isStopped = (): boolean => world.isStopped() || cap.isStopped();
  const { id, place } = exchange;
  const { body } = exchange.request;
  for (let attempt = 0; ; attempt += 1) {
    if (!world.append({ kind: "sent", key, usd: bound, batch: null, firm })) {
      cap.release(bound);
      stopUnwritten(session);
      return { problem: null };
    }
    const at = new Date(world.now()).toISOString();
    const sent = await world.api.send(body, exchange.betas);
    if (sent.kind === "answered" && !saysUsage(sent.response)) {
      cap.lose(bound);
      return { problem: problem("replay-without-usage", place, { exchange: id }) };
    }
    if (sent.kind === "answered") {
      // An answer whose usage cannot be priced counts in full.
      const usd = costOf(session, exchange, { response: sent.response, batch: false }) ?? bound;
      const answered = {
        response: sent.response,
        requestId: sent.requestId,
        at,
        usd,
        batch: false,
      };
      // It is in hand all the same, and goes into its fixture.
      if (!world.append({ kind: "answered", key, answered })) stopUnwritten(session);
      cap.settle(bound, usd, firm);
      if (usd > bound && firm)
        session.problems.push(problem("replay-overrun", place, { exchange: id }));
      return { answered };
    }
    const { failure } = sent;
    const fate = fateOf(failure, attempt);
    const kind = failure.type ?? failure.code ?? "error";
    if (fate.kind === "unknown") {
      cap.lose(bound);
      return { problem: problem("replay-maybe-paid", place, { exchange: id }) };
    }
    world.append({ kind: "refused", key });
    if (fate.kind === "again" && !isStopped()) {
      await world.wait(fate.waitMs);
      if (!isStopped()) continue;
    }
    cap.release(bound);
    if (fate.kind === "again") return { problem: null };
    const status = failure.status ?? 0;
    if (fate.kind === "denied") {
      stopDenied(session, status, kind);
      return { problem: null };
    }
    const said = failure.message === null ? "" : withoutQuotes(failure.message, body);
    return { problem: problem("replay-refused", place, { exchange: id, status, kind, said }) };
  }
}
