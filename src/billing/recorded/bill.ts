import { markedLifetimes } from "../../api/cache-control.ts";
import { isFastName, modelOf } from "../../api/model.ts";
import { isFast, toolsOf } from "../../api/request.ts";
import { isUnfinished } from "../../api/response.ts";
import { readUsage, type Usage } from "../../api/usage.ts";
import type { Day } from "../../day.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { checkLifecycle, noteReseller } from "../../models/lifecycle.ts";
import { findModel, nearestModels } from "../../models/lookup.ts";
import type { PriceBook } from "../../models/rates.ts";
import { readMoment } from "../../moment.ts";
import { divideHalfEven, type Pico, type Ratio } from "../../money.ts";
import { hasErrors, placeWithin, problem, type Place, type Problem } from "../../problem.ts";
import { createLedger, type Ledger } from "../ledger/ledger.ts";
import { priceLedger } from "../ledger/price.ts";
import { nameAdvisors } from "./advisor.ts";
import { takeApart, type Attempt } from "./attempts.ts";
import { chargeAttempts } from "./charges.ts";
import { billedAttempts } from "./refusal.ts";
import type { Charge } from "./sampling-rate.ts";

/** One recorded exchange, as `bill` sees it. */
export interface BilledExchange {
  /** Null where only the usage is known. */
  readonly request: JsonObject | null;
  /** What came back besides the usage: `model`, `stop_reason`, `stop_details`, `content`. */
  readonly response: JsonObject | null;
  readonly usage: Json | undefined;
  /** When it was made; null where nobody wrote it down. */
  readonly at: string | null;
  /** Whether it went through the Message Batches API, where the recording says so. */
  readonly batch: boolean;
  /** The `anthropic-beta` header; null where it was not recorded. */
  readonly betas: readonly string[] | null;
  /** Where the object that holds the usage stands. */
  readonly place: Place;
  /**
   * A recorder of others wrote it: whoever puts another model's name into such a file leaves its
   * time as it was.
   */
  readonly isForeign?: boolean;
}

/** What one exchange cost. */
export interface Bill {
  /** As the response names it, else the request; null where neither does. */
  readonly model: string | null;
  readonly day: Day;
  /** Whether the recording says that day; else it is the one that it is priced as of. */
  readonly dated: boolean;
  /** Null where the usage cannot be read. */
  readonly ledger: Ledger | null;
  /**
   * Pico-dollars; null where something it depends on is not known, which a problem of severity
   * `error` names.
   */
  readonly usd: Pico | null;
  /**
   * The most it can have cost, where the recording leaves something open; else the same as `usd`.
   */
  readonly usdHigh: Pico | null;
  readonly problems: readonly Problem[];
}

/**
 * What a recorded exchange cost, at its own time, else at `asOf` (a note says so). Priced by the
 * response's model, else the request's. Never zero for what is not known: then `usd` is null and a
 * problem says why. Sources: billing.md §1.3–1.6.
 */
export function billExchange(
  exchange: BilledExchange,
  { book, asOf }: { book: PriceBook; asOf: Day },
): Bill {
  const { request, place } = exchange;
  const problems: Problem[] = [];
  const asked = modelOf(request);
  const model = modelOf(exchange.response) ?? asked;
  const recordedOn = exchange.at === null ? null : (readMoment(exchange.at)?.day ?? null);
  const releasedOn = exchange.isForeign === true ? releaseOf(model) : null;
  const isEdited = recordedOn !== null && releasedOn !== null && recordedOn < releasedOn;
  const day = isEdited ? null : recordedOn;
  if (isEdited)
    problems.push(
      problem("time-before-release", place, { model: model ?? "", day: recordedOn, asOf }),
    );
  else if (day === null) {
    const code = exchange.at === null ? "priced-as-of" : "time-unreadable";
    problems.push(problem(code, place, { day: asOf }));
  }
  const known = {
    model,
    day: day ?? asOf,
    dated: day !== null,
    ledger: null,
    usd: null,
    usdHigh: null,
    problems,
  };
  const read = readUsage(exchange.usage, place);
  problems.push(...read.problems);
  if (model === null) {
    problems.push(problem("model-missing", place, {}));
    return known;
  }
  const pricing = { book, day: known.day, place };
  if (read.usage === null) {
    problems.push(...checkModel(model, pricing));
    return known;
  }
  const { usage, problems: ofAdvisors } = nameAdvisors(read.usage, request, place);
  problems.push(...ofAdvisors);

  const response = exchange.response ?? {};
  const taken = takeApart(usage, model, asked);
  const { attempts, problems: ofRefusals } = billedAttempts(taken, { ...pricing, response });
  problems.push(...ofRefusals);
  const names = new Set([model, ...attempts.map((attempt) => attempt.model ?? model)]);
  for (const name of names) problems.push(...checkModel(name, pricing));
  if (asked !== null && !names.has(asked)) problems.push(...noteReseller(asked, place));
  problems.push(...noteUnseen(exchange, usage));
  const unsplit = unsplitWrites(exchange, attempts);
  problems.push(...unsplit.problems);
  const { batch, betas } = exchange;
  const asksForFast = (request !== null && isFast(request)) || isFastName(model);
  const charged = chargeAttempts(attempts, {
    ...pricing,
    usage,
    model,
    asked,
    batch,
    betas,
    asksForFast,
    unsplit: unsplit.ttl,
  });
  problems.push(...charged.problems);
  const ledger = createLedger(charged.lines);
  if (hasErrors(problems)) return { ...known, ledger };

  const priced = priceLedger(ledger, book, place);
  problems.push(...priced.problems);
  const usd = roundUsd(priced.amount);
  const high = charged.high === null ? null : priceLedger(createLedger(charged.high), book, place);
  const usdHigh = usd === null || high === null ? usd : (roundUsd(high.amount) ?? usd);
  return { ...known, ledger, usd, usdHigh };
}

