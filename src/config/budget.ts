import { isObject } from "../json.ts";
import type { Json } from "../json.ts";
import { multiplyRatio, ratio } from "../money.ts";
import type { Ratio } from "../money.ts";
import { readAmount, readShare } from "./amounts.ts";
import type { Budget } from "./config.ts";

/** A `budget:` whose shape has been checked; null where there is none. */
export function readBudget(value: Json | undefined): Budget | null {
  if (!isObject(value)) return null;
  const increase = value["increase"];
  return {
    monthly: readAmount(value["monthly"]),
    perRun: readAmount(value["per-run"]),
    increase: isObject(increase)
      ? { percent: readPercent(increase["percent"]), atLeast: readAmount(increase["at-least"]) }
      : null,
    cacheHitRate: readShare(value["cache-hit-rate"]),
    action: value["action"] === "warn" ? "warn" : "fail",
  };
}

/** `5` and `5%` are the number 5. */
function readPercent(value: Json | undefined): Ratio | null {
  const share = readShare(value);
  return share === null ? null : multiplyRatio(share, ratio(100n));
}
