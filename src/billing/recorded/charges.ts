import { modelId } from "../../api/model.ts";
import { promptSize, type Sampling, type Usage } from "../../api/usage.ts";
import type { Day } from "../../digest.ts";
import { findModel, findPeriod } from "../../models/models.ts";
import type { PriceBook, RateKey } from "../../models/rates.ts";
import { problem, type Place, type Problem } from "../../problem.ts";
import { noQuantities, type LedgerLine } from "../ledger/ledger.ts";
import type { Attempt } from "./attempts.ts";

/** What decides the rates of one exchange, besides its usage. */
export interface Charge {
  /** The response's model, else the request's. */
  readonly model: string;
  /** The request's: a cloud's id says where it ran, which the response's does not. */
  readonly asked: string | null;
  readonly day: Day;
  readonly book: PriceBook;
  readonly batch: boolean;
  readonly betas: readonly string[] | null;
  /** Whether the request asks for fast mode. */
  readonly asksForFast: boolean;
  /**
   * What cache writes without a recorded split are priced as; `open`: 5 minutes, at the most 1
   * hour.
   */
  readonly unsplit: "5m" | "1h" | "open";
  readonly place: Place;
}

export interface Charged {
  readonly lines: readonly LedgerLine[];
  /** The dearest reading of what the recording leaves open; null where it leaves nothing. */
  readonly high: readonly LedgerLine[] | null;
  readonly problems: readonly Problem[];
}

/**
 * The ledger lines of what is billed, one per sampling, each at the rates of its own model, day,
 * band, region, speed and tier; web searches stand with the message. Sources: billing.md §1.3–1.6.
 */
export function chargeAttempts(
  attempts: readonly Attempt[],
  usage: Usage,
  charge: Charge,
): Charged {
  const lines: LedgerLine[] = [];
  const high: LedgerLine[] = [];
  const problems: Problem[] = [];
  const tier = charge.batch || usage.tier === "batch" ? "batch" : (usage.tier ?? "standard");
  let isOpen = charge.unsplit === "open";

  const keyOf = (attempt: Attempt, tokens: number): { key: RateKey; region: boolean | null } => {
    const name = attempt.model ?? charge.model;
    const id = modelId(name);
    const region = regionOf(name, charge);
    const band = bandOf(id, tokens, attempt, charge);
    const speed = speedOf(id, attempt, usage, charge);
    problems.push(...band.problems, ...speed.problems);
    const geo = usage.geo === "us" ? "us" : region === true ? "regional" : "global";
    return {
      key: {
        model: id,
        rate: charge.book.rateOn(id, charge.day),
        band: band.band,
        geo,
        speed: speed.speed,
        tier,
      },
      region,
    };
  };

  for (const attempt of attempts) {
    for (const sampling of attempt.samplings) {
      const { key, region } = keyOf(attempt, promptSize(sampling));
      lines.push(lineOf(sampling, key, charge.unsplit === "1h" ? "1h" : "5m"));
      const isRegionOpen = region === null && usage.geo === "global";
      if (isRegionOpen)
        problems.push(
          problem("region-unknown", charge.place, { model: charge.asked ?? charge.model }),
        );
      isOpen ||= isRegionOpen;
      high.push(
        lineOf(
          sampling,
          isRegionOpen ? { ...key, geo: "regional" } : key,
          charge.unsplit === "5m" ? "5m" : "1h",
        ),
      );
    }
  }
  if (usage.webSearches > 0) {
    // A search costs the same at every rate, so it stands with what else the message was billed at.
    const key = keyPart(
      lines[0] ??
        keyOf({ model: charge.model, role: "served", samplings: [], summed: false }, 0).key,
    );
    const line: LedgerLine = { ...key, ...noQuantities, webSearches: BigInt(usage.webSearches) };
    lines.push(line);
    high.push(line);
  }
  return { lines, high: isOpen ? high : null, problems: distinct(problems) };
}

/** Whether the endpoint costs the regional premium; null where its id does not tell. */
function regionOf(name: string, charge: Charge): boolean | null {
  const own = findModel(name);
  const asked = findModel(charge.asked ?? "");
  if (own === null || own.platform !== "claude" || asked === null) return own?.regional ?? false;
  return asked.model.id === own.model.id ? asked.regional : false;
}

/**
 * The price band of one prompt. A band that needs a beta is not taken for a sum of passes, none of
 * which need have been so long.
 */
function bandOf(
  id: string,
  tokens: number,
  attempt: Attempt,
  charge: Charge,
): { band: RateKey["band"]; problems: Problem[] } {
  const band = charge.book.bandOf(id, charge.day, tokens);
  if (band === "base" || !attempt.summed) return { band, problems: [] };
  const beta = findPeriod(id, charge.day)?.long?.beta;
  const taken = beta !== undefined && charge.betas?.includes(beta) !== true ? "base" : "long";
  return {
    band: taken,
    problems: [
      problem("band-by-total", charge.place, {
        model: id,
        band: taken === "base" ? "ordinary" : "long-prompt",
      }),
    ],
  };
}

/** The speed that is billed: what the usage says, else what was asked (billing.md §1.4). */
function speedOf(
  id: string,
  attempt: Attempt,
  usage: Usage,
  charge: Charge,
): { speed: RateKey["speed"]; problems: Problem[] } {
  const isFast = usage.speed === "fast" || (usage.speed === null && charge.asksForFast);
  const period = findPeriod(id, charge.day);
  if (!isFast || attempt.model === null) return { speed: "standard", problems: [] };
  const isBatch = charge.batch || usage.tier === "batch";
  const assumed = usage.speed === null ? [problem("speed-assumed", charge.place, {})] : [];
  if (period?.fast !== undefined && !isBatch) return { speed: "fast", problems: assumed };
  // Only the model of the message has the speed that the usage names.
  if (attempt.role !== "served") return { speed: "standard", problems: [] };
  const details = { model: id, day: charge.day };
  if (period?.afterFast === "standard")
    return { speed: "standard", problems: [problem("fast-mode-over", charge.place, details)] };
  const why = isBatch ? " in a batch" : "";
  return {
    speed: "standard",
    problems: [problem("fast-mode-refused", charge.place, { ...details, why })],
  };
}

/**
 * A ledger line of one sampling. A split smaller than the total: the rest is 5m (billing.md §1.5,
 * the client's clamp).
 */
function lineOf(sampling: Sampling, key: RateKey, unsplit: "5m" | "1h"): LedgerLine {
  const oneHour = sampling.split?.oneHour ?? (unsplit === "1h" ? sampling.cacheWrite : 0);
  return {
    ...key,
    input: BigInt(sampling.input),
    cacheWrite5m: BigInt(sampling.cacheWrite - oneHour),
    cacheWrite1h: BigInt(oneHour),
    cacheRead: BigInt(sampling.cacheRead),
    output: BigInt(sampling.output),
    webSearches: 0n,
  };
}

function keyPart({ model, rate, band, geo, speed, tier }: RateKey): RateKey {
  return {
    model,
    rate,
    band,
    geo,
    speed,
    tier,
  };
}

/** One problem per code: the samplings of one exchange repeat them. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((found) => [`${found.code} ${found.message}`, found])).values()];
}
