import type { Path } from "../../json.ts";
import { problem, type Problem } from "../../problem.ts";
import type { Quantity } from "../quantity.ts";
import type { Locate } from "../shape.ts";

/**
 * What is wrong with a number that has the right form. `traffic`: whether there is any for a budget
 * it stands in; `scenario`: the one it belongs to, null for a sum.
 */
export function checkQuantity(
  quantity: Quantity,
  context: {
    readonly traffic: boolean;
    readonly scenario: string | null;
    readonly locate: Locate;
  },
): readonly Problem[] {
  const { scenario, locate } = context;
  const { key, path, expected, needsTraffic } = quantity;
  const found: Problem[] = [];
  if (needsTraffic !== null && !context.traffic)
    found.push(problem(needsTraffic, locate(path), { scenario }, scenario));
  if (quantity.isTooFine)
    found.push(
      problem("config-wrong-value", locate(path), {
        key,
        expected,
        got: "a number with too many digits",
      }),
    );
  if (quantity.hitRate !== null) found.push(...checkHitRate(quantity.hitRate, path, locate));
  return found;
}

/** Above 1 it is wrong; in percent it is clear; `0.8` alone may be 0.8 % or 80 %. */
function checkHitRate(
  { share, written }: NonNullable<Quantity["hitRate"]>,
  path: Path,
  locate: Locate,
): readonly Problem[] {
  const place = locate(path);
  if (share.n > share.d) return [problem("cache-hit-rate-range", place, {})];
  const isAmbiguous = !written.endsWith("%") && share.n > 0n && share.n * 100n <= share.d;
  if (!isAmbiguous) return [];
  const percent = String(Number((Number(written) * 100).toFixed(9)));
  return [problem("config-ambiguous-share", place, { written, percent })];
}
