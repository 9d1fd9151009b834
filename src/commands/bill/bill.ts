import { usageOf } from "../../api/response.ts";
import { billExchange, type Bill } from "../../billing/recorded/bill.ts";
import type { Day } from "../../day.ts";
import { createProblemCollector, oncePerFile } from "../../evaluation/collector.ts";
import type { FileExchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";
import type { PriceBook } from "../../models/rates.ts";
import type { Pico } from "../../money.ts";
import { problem, type Place, type Problem } from "../../problem.ts";

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
  /** A recorder of others wrote the file it stands in. */
  readonly isForeign?: boolean;
}

/**
 * What `bill` reads of exchanges of files: all but `count_tokens`, which costs nothing. Where the
 * request was not recorded as a whole it is left out, since what it lacks (markers, tools) would be
 * taken for absent.
 */
export function* readBilled(files: Iterable<FileExchange>): Generator<RecordedExchange> {
  for (const { exchange, endpoint, batch, body, format } of files) {
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
      isForeign: format !== undefined,
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
  const found = createProblemCollector(oncePerFile);
  const bills: (Bill & { id: string })[] = [];
  let total = 0n;
  let totalHigh = 0n;
  let unpriced = 0;
  for (const { id, place, ...recorded } of exchanges) {
    const atItsLine = (one: Problem): Problem => ({
      ...one,
      line: place.line,
      column: place.column,
    });
    if (recorded.isForeign === true && recorded.response === null) {
      found.add([problem("never-answered", withoutLine(place), {})], atItsLine);
      continue;
    }
    const bill = billExchange(
      {
        ...recorded,
        usage: usageOf(recorded.response),
        place: withoutLine(place),
      },
      { book, asOf },
    );
    bills.push({ ...bill, id });
    found.add(bill.problems, atItsLine);
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
    problems: [...problems, ...found.problems],
  };
}

/**
 * A place without its line and column: finding them reads the file again, so that is left for what
 * is shown.
 */
function withoutLine({ file, path }: Place): Place {
  return { file, line: null, column: null, path };
}
