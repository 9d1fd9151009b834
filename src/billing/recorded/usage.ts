import { isArray, isNumberText, isObject, type Json, type JsonObject } from "../../json.ts";
import { problem, type Place, type Problem } from "../../problem.ts";

/**
 * Tokens of one sampling as the API reports them: four disjoint classes, and how its cache writes
 * divide over lifetimes.
 */
export interface Sampling {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** Null where none is recorded. May add up to less than `cacheWrite`, never to more. */
  readonly split: { readonly fiveMinutes: number; readonly oneHour: number } | null;
}

export interface Iteration extends Sampling {
  readonly kind: "message" | "compaction" | "advisor_message" | "fallback_message";
  /**
   * Null: the model of the message, or for a `message` before a fallback the one that was asked.
   */
  readonly model: string | null;
}

/** The `usage` of a response, checked. Null stands for what a recording does not say. */
export interface Usage extends Sampling {
  readonly iterations: readonly Iteration[];
  readonly webSearches: number;
  /** Whether server tools ran: then the classes may be sums over several passes. */
  readonly usedServerTools: boolean;
  readonly speed: "standard" | "fast" | null;
  readonly tier: "standard" | "priority" | "batch" | null;
  readonly geo: "global" | "us";
  readonly creditRedeemed: boolean;
}

/** Quantities as the API writes them in a `usage`. Tokens. */
export function writeUsage(billed: {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
}): JsonObject {
  return {
    input_tokens: billed.input,
    cache_read_input_tokens: billed.cacheRead,
    cache_creation_input_tokens: billed.cacheWrite5m + billed.cacheWrite1h,
    cache_creation: {
      ephemeral_5m_input_tokens: billed.cacheWrite5m,
      ephemeral_1h_input_tokens: billed.cacheWrite1h,
    },
    output_tokens: billed.output,
  };
}

const iterationKinds = ["message", "compaction", "advisor_message", "fallback_message"] as const;

/**
 * Reads a recorded `usage`, however old. `place` is where the object that holds it stands. Errors:
 * `usage-missing`, `usage-malformed` (a class missing, negative or not whole), `usage-disagrees`
 * (parts larger than their total), `iteration-unknown`; each makes the usage null. Source:
 * billing.md §1.5, caching-rules.md §10.
 */
export function readUsage(
  json: Json | undefined,
  place: Place,
): { readonly usage: Usage | null; readonly problems: readonly Problem[] } {
  if (!isObject(json)) return { usage: null, problems: [problem("usage-missing", place, {})] };
  const problems: Problem[] = [];
  const reader = createReader(place, problems);
  const whole = reader.sampling(json, "usage");

  const list = json["iterations"];
  const iterations = (isArray(list) ? list : []).map((one, index) =>
    reader.iteration(one, `usage.iterations.${index}`),
  );

  const tools = json["server_tool_use"];
  const counts = isObject(tools) ? tools : {};
  const webSearches = reader.optional(counts, "usage.server_tool_use", "web_search_requests");

  const details = json["output_tokens_details"];
  const thinking = isObject(details)
    ? reader.optional(details, "usage.output_tokens_details", "thinking_tokens")
    : 0;
  if (thinking > whole.output) {
    const field = "usage.output_tokens_details";
    problems.push(
      problem("usage-disagrees", reader.at(field), { field, sum: thinking, total: whole.output }),
    );
  }

  const geo = geoOf(json);
  if (geo === null) {
    const field = "usage.inference_geo";
    problems.push(problem("usage-value-unknown", reader.at(field), { field, taken: "`global`" }));
  }
  const speed = reader.oneOf(json, "usage.speed", "speed", ["standard", "fast"], "`standard`");
  const tier = reader.oneOf(
    json,
    "usage.service_tier",
    "service_tier",
    ["standard", "priority", "batch"],
    "`standard`",
  );
  const credit = json["fallback_credit"];
  const status = isObject(credit) ? credit["status"] : undefined;

  const usage: Usage = {
    ...whole,
    iterations: iterations.filter((one) => one !== null),
    webSearches,
    usedServerTools: Object.values(counts).some((count) => numberOf(count) > 0),
    speed,
    tier,
    geo: geo ?? "global",
    creditRedeemed: isObject(status) && status["type"] === "redeemed",
  };
  return { usage: problems.some((one) => one.severity === "error") ? null : usage, problems };
}

