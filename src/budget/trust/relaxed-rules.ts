import type { Budget, Changes, Config, ScenarioConfig, SharedShare } from "../../config/config.ts";
import type { Path } from "../../json.ts";
import { findModel } from "../../models/models.ts";
import { compareRatio, formatUsd, ratioToNumber, type Pico, type Ratio } from "../../money.ts";
import type { Place } from "../../problem.ts";

/**
 * A rule that a change makes laxer, with what it said and says, for people. Shown first, judged by
 * nobody.
 */
export interface RelaxedRule {
  /** `scenarios.a.budget.monthly` */
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly place: Place;
}

const none = "none";

/** Rules found laxer below one path of the config. */
type Found = readonly { readonly path: Path; readonly from: string; readonly to: string }[];

/** How often a text changes, as a number: less often is laxer. */
export function frequency(changes: Changes): number {
  return changes === "request"
    ? Infinity
    : changes === "run"
      ? Number.MAX_SAFE_INTEGER
      : changes === "day" || changes === "never"
        ? 1
        : changes;
}

const priceClasses = ["input", "output", "cacheWrite5m", "cacheWrite1h", "cacheRead"] as const;

/**
 * Every rule of the config that the head has laxer than the base: limits, actions, traffic,
 * assertions, prices. `renamed`: scenarios' new ids by their old ones.
 */
export function findRelaxedRules(
  base: Config,
  head: Config,
  renamed: ReadonlyMap<string, string> = new Map(),
): readonly RelaxedRule[] {
  const scenarios = base.scenarios.flatMap((before) => {
    const id = renamed.get(before.id) ?? before.id;
    const after = head.scenarios.find((one) => one.id === id);
    return after === undefined ? [] : below(looserScenario(before, after), "scenarios", id);
  });
  const groups = base.groups.flatMap((before) => {
    const after = head.groups.find((one) => one.name === before.name);
    const left = before.scenarios.filter(
      (id) => after !== undefined && !after.scenarios.includes(id),
    );
    const fewer =
      left.length === 0
        ? []
        : [
            {
              path: ["scenarios"],
              from: before.scenarios.join(", "),
              to: after?.scenarios.join(", ") ?? none,
            },
          ];
    return below(
      [...below(looserBudget(before.budget, after?.budget ?? null), "budget"), ...fewer],
      "groups",
      before.name,
    );
  });
  const noBase =
    base.onNoBase === "error" && head.onNoBase === "judge"
      ? [{ path: ["on-no-base"], from: "error", to: "judge" }]
      : [];
  const found = [
    ...scenarios,
    ...groups,
    ...below(looserBudget(base.budget, head.budget), "budget"),
    ...noBase,
    ...looserPrices(base, head),
  ];
  return found.map(({ path, from, to }) => ({
    rule: path.join("."),
    from,
    to,
    place: head.locate(path),
  }));
}

function below(found: Found, ...path: Path): Found {
  return found.map((one) => ({ ...one, path: [...path, ...one.path] }));
}

function looserScenario(before: ScenarioConfig, after: ScenarioConfig): Found {
  const [old, current] = [before.traffic, after.traffic];
  const fell =
    old !== null && (current === null || compareRatio(current.runsPerMonth, old.runsPerMonth) < 0);
  const vars = Object.keys(before.vars)
    .sort()
    .flatMap((name) => {
      const [was, is] = [before.vars[name]?.changes, after.vars[name]?.changes];
      return was === undefined || is === undefined || frequency(is) >= frequency(was)
        ? []
        : [{ path: ["vars", name, "changes"], from: String(was), to: String(is) }];
    });
  return [
    ...below(looserBudget(before.budget, after.budget), "budget"),
    ...(fell ? [{ path: ["traffic"], from: old.written, to: current?.written ?? none }] : []),
    ...looserSharing(old, current),
    ...(before.output !== null && after.output !== null && after.output < before.output
      ? [{ path: ["output"], from: String(before.output), to: String(after.output) }]
      : []),
    ...(compareRatio(after.batchHitShare, before.batchHitShare) > 0
      ? [
          {
            path: ["batch", "hit-share"],
            from: percent(before.batchHitShare),
            to: percent(after.batchHitShare),
          },
        ]
      : []),
    ...vars,
  ];
}

