import type { Day } from "../../digest.ts";
import type { Json, JsonObject } from "../../json.ts";
import { checkLifecycle } from "../../models/lifecycle.ts";
import { findModel, nearestModels } from "../../models/models.ts";
import type { PriceBook } from "../../models/rates.ts";
import { divideHalfEven, type Pico } from "../../money.ts";
import { hasErrors, problem, type Place, type Problem } from "../../problem.ts";
import { dayOf } from "./day.ts";
import { chargeAttempts, type Charge } from "./charges.ts";
import { declinedModels, judgeRefusal, refusalOf, type RefusalCategory } from "./refusal.ts";
import { createLedger, type Ledger } from "../ledger/ledger.ts";
import { priceLedger } from "../ledger/price.ts";
import { takeApart, type Attempt } from "./attempts.ts";
import { markedLifetimes } from "./marked-lifetimes.ts";
import { readUsage, type Usage } from "./usage.ts";

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
  const asked = textAt(exchange.request, "model");
  const model = textAt(exchange.response, "model") ?? asked;
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

  const attempts = billedAttempts(takeApart(usage, model, asked), exchange, day, problems);
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
    requestedSpeed: textAt(exchange.request, "speed"),
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

function textAt(object: JsonObject | null, key: string): string | null {
  const value = object?.[key];
  return typeof value === "string" ? value : null;
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

/** Leaves out what a model refused before any output, where that was not billed. */
function billedAttempts(
  attempts: readonly Attempt[],
  exchange: BilledExchange,
  day: Day,
  problems: Problem[],
): Attempt[] {
  const response = exchange.response ?? {};
  const declined = declinedModels(response);
  const refusal = refusalOf(response);
  const categoryOf = (attempt: Attempt): RefusalCategory => {
    if (attempt.role === "served") return refusal?.category;
    const id = findModel(attempt.model ?? "")?.model.id;
    return declined.find((one) => findModel(one.model)?.model.id === id)?.category;
  };
  return attempts.filter((attempt) => {
    const refused = attempt.role === "declined" || (attempt.role === "served" && refusal !== null);
    if (!refused || attempt.samplings.some((one) => one.output > 0)) return true;
    const category = categoryOf(attempt);
    const verdict = judgeRefusal(category, day);
    const model = attempt.model ?? "";
    if (verdict === "unknown")
      problems.push(problem("refusal-category-unknown", exchange.place, { model }));
    if (verdict !== "unbilled") return true;
    problems.push(
      problem("refusal-not-billed", exchange.place, { model, category: category ?? "none" }),
    );
    return false;
  });
}

/** What the usage does not show: fees of other kinds, and output that was still to come. */
function noteUnseen(exchange: BilledExchange, usage: Usage, problems: Problem[]): void {
  if (usage.creditRedeemed) problems.push(problem("fallback-credit", exchange.place, {}));
  if (usage.tier === "priority") problems.push(problem("priority-at-list", exchange.place, {}));
  if (exchange.response?.["stop_reason"] === null)
    problems.push(problem("output-not-final", exchange.place, {}));
  const tools = exchange.request?.["tools"];
  const kinds = (Array.isArray(tools) ? tools : []).map((tool: unknown) =>
    typeof tool === "object" && tool !== null && "type" in tool && typeof tool.type === "string"
      ? tool.type
      : "",
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
    attempt.samplings.some((one) => one.split === null && one.cacheWrite > 0),
  );
  if (!isOpen) return "5m";
  const marked = exchange.request === null ? new Set() : markedLifetimes(exchange.request);
  if (marked.size === 1) return marked.has("1h") ? "1h" : "5m";
  const why =
    exchange.request === null
      ? "the request is not recorded"
      : marked.size === 0
        ? "the request has no markers"
        : "the request has markers of both kinds";
  problems.push(
    problem(
      "cache-write-split-unknown",
      { ...exchange.place, path: pathOf(exchange.place, "usage") },
      { why },
    ),
  );
  return "open";
}

function pathOf(place: Place, field: string): string {
  return place.path === null ? field : `${place.path}.${field}`;
}
