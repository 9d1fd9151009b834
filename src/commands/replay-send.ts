/** One request of a replay: its bound, its reservation, its tries. */
import { billExchange } from "../billing/bill.ts";
import { boundOf } from "../capture/bound.ts";
import type { Cap } from "../capture/cap.ts";
import { keyText, type Answered, type Journal, type JournalEntry, type JournalKey } from "../capture/journal.ts";
import { fateOf, type Failure } from "../capture/outcome.ts";
import type { PlannedRun, ReplayPlan } from "../capture/plan.ts";
import type { Foretold } from "../capture/prediction.ts";
import type { Exchange } from "../fixture/fixture.ts";
import { writeJson, type Json, type JsonObject } from "../json.ts";
import type { PriceBook } from "../models/rates.ts";
import type { Pico } from "../money.ts";
import { nowhere, problem, type Problem } from "../problem.ts";
import { showUsd } from "../report/amount.ts";
import { completesInput } from "../tokens/plausible.ts";
import type { TokenApi } from "./count-api.ts";
import type { Workbench } from "./workbench.ts";

export type Sent =
  | { readonly kind: "answered"; readonly response: JsonObject; readonly requestId: string | null }
  | { readonly kind: "failed"; readonly failure: Failure };

export interface ReplayApi extends TokenApi {
  /** Sends one request, once. */
  readonly send: (body: JsonObject, betas: readonly string[]) => Promise<Sent>;
}

/** A run that is sent, and which of several times this is. */
export interface Job {
  readonly planned: PlannedRun;
  /** Counts from 0. */
  readonly sample: number;
}

/** What becomes of an answer in its fixture. */
export interface KeptAnswer {
  readonly exchange: Exchange;
  readonly recorded: JsonObject;
}

/** What a replay is given of the world. */
export interface ReplayWorld {
  readonly api: ReplayApi;
  /** Writes an entry that outlives this process when this returns. */
  readonly append: (entry: JournalEntry) => void;
  /** Writes answers into their fixtures, each file once; gives those it could not write. */
  readonly keep: (answers: readonly KeptAnswer[]) => readonly KeptAnswer[];
  /** Milliseconds. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** True once the user wants no more requests sent. */
  readonly isStopped: () => boolean;
  readonly tell: (progress: { readonly done: number; readonly of: number; readonly spent: Pico; readonly cap: Pico }) => void;
}

export interface ReplayOptions {
  readonly plan: ReplayPlan;
  readonly journal: Journal;
  readonly workbench: Workbench;
  readonly book: PriceBook;
  readonly maxUsd: Pico;
  readonly concurrency: number;
  /** How often each run is sent. */
  readonly times: number;
  /** Without the runs' own gaps. */
  readonly fast: boolean;
  readonly keepsAnswers: boolean;
  readonly resendsUnknown: boolean;
  /** Scenarios whose requests may be sent though nothing bounds what they cost. */
  readonly unbounded: ReadonlySet<string>;
}

/** How a request ended: with its answer, or with why its run goes no further. */
export type Step = { readonly answered: Answered } | { readonly problem: Problem | null };

/** What one of several times a request was sent came to. */
export interface Sample {
  readonly sample: number;
  readonly usage: Json;
  readonly stop_reason: Json;
}

/** What became of one exchange. */
export interface AnswerRecord {
  readonly name: string;
  readonly exchange: Exchange;
  /** Of the first time it was sent; null while that has no answer. */
  recorded: JsonObject | null;
  readonly samples: Sample[];
}

export interface Desk {
  readonly options: ReplayOptions;
  readonly world: ReplayWorld;
  readonly cap: Cap;
  readonly foretold: Foretold[];
  /** By scenario, run and place. Written into fixtures when all is done; until then it is in the journal. */
  readonly records: Map<string, AnswerRecord>;
  readonly problems: Problem[];
  /** Said once, whatever number of requests meets it. */
  readonly said: Set<string>;
}

const keyOf = ({ planned: { scenario, run }, sample }: Job, exchange: Exchange, workbench: Workbench): JournalKey => ({
  scenario: scenario.config.id,
  run: run.id,
  index: exchange.index,
  sample,
  body: workbench.digest(`${writeJson(exchange.request.body)}\n${exchange.betas.join(",")}`),
});

const modelOf = ({ request }: Exchange): string => {
  const model = request.body["model"];
  return typeof model === "string" ? model : "";
};

const denied = (desk: Desk, status: number, kind: string): Problem | null => {
  desk.cap.stop();
  if (desk.said.has("denied")) return null;
  desk.said.add("denied");
  return problem("replay-denied", nowhere, { status, kind });
};

