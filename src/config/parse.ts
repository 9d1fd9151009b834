import { formatPath, isArray, isObject, type Json } from "../json.ts";
import { limits } from "../limits.ts";
import { limitProblems } from "../problem-limit.ts";
import { placeIn, problem, type Problem } from "../problem.ts";
import { buildConfig } from "./build.ts";
import type { Config } from "./config.ts";
import { decodeConfig } from "./decode/config.ts";
import { folderOf } from "./paths.ts";
import { checkRules } from "./rules/rules.ts";
import { checkShape, type Locate } from "./shape.ts";
import { readYaml } from "./yaml/yaml.ts";

/**
 * Reads `promptcost.yml`: YAML, decoded once to typed values with their paths; rules over those;
 * the config of a file with which nothing is wrong. `file` is its path from the repository's root,
 * `text` its content. The config is null where there is any error; problems come in the order of
 * the file, each with line, column, path and fix.
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
      ? problem("config-duplicate-key", place, {})
      : problem("config-syntax", place, { kind: fault.kind });
  });
  if (document.value === undefined) return { config: null, problems: faults };
  const root = document.value;
  const over = overLimitOf(root);
  if (over !== null) {
    const place =
      over === "values" ? { ...placeIn(file), line: 1, column: 1 } : locate(["scenarios"], "key");
    return { config: null, problems: [problem("over-limit", place, { limit: over })] };
  }
  const decoded = isObject(root) ? decodeConfig(root, folderOf(file)) : null;
  const rules = decoded === null ? [] : checkRules(decoded, locate);
  // Where a rule knows more of a place than the shape does, it speaks.
  const shape = checkShape(root, locate).filter((fault) => !rules.some(isAtPlaceOf(fault)));
  const ids = decoded?.scenarioIds ?? [];
  const problems = limitProblems([...shape, ...rules])
    .map((found) => ({ ...found, scenario: found.scenario ?? scenarioOf(found.path, ids) }))
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  return {
    config: problems.length === 0 && decoded !== null ? buildConfig(file, decoded, locate) : null,
    problems,
  };
}

/** What a file has too much of to be looked at; null: nothing. */
function overLimitOf(root: Json): "values" | "scenarios" | null {
  if (countValues(root) > limits.values.most) return "values";
  const scenarios = isObject(root) ? root["scenarios"] : undefined;
  return isObject(scenarios) && Object.keys(scenarios).length > limits.scenarios.most
    ? "scenarios"
    : null;
}

function countValues(value: Json): number {
  if (!isArray(value) && !isObject(value)) return 1;
  return Object.values(value).reduce<number>((count, item) => count + countValues(item), 1);
}

function isAtPlaceOf(fault: Problem): (rule: Problem) => boolean {
  return ({ path, line, column }) =>
    path === fault.path && line === fault.line && column === fault.column;
}

/** The scenario a path of the file lies in. Names may hold dots: the longest that fits. */
function scenarioOf(path: string | null, ids: readonly string[]): string | null {
  return ids
    .filter((id) => path === `scenarios.${id}` || path?.startsWith(`scenarios.${id}.`) === true)
    .reduce<string | null>(
      (longest, id) => (longest === null || id.length > longest.length ? id : longest),
      null,
    );
}
