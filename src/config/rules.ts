/**
 * What no shape can say: rules between the parts of `promptcost.yml`. Works on files whose shape is
 * wrong elsewhere, too.
 */
import { isArray, isNumberText, isObject } from "../json.ts";
import type { Json, JsonObject, Path } from "../json.ts";
import { problem } from "../problem.ts";
import type { Problem } from "../problem.ts";
import { readAmount, readPrice, readRate, readShare, writtenText } from "./amounts.ts";
import { ratePattern, arrivals, plainVariants, amountPattern } from "./schema.ts";
import { nearestNames } from "./nearest.ts";
import { isInGit, resolvePath } from "./paths.ts";
import { isVariant, readVariable, textsOf } from "./scenario.ts";
import type { Locate } from "./shape.ts";

type Check = (value: JsonObject, path: Path, locate: Locate) => readonly Problem[];

const checkTraffic: Check = (scenario, path, locate) => {
  const traffic = scenario["traffic"];
  if (!isObject(traffic)) return [];
  const found: Problem[] = [];
  const { runs, arrivals: given } = traffic;
  if (typeof runs === "string" && ratePattern.test(runs) && readRate(runs) === null) {
    const details = {
      key: "runs",
      expected: "more than none (without traffic, leave `traffic` out)",
      got: "zero",
    };
    found.push(problem("config-wrong-value", locate([...path, "traffic", "runs"]), details));
  }
  if (typeof given === "string" && !arrivals.some((known) => known === given)) {
    const details = {
      what: "kind of arrivals",
      name: given,
      nearest: nearestNames(given, arrivals),
      known: arrivals,
    };
    found.push(problem("config-unknown-name", locate([...path, "traffic", "arrivals"]), details));
  }
  return found;
};

const checkVariants: Check = (scenario, path, locate) => {
  const { variants } = scenario;
  if (!isArray(variants)) return [];
  const known = [...plainVariants, "model:<id>"];
  return variants.flatMap((name, index) =>
    typeof name !== "string" || isVariant(name)
      ? []
      : problem("config-unknown-name", locate([...path, "variants", index]), {
          what: "variant",
          name,
          nearest: nearestNames(name, known),
          known,
        }),
  );
};

const checkVars: Check = (scenario, path, locate) =>
  entriesOf(scenario["vars"]).flatMap(([name, value]) => {
    if (!isObject(value) || readVariable(value) !== null) return [];
    if (value["literal"] === true) {
      const details = { key: name, expected: "either a `value` or `literal: true`", got: "both" };
      return value["value"] === undefined
        ? []
        : problem("config-wrong-value", locate([...path, "vars", name]), details);
    }
    if (value["value"] !== undefined) return [];
    return problem("config-missing-key", locate([...path, "vars", name], "key"), {
      key: "value",
      expected: "a text, or `{ $tokens: 3000 }`",
    });
  });

const checkFixtures: Check = (scenario, path, locate) => {
  const { file } = locate([]);
  const folder = (file ?? "").split("/").slice(0, -1).join("/");
  const { fixtures } = scenario;
  return textsOf(fixtures).flatMap((written, index) => {
    if (written === "" || resolvePath(folder, written) !== null) return [];
    return problem(
      "config-outside",
      locate(isArray(fixtures) ? [...path, "fixtures", index] : [...path, "fixtures"]),
      { key: "fixtures" },
    );
  });
};

const checkGroups: Check = (root, _path, locate) => {
  const names = entriesOf(root["scenarios"]).map(([name]) => name);
  return entriesOf(root["groups"]).flatMap(([group, value]) => {
    if (!isObject(value)) return [];
    const members = isArray(value["scenarios"]) ? value["scenarios"] : [];
    const unknown = members.flatMap((name, index) => {
      if (typeof name !== "string" || names.includes(name)) return [];
      return problem("group-unknown-scenario", locate(["groups", group, "scenarios", index]), {
        name,
        nearest: nearestNames(name, names),
      });
    });
    const traffic = entriesOf(root["scenarios"]).some(
      ([name, scenario]) => members.includes(name) && hasTraffic(scenario),
    );
    return [
      ...unknown,
      ...checkBudget(value["budget"], {
        path: ["groups", group, "budget"],
        traffic,
        scenario: null,
        locate,
      }),
    ];
  });
};

const checkPrices: Check = (root, _path, locate) =>
  entriesOf(root["prices"]).flatMap(([model, rates]) =>
    entriesOf(rates).flatMap(([key, value]) => {
      const isNumber = typeof value === "number" || isNumberText(value);
      if ((!isNumber && !amountPattern.test(writtenText(value) ?? "")) || readPrice(value) !== null)
        return [];
      const details = {
        key,
        expected: "USD per million tokens with at most 6 decimals",
        got: "finer or larger than that",
      };
      return problem("config-wrong-value", locate(["prices", model, key]), details);
    }),
  );

