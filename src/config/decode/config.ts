/**
 * `promptcost.yml` as typed values with their paths. Nothing is refused here: what has another
 * shape is left out (the schema says so), what can be read but not used is kept for the rules.
 */
import {
  isArray,
  isNumberText,
  isObject,
  type Json,
  type JsonObject,
  type Path,
} from "../../json.ts";
import { rateTiers, type RateTier } from "../../models/limits/rate-limits.ts";
import type { Pico } from "../../money.ts";
import { decodeAccepts, type DecodedAccept } from "../accept/entry.ts";
import { amountPattern, readAmount, readName, readPrice, writtenText } from "../amounts.ts";
import { noBaseActions, uncertainActions, type Config } from "../config.ts";
import { resolvePath } from "../paths.ts";
import { decodeQuantities, replayForms, type Quantity } from "../quantity.ts";
import { decodeBudget, type DecodedBudget } from "./budget.ts";
import {
  decodeScenario,
  decodeTexts,
  entriesOf,
  type DecodedScenario,
  type DecodedText,
} from "./scenario.ts";

/** A whole file. Null: not in the file, or of another shape. */
export interface DecodedConfig {
  /** The keys of `scenarios:`, whatever stands under them; null where that is no mapping. */
  readonly scenarioIds: readonly string[] | null;
  readonly scenarios: readonly DecodedScenario[];
  readonly budget: DecodedBudget | null;
  readonly groups: readonly DecodedGroup[];
  readonly accepts: readonly DecodedAccept[];
  readonly prices: readonly DecodedPrices[];
  readonly baseline: DecodedPlace | null;
  /** `into` of `record:`. */
  readonly recordInto: DecodedPlace | null;
  readonly redact: readonly DecodedText[];
  readonly onNoBase: Config["onNoBase"];
  readonly onUncertain: Config["onUncertain"];
  readonly replayMaxUsd: Pico | null;
  /** The numbers of `replay:`, for the rules. */
  readonly replay: readonly Quantity[];
  readonly extraKeys: readonly string[];
  readonly models: readonly DecodedAlias[];
  readonly rateTier: RateTier | null;
}

/** One of `models:`. */
interface DecodedAlias {
  readonly name: string;
  readonly id: string;
  readonly path: Path;
}

/** A path that is written to. */
export interface DecodedPlace {
  readonly written: string;
  /** From the repository's root; null where the text leads out of it. */
  readonly resolved: string | null;
}

interface DecodedGroup {
  readonly name: string;
  readonly scenarios: readonly DecodedText[];
  readonly budget: DecodedBudget | null;
}

/** One of `prices:`. */
interface DecodedPrices {
  readonly model: string;
  readonly prices: readonly DecodedPrice[];
}

interface DecodedPrice {
  readonly key: string;
  readonly path: Path;
  /** Pico-dollars a token. */
  readonly price: Pico | null;
  /** An amount, but not one that is a whole number of pico-dollars a token. */
  readonly isTooFine: boolean;
}

/** `folder` is the file's, from the repository's root: paths in it are relative to that. */
export function decodeConfig(root: JsonObject, folder: string): DecodedConfig {
  const { scenarios, baseline, replay, record, redact } = root;
  return {
    scenarioIds: isObject(scenarios) ? Object.keys(scenarios) : null,
    scenarios: entriesOf(scenarios).flatMap(([id, scenario]) =>
      isObject(scenario) ? [decodeScenario(id, scenario, folder)] : [],
    ),
    budget: decodeBudget(root["budget"], ["budget"]),
    groups: entriesOf(root["groups"]).flatMap(([name, group]) =>
      isObject(group) ? [decodeGroup(name, group)] : [],
    ),
    accepts: decodeAccepts(root["accept"]),
    prices: entriesOf(root["prices"]).map(([model, prices]) => ({
      model,
      prices: entriesOf(prices).map(([key, price]) =>
        decodePrice(key, price, ["prices", model, key]),
      ),
    })),
    baseline: decodePlace(baseline, folder),
    recordInto: decodePlace(isObject(record) ? record["into"] : undefined, folder),
    redact: isArray(redact) ? decodeTexts(redact, ["redact"]) : [],
    onNoBase: readName(root["on-no-base"], noBaseActions) ?? noBaseActions[0],
    onUncertain: readName(root["on-uncertain"], uncertainActions) ?? uncertainActions[0],
    replay: isObject(replay) ? decodeQuantities(replay, ["replay"], replayForms) : [],
    extraKeys: isArray(root["extra-keys"])
      ? root["extra-keys"].filter((key) => typeof key === "string")
      : [],
    models: entriesOf(root["models"]).flatMap(([name, id]) =>
      typeof id === "string" ? [{ name, id, path: ["models", name] }] : [],
    ),
    rateTier: readName(root["tier"], rateTiers),
    replayMaxUsd: readAmount(isObject(replay) ? replay["max-usd"] : undefined),
  };
}

function decodePlace(value: Json | undefined, folder: string): DecodedPlace | null {
  return typeof value === "string"
    ? { written: value, resolved: resolvePath(folder, value) }
    : null;
}

function decodeGroup(name: string, group: JsonObject): DecodedGroup {
  const { scenarios, budget } = group;
  const path = ["groups", name];
  return {
    name,
    scenarios: isArray(scenarios) ? decodeTexts(scenarios, [...path, "scenarios"]) : [],
    budget: decodeBudget(budget, [...path, "budget"]),
  };
}

function decodePrice(key: string, value: Json, path: Path): DecodedPrice {
  const price = readPrice(value);
  const isAmount =
    typeof value === "number" ||
    isNumberText(value) ||
    amountPattern.test(writtenText(value) ?? "");
  return { key, path, price, isTooFine: isAmount && price === null };
}