function roundUsd(amount: Ratio | null): Pico | null {
  return amount === null ? null : divideHalfEven(amount.n, amount.d);
}

/**
 * `unknown-model` where neither the price book nor the user's prices know it; else what the day
 * says against it.
 */
function checkModel(
  name: string,
  { book, day, place }: { readonly book: PriceBook; readonly day: Day; readonly place: Place },
): readonly Problem[] {
  const named = findModel(name);
  if (named !== null)
    return [...checkLifecycle(named.model, day, place), ...noteReseller(name, place)];
  const own = book.rates({
    model: name,
    rate: book.rateOn(name, day),
    band: "base",
    geo: "global",
    speed: "standard",
    tier: "standard",
  });
  return own === null
    ? [problem("unknown-model", place, { model: name, nearest: nearestModels(name) })]
    : [];
}

const webTool = /^web_(?:search|fetch)_(\d{8})$/;
/** Next to a web tool of this version or later, code execution is free (billing.md §1.5). */
const freeContainersSince = "20260209";

/** What the usage does not show: fees of other kinds, and output that was still to come. */
function noteUnseen(
  { request, response, place }: BilledExchange,
  usage: Usage,
): readonly Problem[] {
  const tools = request === null ? [] : toolsOf(request);
  const kinds = tools.map((tool) =>
    isObject(tool) && typeof tool["type"] === "string" ? tool["type"] : "",
  );
  const isFree = kinds.some((kind) => (webTool.exec(kind)?.[1] ?? "") >= freeContainersSince);
  const runsCode = kinds.some((kind) => kind.startsWith("code_execution_"));
  return [
    ...(usage.creditRedeemed ? [problem("fallback-credit", place, {})] : []),
    ...(usage.tier === "priority" ? [problem("priority-at-list", place, {})] : []),
    ...(isUnfinished(response) ? [problem("output-not-final", place, {})] : []),
    ...(runsCode && !isFree ? [problem("container-hours", place, {})] : []),
  ];
}

/**
 * What writes without a recorded split were for: the request's breakpoints decide; without them, or
 * with both kinds, 5 minutes.
 */
function unsplitWrites(
  { request, place }: BilledExchange,
  attempts: readonly Attempt[],
): { readonly ttl: Charge["unsplit"]; readonly problems: readonly Problem[] } {
  const isOpen = attempts.some((attempt) =>
    attempt.samplings.some(({ split, cacheWrite }) => split === null && cacheWrite > 0),
  );
  if (!isOpen) return { ttl: "5m", problems: [] };
  const [marked, ...others] = request === null ? [] : markedLifetimes(request);
  if (marked !== undefined && others.length === 0) return { ttl: marked, problems: [] };
  const why =
    request === null
      ? "the request is not recorded"
      : marked === undefined
        ? "the request has no markers"
        : "the request has markers of both kinds";
  const unknown = problem("cache-write-split-unknown", placeWithin(place, "usage"), { why });
  return { ttl: "open", problems: [unknown] };
}

/** The day a model was released on; null: it is not known, or the model is not. */
function releaseOf(model: string | null): Day | null {
  return findModel(model ?? "")?.model.releasedOn ?? null;
}