/** Every rule, in the order of the file's parts. */
export function checkRules(root: JsonObject, locate: Locate): readonly Problem[] {
  const scenarios = entriesOf(root["scenarios"]);
  const none = isObject(root["scenarios"]) && scenarios.length === 0;
  const traffic = scenarios.some(([, scenario]) => hasTraffic(scenario));
  const { baseline } = root;
  const folder = (locate([]).file ?? "").split("/").slice(0, -1).join("/");
  return [
    ...(none
      ? [
          problem("config-missing-key", locate(["scenarios"]), {
            key: "a scenario",
            expected: '`answer: { fixtures: "fixtures/*.json" }`',
          }),
        ]
      : []),
    ...scenarios.flatMap(([id, scenario]) =>
      isObject(scenario) ? checkScenario(id, scenario, locate) : [],
    ),
    ...(scenarios.length === 0
      ? []
      : checkBudget(root["budget"], { path: ["budget"], traffic, scenario: null, locate })),
    ...checkGroups(root, [], locate),
    ...checkPrices(root, [], locate),
    ...(typeof baseline === "string" ? checkBaseline(resolvePath(folder, baseline), locate) : []),
  ];
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

function hasTraffic(scenario: Json | undefined): boolean {
  return isObject(scenario) && isObject(scenario["traffic"]);
}

function checkScenario(id: string, scenario: JsonObject, locate: Locate): readonly Problem[] {
  const path: Path = ["scenarios", id];
  const budget = { path: [...path, "budget"], traffic: hasTraffic(scenario), scenario: id, locate };
  const { batch } = scenario;
  return [
    ...[checkFixtures, checkTraffic, checkVariants, checkVars].flatMap((check) =>
      check(scenario, path, locate),
    ),
    ...checkBudget(scenario["budget"], budget),
    ...(isObject(batch) ? checkReadable(batch, [...path, "batch"], locate) : []),
    ...(isObject(batch)
      ? checkShare(batch["hit-share"], [...path, "batch", "hit-share"], locate)
      : []),
  ];
}

function checkBudget(
  budget: Json | undefined,
  place: {
    readonly path: Path;
    readonly traffic: boolean;
    readonly scenario: string | null;
    readonly locate: Locate;
  },
): readonly Problem[] {
  if (!isObject(budget)) return [];
  const { path, traffic, scenario, locate } = place;
  const found: Problem[] = [];
  if (budget["monthly"] !== undefined && !traffic) {
    found.push(
      problem("budget-needs-traffic", locate([...path, "monthly"]), { scenario }, scenario),
    );
  }
  const increase = budget["increase"];
  if (isObject(increase) && increase["at-least"] !== undefined && !traffic) {
    found.push(
      problem(
        "increase-needs-traffic",
        locate([...path, "increase", "at-least"]),
        { scenario },
        scenario,
      ),
    );
  }
  return [
    ...found,
    ...checkReadable(budget, path, locate),
    ...(isObject(increase) ? checkReadable(increase, [...path, "increase"], locate) : []),
    ...checkShare(budget["cache-hit-rate"], [...path, "cache-hit-rate"], locate),
  ];
}

/** Numbers of the right kind that have more digits than an amount or a share can have. */
function checkReadable(parent: JsonObject, path: Path, locate: Locate): readonly Problem[] {
  return Object.entries(parent).flatMap(([key, value]) => {
    const isAmount = key === "monthly" || key === "per-run" || key === "at-least";
    const isShare = key === "percent" || key === "cache-hit-rate" || key === "hit-share";
    if ((typeof value !== "number" && !isNumberText(value)) || !(isAmount || isShare)) return [];
    if ((isAmount ? readAmount(value) : readShare(value)) !== null) return [];
    const expected = isAmount
      ? "an amount in USD such as `$900` or `$0.02`"
      : "a percentage such as `80%`";
    return problem("config-wrong-value", locate([...path, key]), {
      key,
      expected,
      got: "a number with too many digits",
    });
  });
}

/** A share above 1 or in percent is clear; `0.8` alone is not. */
function checkShare(value: Json | undefined, path: Path, locate: Locate): readonly Problem[] {
  const written = writtenText(value)?.trim() ?? "";
  const share = readShare(value);
  if (share === null) return [];
  if (share.n > share.d)
    return [problem("cache-hit-rate-range", locate(path), { file: locate(path).file ?? "" })];
  const plain = !written.endsWith("%") && share.n > 0n && share.n * 100n <= share.d;
  if (!plain) return [];
  const percent = String(Number((Number(written) * 100).toFixed(9)));
  return [problem("config-ambiguous-share", locate(path), { written, percent })];
}

/** What is written there is overwritten by every update: it must be a file that is for that. */
function checkBaseline(path: string | null, locate: Locate): readonly Problem[] {
  if (path === null || isInGit(path))
    return [problem("config-outside", locate(["baseline"]), { key: "baseline" })];
  if (path.endsWith(".json")) return [];
  const details = {
    key: "baseline",
    expected: "a `.json` file, such as `.promptcost/baseline.json`",
    got: "another kind of file",
  };
  return [problem("config-wrong-value", locate(["baseline"]), details)];
}
