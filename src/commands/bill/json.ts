import { shownId, shownName } from "../../shown-name.ts";
import {
  sumQuantities,
  type Ledger,
  type QuantityClass,
  mapClasses,
  type Quantities,
  rateKeyOf,
} from "../../billing/ledger/ledger.ts";
import { priceLine } from "../../billing/ledger/price.ts";
import type { PriceBook, RateKey } from "../../models/rates.ts";
import { formatUsd } from "../../money.ts";
import { writeUsd } from "../../report/parts.ts";
import { problemJson, type ProblemJson } from "../problem-json.ts";
import type { BillResult } from "./bill.ts";
import { sortByPlace } from "../../problem-order.ts";

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
  /** The day whose prices hold where no time is recorded. */
  readonly asOf: string;
  readonly totalUsd: string;
  /** The most it can have cost, where recordings leave something open; else the same. */
  readonly totalUsdHigh: string;
  readonly unpriced: number;
  readonly exchanges: readonly {
    readonly id: string;
    readonly model: string | null;
    /** UTC; null where no time is recorded: then it is priced as of `asOf`. */
    readonly day: string | null;
    readonly usd: string | null;
    readonly usdHigh: string | null;
    readonly ledger: Counts | null;
    readonly lines: readonly BillLineJson[];
  }[];
  readonly problems: readonly ProblemJson[];
}

/** The result as the JSON document that other tools read. */
export function billJson(result: BillResult, book: PriceBook): BillJson {
  return {
    schemaVersion: 1,
    asOf: result.asOf,
    totalUsd: formatUsd(result.total),
    totalUsdHigh: formatUsd(result.totalHigh),
    unpriced: result.unpriced,
    exchanges: result.exchanges.map(({ id, model, day, dated, usd, usdHigh, ledger }) => ({
      id: shownId(id),
      model: model === null ? null : shownName(model),
      day: dated ? day : null,
      usd: writeUsd(usd),
      usdHigh: writeUsd(usdHigh),
      ledger: ledger === null ? null : countsOf(sumQuantities(ledger)),
      lines: ledger === null ? [] : linesOf(ledger, book),
    })),
    problems: sortByPlace(result.problems).map(problemJson),
  };
}

function countsOf(quantities: Quantities): Counts {
  return mapClasses((name) => Number(quantities[name]));
}

function linesOf(ledger: Ledger, book: PriceBook): BillLineJson[] {
  return ledger.lines.map((line) => ({
    ...rateKeyOf(line),
    ...countsOf(line),
    usd: writeUsd(priceLine(line, book)),
  }));
}
