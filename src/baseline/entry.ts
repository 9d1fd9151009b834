import { sumQuantities, type QuantityClass } from "../billing/ledger/ledger.ts";
import type { Digest } from "../digest.ts";
import type { Scenario } from "../fixture/fixture.ts";
import { formatRatio, formatUsd, ratio, type Ratio } from "../money.ts";
import type { Projection } from "../projection/projection.ts";

/** Changes when equal inputs give other figures, whatever the counter and the prices say. */
const engine = "5";

/**
 * What a scenario's figures depend on, by name: `inputs` (digest of its own inputs and those of its
 * cache group), `engine`, `counter`, `prices` (digest of the rates that were used).
 */
export const factNames = ["inputs", "engine", "counter", "prices"] as const;
type FactName = (typeof factNames)[number];

/** What a scenario's figures depend on. Equal facts are equal figures. */
export type ScenarioFacts = Readonly<Record<FactName, string>>;

/** The facts of an entry alone. */
export function factsIn({ inputs, engine, counter, prices }: ScenarioFacts): ScenarioFacts {
  return { inputs, engine, counter, prices };
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

/** The classes of tokens an entry names, in the order of its text. */
export const tokenClasses = [
  "cacheRead",
  "cacheWrite1h",
  "cacheWrite5m",
  "input",
  "output",
] as const;
type TokenClass = (typeof tokenClasses)[number];

/** The parts of a run's tokens an entry names: those of the prompt, and the answers. */
export const tokenParts = ["messages", "output", "system", "tools"] as const;
type TokenPart = (typeof tokenParts)[number];

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
  const { scenario, group, counter, prices, digest } = options;
  const others = group
    .filter(({ config }) => config.id !== scenario.config.id)
    .map(({ inputs }) => inputs)
    .sort();
  const inputs = [scenario.inputs, ...others];
  return {
    inputs: others.length === 0 ? scenario.inputs : digest(inputs.join("\n")),
    engine,
    counter,
    prices: digest(prices),
  };
}

/**
 * The entry of a scenario as projected. Variants that do not exist for it are left out by the
 * caller.
 */
export function createEntry(options: {
  readonly facts: ScenarioFacts;
  readonly scenario: Scenario;
  readonly models: readonly string[];
  readonly projection: Projection;
  readonly variants: readonly { readonly name: string; readonly projection: Projection }[];
}): BaselineEntry {
  const { facts, projection } = options;
  const { traffic } = options.scenario.config;
  const { tokens, perRun } = projection;
  const quantities = sumQuantities(perRun);
  const expected = (name: QuantityClass): string =>
    decimal(ratio(quantities[name], perRun.divisor));
  return {
    ...facts,
    traffic:
      traffic === null
        ? null
        : { arrivals: traffic.arrivals.text, runsPerMonth: decimal(traffic.runsPerMonth) },
    models: [...new Set(options.models)].sort(),
    tokensByClass: {
      cacheRead: expected("cacheRead"),
      cacheWrite1h: expected("cacheWrite1h"),
      cacheWrite5m: expected("cacheWrite5m"),
      input: expected("input"),
      output: expected("output"),
    },
    tokensByPart: {
      messages: decimal(tokens.messages),
      output: decimal(tokens.output),
      system: decimal(tokens.system),
      tools: decimal(tokens.tools),
    },
    fees: { webSearches: expected("webSearches") },
    hitRate: projection.hitRate === null ? null : decimal(projection.hitRate),
    usd: Object.fromEntries([
      ["as-written", usdOf(projection)],
      ...options.variants.map((variant) => [variant.name, usdOf(variant.projection)] as const),
    ]),
  };
}

function usdOf({ usdPerMonth, usdPerRun }: Projection): Usd {
  return {
    month: usdPerMonth === null ? null : formatUsd(usdPerMonth),
    run: formatUsd(usdPerRun),
  };
}

/** An expected quantity as the file holds it: to the sixth decimal. */
function decimal(value: Ratio): string {
  return formatRatio(value, 6);
}
