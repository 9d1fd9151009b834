import { markedLifetimes, type Ttl } from "../../api/cache-control.ts";
import { modelOf } from "../../api/model.ts";
import { isFast, toolsOf } from "../../api/request.ts";
import { isUnfinished } from "../../api/response.ts";
import { placeWithin } from "../../api/usage-reader.ts";
import { readUsage, type Usage } from "../../api/usage.ts";
import type { Day } from "../../digest.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { checkLifecycle } from "../../models/lifecycle.ts";
import { findModel, nearestModels } from "../../models/models.ts";
import type { PriceBook } from "../../models/rates.ts";
import { divideHalfEven, type Pico } from "../../money.ts";
import { hasErrors, problem, type Place, type Problem } from "../../problem.ts";
import { dayOf } from "./day.ts";
import { chargeAttempts, type Charge } from "./charges.ts";
import { billedAttempts } from "./refusal.ts";
import { createLedger, type Ledger } from "../ledger/ledger.ts";
import { priceLedger } from "../ledger/price.ts";
import { takeApart, type Attempt } from "./attempts.ts";

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
}

/** What one exchange cost. */
export interface Bill {
  /** As the response names it, else the request; null where neither does. */
  readonly model: string | null;
  readonly day: Day;
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

const freeContainers = /^web_(search|fetch)_(\d{8})$/;

/**
 * What a recorded exchange cost, at its own time, else at `asOf` (a note says so). Priced by the
 * response's model, else the request's. Never zero for what is not known: then `usd` is null and a
 * problem says why. Sources: billing.md §1.3–1.6.
 */
export function billExchange(
  exchange: BilledExchange,
  { book, asOf }: { book: PriceBook; asOf: Day },
): Bill {
  const problems: Problem[] = [];
  const asked = modelOf(exchange.request);
  const model = modelOf(exchange.response) ?? asked;
  const day = findDay(exchange, asOf, problems);
  const read = readUsage(exchange.usage, exchange.place);
  problems.push(...read.problems);
  if (model === null) {
    problems.push(problem("model-missing", exchange.place, {}));
    return { model, day, ledger: null, usd: null, usdHigh: null, problems };
  }
  const { usage } = read;
  if (usage === null) {
    problems.push(...checkModel(model, day, book, exchange.place));
    return { model, day, ledger: null, usd: null, usdHigh: null, problems };
  }

  const billed = billedAttempts(takeApart(usage, model, asked), {
    response: exchange.response ?? {},
    day,
    place: exchange.place,
  });
  const { attempts } = billed;
  problems.push(...billed.problems);
  const names = new Set([model, ...attempts.map((attempt) => attempt.model ?? model)]);
  for (const name of names) problems.push(...checkModel(name, day, book, exchange.place));
  noteUnseen(exchange, usage, problems);
  const charge: Charge = {
    model,
    asked,
    day,
    book,
    batch: exchange.batch,
    betas: exchange.betas,
    asksForFast: exchange.request !== null && isFast(exchange.request),
    unsplit: unsplitWrites(exchange, usage, attempts, problems),
    place: exchange.place,
  };
  const charged = chargeAttempts(attempts, usage, charge);
  problems.push(...charged.problems);
  const ledger = createLedger(charged.lines);
  if (hasErrors(problems)) return { model, day, ledger, usd: null, usdHigh: null, problems };

  const priced = priceLedger(ledger, book, exchange.place);
  const high =
    charged.high === null ? priced : priceLedger(createLedger(charged.high), book, exchange.place);
  problems.push(...priced.problems);
  const usd = priced.amount === null ? null : divideHalfEven(priced.amount.n, priced.amount.d);
  const usdHigh =
    usd === null || high.amount === null ? usd : divideHalfEven(high.amount.n, high.amount.d);
  return { model, day, ledger, usd, usdHigh, problems };
}

function findDay(exchange: BilledExchange, asOf: Day, problems: Problem[]): Day {
  const day = exchange.at === null ? null : dayOf(exchange.at);
  if (day !== null) return day;
  problems.push(
    problem(exchange.at === null ? "priced-as-of" : "time-unreadable", exchange.place, {
      day: asOf,
    }),
  );
  return asOf;
}

/**
 * `unknown-model` where neither the price book nor the user's prices know it; else what the day
 * says against it.
 */
function checkModel(name: string, day: Day, book: PriceBook, place: Place): Problem[] {
  const named = findModel(name);
  if (named !== null) return checkLifecycle(named.model, day, place);
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

/** What the usage does not show: fees of other kinds, and output that was still to come. */
function noteUnseen(exchange: BilledExchange, usage: Usage, problems: Problem[]): void {
  if (usage.creditRedeemed) problems.push(problem("fallback-credit", exchange.place, {}));
  if (usage.tier === "priority") problems.push(problem("priority-at-list", exchange.place, {}));
  if (isUnfinished(exchange.response))
    problems.push(problem("output-not-final", exchange.place, {}));
  const tools = exchange.request === null ? [] : toolsOf(exchange.request);
  const kinds = tools.map((tool) =>
    isObject(tool) && typeof tool["type"] === "string" ? tool["type"] : "",
  );
  const isFree = kinds.some((kind) => (freeContainers.exec(kind)?.[2] ?? "") >= "20260209");
  if (!isFree && kinds.some((kind) => kind.startsWith("code_execution_")))
    problems.push(problem("container-hours", exchange.place, {}));
}

/**
 * What writes without a recorded split were for: the request's markers decide; without them, or
 * with both kinds, 5 minutes.
 */
function unsplitWrites(
  exchange: BilledExchange,
  usage: Usage,
  attempts: readonly Attempt[],
  problems: Problem[],
): Charge["unsplit"] {
  const isOpen = attempts.some((attempt) =>
    attempt.samplings.some(({ split, cacheWrite }) => split === null && cacheWrite > 0),
  );
  if (!isOpen) return "5m";
  const marked = exchange.request === null ? new Set<Ttl>() : markedLifetimes(exchange.request);
  if (marked.size === 1) return marked.has("1h") ? "1h" : "5m";
  const why =
    exchange.request === null
      ? "the request is not recorded"
      : marked.size === 0
        ? "the request has no markers"
        : "the request has markers of both kinds";
  problems.push(
    problem("cache-write-split-unknown", placeWithin(exchange.place, "usage"), { why }),
  );
  return "open";
}
