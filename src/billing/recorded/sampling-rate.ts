import type { Ttl } from "../../api/cache-control.ts";
import { priceBookId } from "../../api/model.ts";
import type { Usage } from "../../api/usage.ts";
import type { Day } from "../../day.ts";
import { findModel, findPeriod } from "../../models/lookup.ts";
import type { PriceBook, RateKey } from "../../models/rates.ts";
import { problem, type Place, type Problem } from "../../problem.ts";
import type { Attempt } from "./attempts.ts";

/** What decides the rates of one exchange. */
export interface Charge {
  readonly usage: Usage;
  /** The response's model, else the request's. */
  readonly model: string;
  /** The request's: a cloud's id says where it ran, which the response's does not. */
  readonly asked: string | null;
  readonly day: Day;
  readonly book: PriceBook;
  /** Whether it went through the Message Batches API, as the recording says. */
  readonly batch: boolean;
  readonly betas: readonly string[] | null;
  /** Whether the request asks for fast mode. */
  readonly asksForFast: boolean;
  /**
   * What cache writes without a recorded split are priced as; `open`: 5 minutes, at the most 1
   * hour.
   */
  readonly unsplit: Ttl | "open";
  readonly place: Place;
}

/** The rates one sampling is billed at. */
export interface SamplingRate {
  readonly key: RateKey;
  /** Whether it may be a regional one, at a premium, which the recording does not tell. */
  readonly regionOpen: boolean;
  /** Whether it may have run in fast mode, which the recording does not tell. */
  readonly speedOpen: boolean;
  readonly problems: readonly Problem[];
}

/**
 * The rates of a sampling with a prompt of so many tokens: of its own model, day, band, region,
 * speed and tier. Sources: billing.md §1.3–1.6.
 */
export function samplingRate(attempt: Attempt, tokens: number, charge: Charge): SamplingRate {
  const { usage, day, book } = charge;
  const name = attempt.model ?? charge.model;
  const model = priceBookId(name);
  const region = regionOf(name, charge);
  const { band, problems: ofBand } = findBand(attempt, tokens, charge);
  const { speed, problems: ofSpeed } = findSpeed(attempt, charge);
  const geo = usage.geo === "us" ? "us" : region === true ? "regional" : "global";
  const tier = isBatch(charge) ? "batch" : (usage.tier ?? "standard");
  return {
    key: { model, rate: book.rateOn(model, day), band, geo, speed, tier },
    regionOpen: region === null && usage.geo === "global",
    speedOpen: isSpeedOpen(attempt, charge),
    problems: [...ofBand, ...ofSpeed],
  };
}

function isBatch({ batch, usage }: Charge): boolean {
  return batch || usage.tier === "batch";
}

/**
 * Whether the endpoint costs the regional premium; null where no id tells. The response's own id
 * goes before the request's where it says something of the place.
 */
function regionOf(name: string, charge: Charge): boolean | null {
  const own = findModel(name);
  if (own === null) return false;
  if (own.platform !== "claude" && own.regional !== null) return own.regional;
  const asked = findModel(charge.asked ?? "");
  const isSame = asked !== null && asked.model.id === own.model.id;
  return isSame && asked.platform !== "claude" ? asked.regional : own.regional;
}

/**
 * The price band of one prompt. A band that needs a beta is not taken for a sum of passes, none of
 * which need have been so long.
 */
function findBand(
  attempt: Attempt,
  tokens: number,
  charge: Charge,
): { readonly band: RateKey["band"]; readonly problems: readonly Problem[] } {
  const model = priceBookId(attempt.model ?? charge.model);
  const band = charge.book.bandOf(model, charge.day, tokens);
  if (band === "base" || !attempt.summed) return { band, problems: [] };
  const beta = findPeriod(model, charge.day)?.long?.beta;
  const taken = beta !== undefined && charge.betas?.includes(beta) !== true ? "base" : "long";
  const details = { model, band: taken === "base" ? "ordinary" : "long-prompt" };
  return { band: taken, problems: [problem("band-by-total", charge.place, details)] };
}

/**
 * Whether a model that declined may have run in fast mode: the usage names one speed, that of the
 * model that took over, which may have no fast mode (`BetaFallbackParam.speed`).
 */
function isSpeedOpen({ role, model }: Attempt, charge: Charge): boolean {
  if (role !== "declined" || model === null || isBatch(charge)) return false;
  const mayDiffer = charge.asksForFast && charge.usage.speed === "standard";
  return mayDiffer && findPeriod(priceBookId(model), charge.day)?.fast !== undefined;
}

/** The speed that is billed: what the usage says, else what was asked (billing.md §1.4). */
function findSpeed(
  attempt: Attempt,
  charge: Charge,
): { readonly speed: RateKey["speed"]; readonly problems: readonly Problem[] } {
  const { usage, day, place } = charge;
  const isFast = usage.speed === "fast" || (usage.speed === null && charge.asksForFast);
  if (!isFast || attempt.model === null) return { speed: "standard", problems: [] };
  const model = priceBookId(attempt.model);
  const period = findPeriod(model, day);
  const assumed = usage.speed === null ? [problem("speed-assumed", place, {})] : [];
  if (period?.fast !== undefined && !isBatch(charge)) return { speed: "fast", problems: assumed };
  // Only the model of the message has the speed that the usage names.
  if (attempt.role !== "served") return { speed: "standard", problems: [] };
  if (period?.afterFast === "standard")
    return { speed: "standard", problems: [problem("fast-mode-over", place, { model, day })] };
  const why = isBatch(charge) ? " in a batch" : "";
  const refused = problem("fast-mode-refused", place, { model, day, why });
  return { speed: "standard", problems: [refused] };
}
