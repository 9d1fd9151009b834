/** One scenario of `promptcost.yml`, from values whose shape has been checked. */
import { isArray, isObject } from "../json.ts";
import type { Json, JsonObject } from "../json.ts";
import { ratio } from "../money.ts";
import { readRate, readShare, readSharedShare, writtenText } from "./amounts.ts";
import { readBudget } from "./budget.ts";
import type {
  Changes,
  ScenarioConfig,
  SharedRule,
  Traffic,
  VariableConfig,
  VariantName,
} from "./config.ts";
import { resolvePath } from "./paths.ts";
import { modelVariantPattern, plainVariants } from "./schema.ts";

/** The texts of a text or of a list of texts. */
export function textsOf(value: Json | undefined): readonly string[] {
  const items = isArray(value) ? value : [value];
  return items.filter((item) => typeof item === "string");
}

export function isVariant(name: string): name is VariantName {
  return plainVariants.some((known) => known === name) || modelVariantPattern.test(name);
}

/** `never`, `day`, `run`, `request` or a number of equally likely values; null: none of these. */
export function readChanges(value: Json | undefined): Changes | null {
  if (value === "never" || value === "day" || value === "run" || value === "request") return value;
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1 ? value : null;
}

/** One entry of `vars`; null where it has neither a value nor `literal: true`, or another shape. */
export function readVariable(value: Json | undefined): VariableConfig | null {
  if (!isObject(value)) return null;
  const given = value["value"];
  const changes = value["changes"] === undefined ? "run" : readChanges(value["changes"]);
  if (changes === null) return null;
  if (value["literal"] === true)
    return given === undefined ? { value: null, changes: "never", literal: true } : null;
  if (typeof given === "string") return { value: given, changes, literal: false };
  const tokens = isObject(given) ? given["$tokens"] : undefined;
  if (typeof tokens !== "number" || !Number.isSafeInteger(tokens) || tokens < 0) return null;
  return { value: { tokens }, changes, literal: false };
}

/**
 * `folder` is the config's: paths in it are relative to that. Shares are of 1, rates per month of
 * 730 hours.
 */
export function readScenario(id: string, value: JsonObject, folder: string): ScenarioConfig {
  const output = value["output"];
  const cache = value["cache"];
  const batch = value["batch"];
  return {
    id,
    fixtures: textsOf(value["fixtures"]).flatMap((one) => resolveGlob(folder, one) ?? []),
    traffic: readTraffic(value["traffic"]),
    variants: textsOf(value["variants"]).filter(isVariant),
    budget: readBudget(value["budget"]),
    output: typeof output === "number" ? output : null,
    cacheGroup: typeof cache === "string" ? cache : null,
    batchHitShare: (isObject(batch) ? readShare(batch["hit-share"]) : null) ?? ratio(1n, 2n),
    vars: readVars(value["vars"]),
  };
}

/** A folder's name is meant as it is, also in front of a pattern. */
function resolveGlob(folder: string, written: string): string | null {
  return resolvePath(
    /[*?[\]{}()!+@]/.test(written) ? folder.replaceAll(/[*?[\]{}()!+@|]/g, "\\$&") : folder,
    written,
  );
}

function readTraffic(value: Json | undefined): Traffic | null {
  if (!isObject(value)) return null;
  const runsPerMonth = readRate(value["runs"]);
  if (runsPerMonth === null) return null;
  return {
    runsPerMonth,
    written: writtenText(value["runs"]) ?? "",
    arrivals: value["arrivals"] === "steady" ? "steady" : "poisson",
    shared: readShared(value["shared"]),
  };
}

function readShared(value: Json | undefined): SharedRule {
  if (!isObject(value)) return {};
  const tools = readSharedShare(value["tools"]);
  const system = readSharedShare(value["system"]);
  const messages = readSharedShare(value["messages"]);
  return {
    ...(tools === null ? {} : { tools }),
    ...(system === null ? {} : { system }),
    ...(messages === null ? {} : { messages }),
  };
}

function readVars(value: Json | undefined): Readonly<Record<string, VariableConfig>> {
  const entries = Object.entries(isObject(value) ? value : {}).flatMap(([name, one]) => {
    const variable = readVariable(one);
    return variable === null ? [] : [[name, variable] as const];
  });
  return Object.fromEntries(entries);
}