/** Pico-dollars the request can cost at most, or why it is not sent. */
const findBound = async (desk: Desk, planned: PlannedRun, exchange: Exchange): Promise<Pico | { readonly problem: Problem | null }> => {
  const { options, world } = desk;
  const { body } = exchange.request;
  const id = planned.scenario.config.id;
  const mayBeUnbounded = options.unbounded.has(id);
  const unbounded = (by: string) => ({ problem: problem("replay-unbounded", exchange.place, { exchange: exchange.id, by }, id) });
  let tokens: number;
  if (completesInput(body)) {
    if (!mayBeUnbounded) return unbounded("the API completes its input while it answers");
    tokens = options.workbench.measurer.exchange(exchange, { output: null }).count.high;
  } else {
    const counted = await world.api.countTokens(body, exchange.betas);
    if (typeof counted === "number") tokens = counted;
    else if (counted.status === 401 || counted.status === 403) return { problem: denied(desk, counted.status, counted.kind) };
    else if (!mayBeUnbounded) return unbounded(`count_tokens gave no number (${String(counted.status ?? "no answer")} ${counted.kind})`);
    else tokens = options.workbench.measurer.exchange(exchange, { output: null }).count.high;
  }
  const bound = boundOf({ body, betas: exchange.betas, tokens }, { book: options.book, asOf: options.workbench.asOf });
  if (bound !== null) return bound;
  return { problem: problem("replay-no-price", exchange.place, { exchange: exchange.id, model: modelOf(exchange) }, id) };
};

const costOf = (desk: Desk, exchange: Exchange, response: JsonObject): Pico | null => {
  const { book, workbench } = desk.options;
  const { body } = exchange.request;
  const bill = billExchange(
    { request: body, response, usage: response["usage"], at: null, batch: false, betas: exchange.betas, place: nowhere },
    { book, asOf: workbench.asOf },
  );
  return bill.usdHigh ?? bill.usd;
};

/** Sends one request whose bound is reserved, as often as it is refused for want of room. */
const sendReserved = async (
  desk: Desk,
  sending: { readonly exchange: Exchange; readonly key: JournalKey; readonly bound: Pico },
): Promise<Step> => {
  const { world, cap } = desk;
  const { exchange, key, bound } = sending;
  const { id, place } = exchange;
  for (let attempt = 0; ; attempt += 1) {
    world.append({ kind: "sent", key, usd: bound });
    const at = new Date(world.now()).toISOString();
    const sent = await world.api.send(exchange.request.body, exchange.betas);
    if (sent.kind === "answered") {
      // An answer whose usage cannot be priced counts in full.
      const usd = costOf(desk, exchange, sent.response) ?? bound;
      const answered = { response: sent.response, requestId: sent.requestId, at, usd };
      world.append({ kind: "answered", key, answered });
      cap.settle(bound, usd);
      if (usd > bound) desk.problems.push(problem("replay-overrun", place, { exchange: id }));
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
    if (fate.kind === "again" && !world.isStopped()) {
      await world.wait(fate.waitMs);
      continue;
    }
    cap.release(bound);
    if (fate.kind === "again") return { problem: null };
    const status = failure.status ?? 0;
    return {
      problem: fate.kind === "denied" ? denied(desk, status, kind) : problem("replay-refused", place, { exchange: id, status, kind }),
    };
  }
};

/** Sends one exchange when it is due, unless its answer is in the journal. */
export const sendOne = async (desk: Desk, job: Job, exchange: Exchange, due: number): Promise<Step> => {
  const { options, world, cap } = desk;
  const key = keyOf(job, exchange, options.workbench);
  const known = options.journal.answered.get(keyText(key));
  if (known !== undefined) return { answered: known };
  if (options.journal.unknown.has(keyText(key)) && !options.resendsUnknown)
    return { problem: problem("replay-maybe-paid", exchange.place, { exchange: exchange.id }) };
  const bound = await findBound(desk, job.planned, exchange);
  if (typeof bound !== "bigint") return bound;
  const ahead = due - world.now();
  if (ahead > 0) await world.wait(ahead);
  if (world.isStopped()) return { problem: null };
  const said = await cap.reserve(bound);
  if (said === "stopped") return { problem: null };
  if (said === "full") {
    const left = options.maxUsd - cap.spent();
    const details = { exchange: exchange.id, needs: showUsd(bound), left: showUsd(left < 0n ? 0n : left) };
    return { problem: problem("replay-cap-reached", exchange.place, details) };
  }
  return sendReserved(desk, { exchange, key, bound });
};
