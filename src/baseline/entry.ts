import type { Ledger, Quantities } from "../billing/ledger/ledger.ts";
import type { Digest } from "../digest.ts";
import type { Scenario } from "../fixture/fixture.ts";
import { divideHalfEven, formatUsd, ratio, type Ratio } from "../money.ts";
import type { Projection } from "../projection/projection.ts";

/** Changes when equal inputs give other figures, whatever the counter and the prices say. */
export const engine = "1";

/** What a scenario's figures depend on. Equal facts are equal figures. */
export interface ScenarioFacts {
  /** Digest of the scenario's own inputs and those of its cache group. */
  readonly inputs: string;
  readonly engine: string;
  readonly counter: string;
  /** Digest of the rates that were used. */
  readonly prices: string;
}

/** USD as exact decimal strings. `month` is null without traffic. */
export interface Usd {
  readonly month: string | null;
  readonly run: string;
}

/**
 * What main costs, of one scenario, as the file holds it. Tokens and searches are of one run,
 * expected, to a millionth.
 */
export interface BaselineEntry extends ScenarioFacts {
  readonly traffic: { readonly arrivals: string; readonly runsPerMonth: string } | null;
  readonly models: readonly string[];
  readonly tokensByClass: Readonly<Record<TokenClass, string>>;
  readonly tokensByPart: Readonly<Record<TokenPart, string>>;
  /** Searches billed by use. */
  readonly fees: { readonly webSearches: string };
  readonly hitRate: string | null;
  /** By variant, `as-written` among them. */
  readonly usd: Readonly<Record<string, Usd>>;
}

export const tokenClasses = [
  "cacheRead",
  "cacheWrite1h",
  "cacheWrite5m",
  "input",
  "output",
] as const;
export type TokenClass = (typeof tokenClasses)[number];

export const tokenParts = ["messages", "output", "system", "tools"] as const;
export type TokenPart = (typeof tokenParts)[number];

const DIGITS = 6;

/**
 * An exact quotient as decimal text, rounded half to even at the sixth decimal, without trailing
 * zeros.
 */
export function decimal(value: Ratio): string {
  const scaled = divideHalfEven(value.n * 10n ** BigInt(DIGITS), value.d);
  const negative = scaled < 0n;
  const digits = (negative ? -scaled : scaled).toString().padStart(DIGITS + 1, "0");
  const fraction = digits.slice(-DIGITS).replace(/0+$/, "");
  return `${negative ? "-" : ""}${digits.slice(0, -DIGITS)}${fraction === "" ? "" : `.${fraction}`}`;
}

/**
 * The facts of a scenario. `group` holds the other members of its `cache:` group, whose fixtures
 * move its figures too; `prices` is the price book's description of the rates in force
 * (`PriceBook.describe`).
 */
export function factsOf(options: {
  readonly scenario: Scenario;
  readonly group: readonly Scenario[];
  readonly counter: string;
  readonly prices: string;
  readonly digest: Digest;
}): ScenarioFacts {
  const others = options.group
    .filter((one) => one.config.id !== options.scenario.config.id)
    .map((one) => one.inputs);
  const inputs = options.scenario.inputs;
  return {
    inputs: others.length === 0 ? inputs : options.digest([inputs, ...others.sort()].join("\n")),
    engine,
    counter: options.counter,
    prices: options.digest(options.prices),
  };
}

/**
 * The paragraph of a scenario as projected. Variants that do not exist for it are left out by the
 * caller.
 */
export function describeScenario(options: {
  readonly facts: ScenarioFacts;
  readonly scenario: Scenario;
  readonly models: readonly string[];
  readonly projection: Projection;
  readonly variants: readonly { readonly name: string; readonly projection: Projection }[];
}): BaselineEntry {
  const { facts, projection } = options;
  const { traffic } = options.scenario.config;
  const usdOf = (one: Projection): Usd => ({
    month: one.usdPerMonth === null ? null : formatUsd(one.usdPerMonth),
    run: formatUsd(one.usdPerRun),
  });
  const { tokens, perRun } = projection;
  return {
    inputs: facts.inputs,
    engine: facts.engine,
    counter: facts.counter,
    prices: facts.prices,
    traffic:
      traffic === null
        ? null
        : { arrivals: traffic.arrivals, runsPerMonth: decimal(traffic.runsPerMonth) },
    models: [...new Set(options.models)].sort(),
    tokensByClass: {
      cacheRead: decimal(sumOf(perRun, "cacheRead")),
      cacheWrite1h: decimal(sumOf(perRun, "cacheWrite1h")),
      cacheWrite5m: decimal(sumOf(perRun, "cacheWrite5m")),
      input: decimal(sumOf(perRun, "input")),
      output: decimal(sumOf(perRun, "output")),
    },
    tokensByPart: {
      messages: decimal(tokens.messages),
      output: decimal(tokens.output),
      system: decimal(tokens.system),
      tools: decimal(tokens.tools),
    },
    fees: { webSearches: decimal(sumOf(perRun, "webSearches")) },
    hitRate: projection.hitRate === null ? null : decimal(projection.hitRate),
    usd: Object.fromEntries([
      ["as-written", usdOf(projection)],
      ...options.variants.map((variant) => [variant.name, usdOf(variant.projection)] as const),
    ]),
  };
}

function sumOf(ledger: Ledger, quantity: keyof Quantities): Ratio {
  return ratio(
    ledger.lines.reduce((sum, line) => sum + line[quantity], 0n),
    ledger.divisor,
  );
}
