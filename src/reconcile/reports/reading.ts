/** What the rows of both kinds of reports have in common (billing.md §8). */
import { wholeNumber } from "../../api/number.ts";
import { noQuantities, type Quantities } from "../../billing/ledger/ledger.ts";
import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";
import { readMoment } from "../../moment.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import { readCents } from "../amounts.ts";
import { modelIdOf } from "../model-names.ts";
import { bandOfWindow, geoOf, speedOf, tierOf } from "../rates.ts";
import { costTypes, type RealCharge, type RealUsage } from "../real.ts";

/** The objects in a member that is a list; none where it is none. */
export function listOf(value: Json | undefined): readonly JsonObject[] {
  return isArray(value) ? value.filter(isObject) : [];
}

export function memberOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function wordOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** A row that is not what the reports have. */
export function notARow(report: string, member: string): Problem {
  return problem("admin-answer", nowhere, {
    report,
    what: `a row whose \`${member}\` cannot be read`,
  });
}

/** The tokens of a row; null where a count is missing, or no whole number. */
function quantitiesOf(usage: JsonObject): Quantities | null {
  const creation = memberOf(usage["cache_creation"]);
  const counts = {
    input: usage["uncached_input_tokens"],
    cacheWrite5m: creation["ephemeral_5m_input_tokens"],
    cacheWrite1h: creation["ephemeral_1h_input_tokens"],
    cacheRead: usage["cache_read_input_tokens"],
    output: usage["output_tokens"],
    webSearches: memberOf(usage["server_tool_use"])["web_search_requests"] ?? 0,
  };
  const quantities = { ...noQuantities };
  for (const name of [
    "input",
    "cacheWrite5m",
    "cacheWrite1h",
    "cacheRead",
    "output",
    "webSearches",
  ] as const) {
    const count = wholeNumber(counts[name]);
    if (count === null) return null;
    quantities[name] = BigInt(count);
  }
  return quantities;
}

/** A row of usage: when, what of (`group`), how much. A problem where it cannot be read. */
export function usageRow(
  starting: Json | undefined,
  group: JsonObject,
  usage: JsonObject,
): RealUsage | Problem {
  const day = readMoment(wordOf(starting))?.day ?? null;
  if (day === null) return notARow("usage", "starting_at");
  const quantities = quantitiesOf(usage);
  if (quantities === null) return notARow("usage", "usage");
  const model = modelIdOf(wordOf(group["model"]));
  return {
    day,
    model: model === "" ? "(no model)" : model,
    tier: tierOf(wordOf(group["service_tier"])) ?? "standard",
    band: bandOfWindow(wordOf(group["context_window"]), model, day),
    geo: geoOf(wordOf(group["inference_geo"])),
    speed: speedOf(wordOf(group["speed"])),
    quantities,
    requests: wholeNumber(usage["requests"]),
  };
}

/** A row of cost. Amounts are decimal cents. A problem where it cannot be read, or is not in USD. */
export function chargeRow(
  starting: Json | undefined,
  group: JsonObject,
  cost: JsonObject,
): RealCharge | Problem {
  const day = readMoment(wordOf(starting))?.day ?? null;
  if (day === null) return notARow("cost", "starting_at");
  const currency = cost["currency"] ?? "USD";
  if (wordOf(currency).toUpperCase() !== "USD")
    return problem("reconcile-currency", nowhere, {
      currency: /^[A-Z]{3}$/.test(wordOf(currency)) ? wordOf(currency) : "another currency",
    });
  const usd = readCents(wordOf(cost["amount"]));
  const list = cost["list_amount"] ?? null;
  const listUsd = list === null ? null : readCents(wordOf(list));
  if (usd === null) return notARow("cost", "amount");
  if (list !== null && listUsd === null) return notARow("cost", "list_amount");
  const written = group["cost_type"] ?? "tokens";
  const costType = costTypes.find((name) => name === written) ?? "other";
  const model = wordOf(group["model"]);
  return {
    day,
    costType,
    model: costType !== "tokens" || model === "" ? null : modelIdOf(model),
    tier: tierOf(wordOf(group["service_tier"])),
    usd,
    listUsd,
  };
}
