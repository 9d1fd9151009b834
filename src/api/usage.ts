import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { speeds, tiers, type RateKey } from "../models/rates.ts";
import { hasErrors, problem, type Place, type Problem } from "../problem.ts";
import { modelOf } from "./model.ts";
import { createUsageReader, isAbsent, numberOf, type UsageReader } from "./usage/reader.ts";

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

const iterationKinds = ["message", "compaction", "advisor_message", "fallback_message"] as const;

/** One sampling of a usage that sums several (billing.md §1.5). */
export interface Iteration extends Sampling {
  readonly kind: (typeof iterationKinds)[number];
  /**
   * Null: the model of the message, or for a `message` before a fallback the one that was asked; for
   * an advisor's pass the one that its tool in the request names.
   */
  readonly model: string | null;
}

/** The `usage` of a response, checked. Null stands for what a recording does not say. */
export interface Usage extends Sampling {
  readonly iterations: readonly Iteration[];
  readonly webSearches: number;
  /** Whether server tools ran: then the classes may be sums over several passes. */
  readonly usedServerTools: boolean;
  readonly speed: RateKey["speed"] | null;
  readonly tier: RateKey["tier"] | null;
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
  const reader = createUsageReader(place, problems);
  const whole = readSampling(json, "usage", reader);

  const list = json["iterations"];
  const iterations = (isArray(list) ? list : []).map((iteration, index) =>
    readIteration(iteration, `usage.iterations.${index}`, reader),
  );

  const tools = json["server_tool_use"];
  const counts = isObject(tools) ? tools : {};
  const webSearches = reader.optional(counts, "usage.server_tool_use", "web_search_requests");

  const details = json["output_tokens_details"];
  const thinking = isObject(details)
    ? reader.optional(details, "usage.output_tokens_details", "thinking_tokens")
    : 0;
  if (thinking > whole.output)
    reader.disagree("usage.output_tokens_details", { sum: thinking, total: whole.output });

  const geo = geoOf(json);
  if (geo === null) reader.unknown("usage.inference_geo", "`global`");
  const speed = reader.choice(json, "speed", speeds);
  const tier = reader.choice(json, "service_tier", tiers);
  const credit = json["fallback_credit"];
  const status = isObject(credit) ? credit["status"] : undefined;

  const usage: Usage = {
    ...whole,
    iterations: iterations.filter((iteration) => iteration !== null),
    webSearches,
    usedServerTools: Object.values(counts).some((count) => numberOf(count) > 0),
    speed,
    tier,
    geo: geo ?? "global",
    creditRedeemed: isObject(status) && status["type"] === "redeemed",
  };
  return { usage: hasErrors(problems) ? null : usage, problems };
}

/** The prompt of one sampling: all that was read, written or neither. Tokens. */
export function promptSize(sampling: Sampling): number {
  return sampling.input + sampling.cacheRead + sampling.cacheWrite;
}

function readSampling(object: JsonObject, prefix: string, reader: UsageReader): Sampling {
  const cacheWrite = reader.optional(object, prefix, "cache_creation_input_tokens");
  return {
    input: reader.required(object, prefix, "input_tokens"),
    output: reader.required(object, prefix, "output_tokens"),
    cacheRead: reader.optional(object, prefix, "cache_read_input_tokens"),
    cacheWrite,
    split: readSplit(object, prefix, { cacheWrite, reader }),
  };
}

function readSplit(
  object: JsonObject,
  prefix: string,
  { cacheWrite, reader }: { readonly cacheWrite: number; readonly reader: UsageReader },
): Sampling["split"] {
  const creation = object["cache_creation"];
  if (!isObject(creation)) return null;
  const field = `${prefix}.cache_creation`;
  const fiveMinutes = reader.optional(creation, field, "ephemeral_5m_input_tokens");
  const oneHour = reader.optional(creation, field, "ephemeral_1h_input_tokens");
  if (fiveMinutes + oneHour > cacheWrite)
    reader.disagree(field, { sum: fiveMinutes + oneHour, total: cacheWrite });
  return { fiveMinutes, oneHour };
}

function readIteration(value: Json, prefix: string, reader: UsageReader): Iteration | null {
  const kind = isObject(value)
    ? iterationKinds.find((known) => known === value["type"])
    : undefined;
  const model = isObject(value) ? modelOf(value) : null;
  if (!isObject(value) || kind === undefined) {
    reader.unknownIteration(prefix);
    return null;
  }
  return { kind, model, ...readSampling(value, prefix, reader) };
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
