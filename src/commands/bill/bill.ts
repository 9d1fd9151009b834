import { usageOf } from "../../api/response.ts";
import { billExchange, type Bill } from "../../billing/recorded/bill.ts";
import { sumQuantities, type Ledger, type QuantityClass } from "../../billing/ledger/ledger.ts";
import { priceLine } from "../../billing/ledger/price.ts";
import type { Day } from "../../digest.ts";
import type { FileExchange } from "../../fixture/files/exchanges.ts";
import type { JsonObject } from "../../json.ts";
import type { PriceBook, RateKey } from "../../models/rates.ts";
import { formatUsd, type Pico } from "../../money.ts";
import type { Place, Problem } from "../../problem.ts";

/**
 * A recorded exchange as a file holds it. `response` is the API's answer with its `usage`; null in
 * a dry exchange.
 */
export interface RecordedExchange {
  readonly id: string;
  /** Where the object that holds the usage stands. */
  readonly place: Place;
  readonly request: JsonObject | null;
  readonly response: JsonObject | null;
  readonly at: string | null;
  readonly batch: boolean;
  /** The `anthropic-beta` header; null where none was recorded, which proves nothing. */
  readonly betas: readonly string[] | null;
}

/**
 * What `bill` reads of exchanges of files: all but `count_tokens`, which costs nothing. Where the
 * request was not recorded as a whole it is left out, since what it lacks (markers, tools) would be
 * taken for absent.
 */
export function* readRecorded(files: Iterable<FileExchange>): Generator<RecordedExchange> {
  for (const { exchange, endpoint, batch, body } of files) {
    if (endpoint === "count_tokens") continue;
    const { id, at, betas, recorded } = exchange;
    yield {
      id,
      place: recorded?.place ?? exchange.place,
      request: body === "whole" ? exchange.request.body : null,
      response: recorded?.response ?? null,
      at: at ?? recorded?.at ?? null,
      batch,
      betas: betas.length === 0 ? null : betas,
    };
  }
}

export interface BillInput {
  readonly exchanges: Iterable<RecordedExchange>;
  readonly book: PriceBook;
  readonly asOf: Day;
  /** What reading the files found; may grow while the exchanges are read. */
  readonly problems?: readonly Problem[];
}

/** Everything that was billed: the exchanges in order, and the problems, each once. */
export interface BillResult {
  readonly asOf: Day;
  readonly total: Pico;
  readonly totalHigh: Pico;
  readonly unpriced: number;
  readonly exchanges: readonly (Bill & { readonly id: string })[];
  readonly problems: readonly Problem[];
}

/**
 * Bills recorded exchanges, each at its own time. An exchange that cannot be priced is counted in
 * `unpriced`, never as zero.
 */
export function billExchanges({ exchanges, book, asOf, problems = [] }: BillInput): BillResult {
  const found = createCollector();
  const bills: (Bill & { id: string })[] = [];
  let total = 0n;
  let totalHigh = 0n;
  let unpriced = 0;
  for (const { id, place, request, response, at, batch, betas } of exchanges) {
    const bill = billExchange(
      {
        request,
        response,
        usage: usageOf(response),
        at,
        batch,
        betas,
        place: withoutLine(place),
      },
      { book, asOf },
    );
    bills.push({ ...bill, id });
    found.add(bill.problems, place);
    if (bill.usd === null) unpriced += 1;
    total += bill.usd ?? 0n;
    totalHigh += bill.usdHigh ?? 0n;
  }
  return {
    asOf,
    total,
    totalHigh,
    unpriced,
    exchanges: bills,
    problems: [...problems, ...found.all],
  };
}

/** Errors stand for their exchange; what is only said (warnings, notes) is said once per file. */
function createCollector() {
  const said = new Set<string>();
  const all: Problem[] = [];
  const add = (problems: readonly Problem[], place: Place): void => {
    for (const one of problems) {
      const name = `${one.code} ${one.file ?? ""} ${one.message}`;
      if (one.severity !== "error" && said.has(name)) continue;
      said.add(name);
      all.push({ ...one, line: place.line, column: place.column });
    }
  };
  return { all, add };
}

/**
 * A place without its line and column: finding them reads the file again, so that is left for what
 * is shown.
 */
function withoutLine({ file, path }: Place): Place {
  return { file, line: null, column: null, path };
}

type Counts = Readonly<Record<QuantityClass, number>>;

interface BillLineJson extends RateKey, Counts {
  readonly usd: string | null;
}

/**
 * The document that `bill --json` prints. USD are exact decimal strings; quantities are tokens and
 * searches.
 */
export interface BillJson {
  readonly schemaVersion: 1;
  readonly totalUsd: string;
  /** The most it can have cost, where recordings leave something open; else the same. */
  readonly totalUsdHigh: string;
  readonly unpriced: number;
  readonly exchanges: readonly {
    readonly id: string;
    readonly model: string | null;
    readonly usd: string | null;
    readonly usdHigh: string | null;
    readonly ledger: Counts | null;
    readonly lines: readonly BillLineJson[];
  }[];
  readonly problems: readonly Omit<Problem, "scenario">[];
}

/** The result as the JSON document that other tools read. */
export function billJson(result: BillResult, book: PriceBook): BillJson {
  return {
    schemaVersion: 1,
    totalUsd: formatUsd(result.total),
    totalUsdHigh: formatUsd(result.totalHigh),
    unpriced: result.unpriced,
    exchanges: result.exchanges.map((bill) => ({
      id: bill.id,
      model: bill.model,
      usd: usdText(bill.usd),
      usdHigh: usdText(bill.usdHigh),
      ledger: bill.ledger === null ? null : countsOf(sumQuantities(bill.ledger)),
      lines: bill.ledger === null ? [] : linesOf(bill.ledger, book),
    })),
    problems: result.problems.map(({ code, severity, file, line, column, path, message, fix }) => ({
      code,
      severity,
      file,
      line,
      column,
      path,
      message,
      fix,
    })),
  };
}

function usdText(usd: Pico | null): string | null {
  return usd === null ? null : formatUsd(usd);
}

function countsOf(quantities: Readonly<Record<QuantityClass, bigint>>): Counts {
  return {
    input: Number(quantities.input),
    cacheWrite5m: Number(quantities.cacheWrite5m),
    cacheWrite1h: Number(quantities.cacheWrite1h),
    cacheRead: Number(quantities.cacheRead),
    output: Number(quantities.output),
    webSearches: Number(quantities.webSearches),
  };
}

function linesOf(ledger: Ledger, book: PriceBook): BillLineJson[] {
  return ledger.lines.map((line) => {
    const { model, rate, band, geo, speed, tier } = line;
    return {
      model,
      rate,
      band,
      geo,
      speed,
      tier,
      ...countsOf(line),
      usd: usdText(priceLine(line, book)),
    };
  });
}
