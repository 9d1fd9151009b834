import { priceBookId } from "../api/model.ts";
import type { Day } from "../day.ts";
import { findPeriod, isFastOver } from "../models/lookup.ts";
import type { PriceBook, RateKey, Rates } from "../models/rates.ts";

/** A rate that requests are billed at: one object for each key of a book. */
export interface BilledRate {
  readonly key: RateKey;
  /** Null where nobody published them. */
  readonly rates: Rates | null;
}

/** A model on a day, as a price book has it. */
interface ModelRates {
  /** The price book's id. */
  readonly id: string;
  readonly rate: RateKey["rate"];
  /** `speed: "fast"` is billed as standard that day. */
  readonly isFastOver: boolean;
  readonly hasFast: boolean;
  /** Whether a prompt can be so long that it has another rate. */
  readonly hasLong: boolean;
  /** By `placeOf`. */
  readonly billed: BilledRate[];
}

/** The rates of one price book on one day, each worked out once. */
export interface RateTable {
  readonly book: PriceBook;
  readonly asOf: Day;
  /** By the model's name, as requests have it. */
  readonly models: Map<string, ModelRates>;
}

const tables = new WeakMap<PriceBook, Map<Day, RateTable>>();

export function rateTableOf(book: PriceBook, asOf: Day): RateTable {
  const byDay = tables.get(book) ?? new Map<Day, RateTable>();
  tables.set(book, byDay);
  const table = byDay.get(asOf) ?? { book, asOf, models: new Map<string, ModelRates>() };
  byDay.set(asOf, table);
  return table;
}

/** One sampling of a request, as far as its rate depends on it. */
export interface Sampling {
  /** Null: the request's. */
  readonly model: string | null;
  /** Tokens of its prompt: its band is that of the whole (billing.md §1.3). */
  readonly total: number;
  /** It made the answer, or a part of it. */
  readonly isServed: boolean;
}

/** The rate one sampling of a request is billed at. */
export function billedRate(
  table: RateTable,
  request: Pick<RateKey, "geo" | "speed" | "tier"> & { readonly model: string },
  sampling: Sampling,
): BilledRate {
  const own = modelRates(table, request.model);
  const model = sampling.model === null ? own : modelRates(table, sampling.model);
  const { geo, tier } = request;
  return interned(table, model, {
    model: model.id,
    rate: model.rate,
    band: model.hasLong ? table.book.bandOf(model.id, table.asOf, sampling.total) : "base",
    // Where an endpoint is says nothing of where another model runs, but for `inference_geo`.
    geo: model.id === own.id || geo === "us" ? geo : "global",
    speed: speedOf(request.speed, model, sampling.isServed),
    tier,
  });
}

/**
 * Where fast mode is over, some models bill the request as standard (billing.md §1.4); another
 * model than the request's is fast only where it can be.
 */
function speedOf(speed: RateKey["speed"], model: ModelRates, isServed: boolean): RateKey["speed"] {
  if (speed === "standard" || model.isFastOver) return "standard";
  return isServed || model.hasFast ? "fast" : "standard";
}

function modelRates(table: RateTable, name: string): ModelRates {
  const { book, asOf, models } = table;
  const known = models.get(name);
  if (known !== undefined) return known;
  const id = priceBookId(name);
  const made = {
    id,
    rate: book.rateOn(id, asOf),
    isFastOver: isFastOver(id, asOf),
    hasFast: findPeriod(id, asOf)?.fast !== undefined,
    hasLong: book.bandOf(id, asOf, Number.MAX_SAFE_INTEGER) === "long",
    // All names of one model share its rates.
    billed: id === name ? [] : modelRates(table, id).billed,
  };
  models.set(name, made);
  return made;
}

function interned({ book }: RateTable, { billed }: ModelRates, key: RateKey): BilledRate {
  const place = placeOf(key);
  const known = billed[place];
  if (known !== undefined) return known;
  const made = { key, rates: book.rates(key) };
  billed[place] = made;
  return made;
}

const bandPlaces = { base: 0, long: 1 } as const satisfies Record<RateKey["band"], number>;
const speedPlaces = { standard: 0, fast: 1 } as const satisfies Record<RateKey["speed"], number>;
const geoPlaces = { global: 0, us: 1, regional: 2 } as const satisfies Record<
  RateKey["geo"],
  number
>;
const tierPlaces = { standard: 0, priority: 1, batch: 2 } as const satisfies Record<
  RateKey["tier"],
  number
>;

/** A number for each rate key of one model and day. */
function placeOf({ band, speed, geo, tier }: RateKey): number {
  return bandPlaces[band] + 2 * (speedPlaces[speed] + 2 * (geoPlaces[geo] + 3 * tierPlaces[tier]));
}