function looserBudget(before: Budget | null, after: Budget | null): Found {
  if (before === null) return [];
  const hitRateFell =
    before.cacheHitRate !== null &&
    (after === null ||
      after.cacheHitRate === null ||
      compareRatio(after.cacheHitRate, before.cacheHitRate) < 0);
  return [
    ...(isRaised(before.monthly, after?.monthly ?? null)
      ? [{ path: ["monthly"], from: usd(before.monthly), to: usd(after?.monthly ?? null) }]
      : []),
    ...(isRaised(before.perRun, after?.perRun ?? null)
      ? [{ path: ["per-run"], from: usd(before.perRun), to: usd(after?.perRun ?? null) }]
      : []),
    ...looserIncrease(before.increase, after?.increase ?? null),
    ...(hitRateFell
      ? [
          {
            path: ["cache-hit-rate"],
            from: percent(before.cacheHitRate),
            to: percent(after?.cacheHitRate ?? null),
          },
        ]
      : []),
    ...(before.action === "fail" && after?.action === "warn"
      ? [{ path: ["action"], from: "fail", to: "warn" }]
      : []),
  ];
}

/** A limit from above got laxer: raised, or taken out. */
function isRaised(before: bigint | null, after: bigint | null): boolean {
  return before !== null && (after === null || after > before);
}

function usd(amount: Pico | null): string {
  return amount === null ? none : `$${formatUsd(amount)}`;
}

function looserIncrease(before: Budget["increase"], after: Budget["increase"]): Found {
  if (before === null) return [];
  if (after === null) return [{ path: ["increase"], from: describeIncrease(before), to: none }];
  const [old, current] = [before.percent ?? { n: 0n, d: 1n }, after.percent ?? { n: 0n, d: 1n }];
  const found: { path: Path; from: string; to: string }[] = [];
  if (compareRatio(current, old) > 0)
    found.push({
      path: ["increase", "percent"],
      from: `${ratioToNumber(old)} %`,
      to: `${ratioToNumber(current)} %`,
    });
  if ((after.atLeast ?? 0n) > (before.atLeast ?? 0n))
    found.push({
      path: ["increase", "at-least"],
      from: usd(before.atLeast),
      to: usd(after.atLeast),
    });
  return found;
}

function describeIncrease(limit: NonNullable<Budget["increase"]>): string {
  return (
    [
      ...(limit.percent === null ? [] : [`${ratioToNumber(limit.percent)} %`]),
      ...(limit.atLeast === null ? [] : [`at least ${usd(limit.atLeast)}`]),
    ].join(", ") || "any"
  );
}

function percent(share: Ratio | null): string {
  return share === null ? none : `${ratioToNumber(share) * 100} %`;
}

/**
 * Which level runs are said to share, and how they arrive: any other word may make a hit of what
 * was none.
 */
function looserSharing(before: ScenarioConfig["traffic"], after: ScenarioConfig["traffic"]): Found {
  if (before === null || after === null) return [];
  const say = (share: SharedShare | undefined): string =>
    share === undefined
      ? "as the fixtures say"
      : typeof share === "string"
        ? share
        : JSON.stringify(share);
  const arrivals =
    before.arrivals === after.arrivals
      ? []
      : [{ path: ["traffic", "arrivals"], from: before.arrivals, to: after.arrivals }];
  const shared = (["tools", "system", "messages"] as const).flatMap((level) => {
    const [was, is] = [say(before.shared[level]), say(after.shared[level])];
    return was === is ? [] : [{ path: ["traffic", "shared", level], from: was, to: is }];
  });
  return [...arrivals, ...shared];
}

/**
 * Lower than before, or than a list that is not known here; one that is gone and stood above the
 * list.
 */
function looserPrices(before: Config, after: Config): Found {
  return [...lowerPrices(before, after), ...gonePrices(before, after)];
}

function lowerPrices(before: Config, after: Config): Found {
  return after.prices.flatMap((price) => {
    const old = before.prices.find((one) => one.model === price.model);
    return priceClasses.flatMap((name) => {
      const [was, is] = [old?.[name], price[name]];
      if (is === undefined || (was !== undefined && is >= was)) return [];
      return [
        {
          path: ["prices", price.model, name],
          from: was === undefined ? "the list price" : usd(was),
          to: usd(is),
        },
      ];
    });
  });
}

function gonePrices(before: Config, after: Config): Found {
  return before.prices.flatMap((price) => {
    const left = after.prices.find((one) => one.model === price.model);
    return priceClasses.flatMap((name) => {
      const was = price[name];
      const list = findModel(price.model)?.model.periods.at(-1)?.list[name] ?? null;
      return was === undefined || left?.[name] !== undefined || (list !== null && was <= list)
        ? []
        : [{ path: ["prices", price.model, name], from: usd(was), to: "the list price" }];
    });
  });
}