/** Reads fields of one object of a usage and notes what is wrong with them. */
function createReader(place: Place, problems: Problem[]) {
  const at = (field: string): Place => ({
    ...place,
    path: place.path === null ? field : `${place.path}.${field}`,
  });

  const required = (object: JsonObject, prefix: string, key: string): number => {
    const value = object[key];
    const is = faultOf(value);
    if (is === null) return numberOf(value);
    problems.push(
      problem("usage-malformed", at(`${prefix}.${key}`), { field: `${prefix}.${key}`, is }),
    );
    return 0;
  };

  // Older recordings lack the cache classes, and the API itself sends null for them.
  const optional = (object: JsonObject, prefix: string, key: string): number =>
    isAbsent(object[key]) ? 0 : required(object, prefix, key);

  const oneOf = <Value extends string>(
    object: JsonObject,
    field: string,
    key: string,
    known: readonly Value[],
    taken: string,
  ): Value | null => {
    const value = object[key];
    if (isAbsent(value)) return null;
    const found = known.find((one) => one === value);
    if (found === undefined)
      problems.push(problem("usage-value-unknown", at(field), { field, taken }));
    return found ?? null;
  };

  const splitOf = (object: JsonObject, prefix: string, cacheWrite: number): Sampling["split"] => {
    const creation = object["cache_creation"];
    if (!isObject(creation)) return null;
    const field = `${prefix}.cache_creation`;
    const fiveMinutes = optional(creation, field, "ephemeral_5m_input_tokens");
    const oneHour = optional(creation, field, "ephemeral_1h_input_tokens");
    if (fiveMinutes + oneHour > cacheWrite) {
      problems.push(
        problem("usage-disagrees", at(field), {
          field,
          sum: fiveMinutes + oneHour,
          total: cacheWrite,
        }),
      );
    }
    return { fiveMinutes, oneHour };
  };

  const sampling = (object: JsonObject, prefix: string): Sampling => {
    const cacheWrite = optional(object, prefix, "cache_creation_input_tokens");
    return {
      input: required(object, prefix, "input_tokens"),
      output: required(object, prefix, "output_tokens"),
      cacheRead: optional(object, prefix, "cache_read_input_tokens"),
      cacheWrite,
      split: splitOf(object, prefix, cacheWrite),
    };
  };

  const iteration = (value: Json, prefix: string): Iteration | null => {
    const kind = isObject(value) ? iterationKinds.find((one) => one === value["type"]) : undefined;
    // An advisor is priced at its own model, so without one it cannot be.
    if (
      !isObject(value) ||
      kind === undefined ||
      (kind === "advisor_message" && typeof value["model"] !== "string")
    ) {
      problems.push(problem("iteration-unknown", at(prefix), { field: prefix }));
      return null;
    }
    const model = value["model"];
    return { kind, model: typeof model === "string" ? model : null, ...sampling(value, prefix) };
  };

  return { at, optional, oneOf, sampling, iteration };
}

/** What is wrong with a value that should be a number of tokens; null where it is one. */
function faultOf(value: Json | undefined): string | null {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (typeof value !== "number" && !isNumberText(value)) return "no number";
  const number = typeof value === "number" ? value : value.toJSON();
  if (number < 0) return "negative";
  return Number.isSafeInteger(number) ? null : "not whole";
}

function numberOf(value: Json | undefined): number {
  return typeof value === "number" ? value : isNumberText(value) ? value.toJSON() : 0;
}

function isAbsent(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

/**
 * Values of `inference_geo` that mean no premium, among them what recorders put in place of the
 * real one.
 */
function geoOf(usage: JsonObject): Usage["geo"] | null {
  const value = usage["inference_geo"];
  if (isAbsent(value) || value === "" || value === "global" || value === "not_available")
    return "global";
  if (value === "us") return "us";
  return typeof value === "string" && /^<.*>$/.test(value) ? "global" : null;
}
