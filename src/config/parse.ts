/** `promptcost.yml` from text to a checked `Config`, with every problem at once. */
import { formatPath, isObject } from "../json.ts";
import type { Json, JsonObject } from "../json.ts";
import type { PriceOverride } from "../models/rates.ts";
import type { Pico } from "../money.ts";
import { placeIn, problem } from "../problem.ts";
import type { Problem } from "../problem.ts";
import { readAmount, readPrice } from "./amounts.ts";
import { readBudget } from "./budget.ts";
import type { Config, GroupConfig } from "./config.ts";
import { folderOf, resolvePath } from "./paths.ts";
import { checkRules } from "./rules.ts";
import { readScenario, textsOf } from "./scenario.ts";
import { checkShape } from "./shape.ts";
import type { Locate } from "./shape.ts";
import { readYaml } from "./yaml.ts";

/**
 * Reads `promptcost.yml`. `file` is its path from the repository's root, `text` its content. The
 * config is null where there is any error; problems come in the order of the file, each with line,
 * column, path and fix.
 */
export function parseConfig(source: { readonly file: string; readonly text: string }): {
  readonly config: Config | null;
  readonly problems: readonly Problem[];
} {
  const { file } = source;
  const document = readYaml(source.text.replace(/^\uFEFF/, ""));
  const locate: Locate = (path, what = "value") => ({
    ...placeIn(file, path.length === 0 ? null : formatPath(path)),
    ...document.locate(path, what),
  });
  const faults = document.faults.map((fault) => {
    const place = { ...placeIn(file), line: fault.line, column: fault.column };
    return fault.kind === "duplicate-key"
      ? problem("config-duplicate-key", place, { file })
      : problem("config-syntax", place, { kind: fault.kind });
  });
  if (document.value === undefined) return { config: null, problems: faults };
  const root = document.value;
  const rules = isObject(root) ? checkRules(root, locate) : [];
  // Where a rule knows more of a place than the shape does, it speaks.
  const shape = checkShape(root, locate).filter(
    (one) =>
      !rules.some(
        ({ path, line, column }) => path === one.path && line === one.line && column === one.column,
      ),
  );
  const problems = [...shape, ...rules]
    .map((one) => ({ ...one, scenario: one.scenario ?? scenarioOf(one.path, root) }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  return {
    config: problems.length === 0 && isObject(root) ? build(file, root, locate) : null,
    problems,
  };
}

/** The scenario a path of the file lies in. Names may hold dots: the longest that fits. */
function scenarioOf(path: string | null, root: Json): string | null {
  return entriesOf(isObject(root) ? root["scenarios"] : undefined)
    .map(([name]) => name)
    .filter(
      (name) => path === `scenarios.${name}` || path?.startsWith(`scenarios.${name}.`) === true,
    )
    .reduce<string | null>(
      (longest, name) => (longest === null || name.length > longest.length ? name : longest),
      null,
    );
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

function build(file: string, root: JsonObject, locate: Locate): Config {
  const folder = folderOf(file);
  const { baseline } = root;
  const written = typeof baseline === "string" ? baseline : ".promptcost/baseline.json";
  return {
    file,
    scenarios: entriesOf(root["scenarios"]).flatMap(([id, scenario]) =>
      isObject(scenario) ? [readScenario(id, scenario, folder)] : [],
    ),
    budget: readBudget(root["budget"]),
    groups: readGroups(root["groups"]),
    baseline: resolvePath(folder, written) ?? written,
    prices: readPrices(root["prices"]),
    onNoBase: root["on-no-base"] === "error" ? "error" : "judge",
    replayMaxUsd: readAmount(isObject(root["replay"]) ? root["replay"]["max-usd"] : undefined),
    locate,
  };
}

function readGroups(value: Json | undefined): readonly GroupConfig[] {
  return entriesOf(value).flatMap(([name, group]) => {
    const budget = isObject(group) ? readBudget(group["budget"]) : null;
    return isObject(group) && budget !== null
      ? [{ name, scenarios: textsOf(group["scenarios"]), budget }]
      : [];
  });
}

function readPrices(value: Json | undefined): readonly PriceOverride[] {
  return entriesOf(value).map(([model, rates]) => {
    const rate = (key: string): Pico | null => (isObject(rates) ? readPrice(rates[key]) : null);
    const [input, output, cacheRead] = [rate("input"), rate("output"), rate("cache-read")];
    const [cacheWrite5m, cacheWrite1h] = [rate("cache-write-5m"), rate("cache-write-1h")];
    return {
      model,
      ...(input === null ? {} : { input }),
      ...(output === null ? {} : { output }),
      ...(cacheWrite5m === null ? {} : { cacheWrite5m }),
      ...(cacheWrite1h === null ? {} : { cacheWrite1h }),
      ...(cacheRead === null ? {} : { cacheRead }),
    };
  });
}
