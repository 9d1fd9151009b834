/** What entries of usage logs have in common: how their members are read, and made calls. */
import { wholeNumber, anyNumber } from "../../api/number.ts";
import type { CountsFault } from "../../api/usage/counts.ts";
import { parseJson } from "../../json-text.ts";
import { isNumberText, isObject, type Json, type JsonObject, type Path } from "../../json.ts";
import { readMoment } from "../../moment.ts";
import { problem, type Place, type Problem } from "../../problem.ts";
import type { Call, FormatContext, FormatDocument } from "../format.ts";
import { canHaveCost } from "./whole-request.ts";

/** What an entry says of one answer; what is left out is not said. */
interface Entry {
  readonly path: Path;
  /** With `model` and `usage`, in the API's shape. */
  readonly response: JsonObject;
  readonly request?: JsonObject | null;
  readonly bodyPath?: Path | null;
  readonly at?: string | null;
  readonly run?: string | null;
  readonly id?: string | null;
  /** The document it stands in, where the end of the file gives it. */
  readonly document?: Pick<FormatDocument, "place">;
}

/**
 * The call of the Messages API that an entry tells of. A body that cannot have cost what was billed
 * is not the whole request: then it has none.
 */
export function callOf(entry: Entry): Call {
  const request = entry.request ?? null;
  const isWhole = request !== null && canHaveCost(request, entry.response);
  return {
    path: entry.path,
    bodyPath: entry.bodyPath ?? null,
    endpoint: "messages",
    request: isWhole ? request : null,
    betas: null,
    response: entry.response,
    at: entry.at ?? null,
    batch: false,
    customId: null,
    run: entry.run ?? null,
    id: entry.id ?? null,
    ...(entry.document === undefined ? {} : { document: entry.document }),
  };
}

/**
 * Tells of one entry after the other whether one with its id came before; it is then counted as left
 * out. Null, no id: it did not.
 */
export function createRepeats(context: FormatContext): (id: string | null) => boolean {
  const seen = new Set<string>();
  return (id) => {
    if (id === null) return false;
    const isRepeated = seen.has(id);
    if (isRepeated) context.leaveOut({ why: "repeated", name: "" });
    seen.add(id);
    return isRepeated;
  };
}

/** A response with what is known of it; no member where nothing is. */
export function responseOf(model: string | null, usage: JsonObject, id: string | null): JsonObject {
  return {
    ...(id === null ? {} : { id }),
    ...(model === null ? {} : { model }),
    usage,
  };
}

/** Whether a value is a Messages API answer with the API's own usage. */
export function isMessage(
  value: Json | undefined,
): value is JsonObject & { readonly usage: JsonObject } {
  return isObject(value) && isNativeUsage(value["usage"]);
}

/** Whether a usage is the API's own: its classes, and none that another shape has beside them. */
export function isNativeUsage(value: Json | undefined): value is JsonObject {
  return (
    isObject(value) &&
    wholeNumber(value["input_tokens"]) !== null &&
    wholeNumber(value["output_tokens"]) !== null &&
    !("input_tokens_details" in value) &&
    !("prompt_tokens" in value)
  );
}

/** A text that is not empty; null for everything else. */
export function textOf(value: Json | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** The first of some values that is a text with something in it. */
export function firstText(...values: readonly (Json | undefined)[]): string | null {
  return values.map(textOf).find((text) => text !== null) ?? null;
}

/** The object a value is, or that its text holds; empty where it is neither. */
export function objectOf(value: Json | undefined): JsonObject {
  const read = documentOf(value);
  return isObject(read) ? read : {};
}

/** A value, or what its text holds where it is JSON: exporters write documents as text. */
export function documentOf(value: Json | undefined): Json | undefined {
  return typeof value === "string" && /^\s*[[{]/.test(value) ? parseJson(value) : value;
}

/** A count of tokens, also as text; null where it is none. */
export function countOf(value: Json | undefined): number | null {
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : wholeNumber(value);
}

/**
 * When something was, ISO in UTC: a time as text (without zone UTC), or seconds, milliseconds,
 * microseconds or nanoseconds since 1970, told apart by size. A text that is no time stays as it
 * is, so that the bill can say so.
 */
export function timeOf(value: Json | undefined): string | null {
  if (typeof value === "string" && !/^\d+(?:\.\d+)?$/.test(value))
    return value === "" ? null : (readMoment(value)?.iso ?? value);
  const number = typeof value === "string" ? Number(value) : anyNumber(value);
  if (!Number.isFinite(number) || number <= 0) return null;
  const ms = [1_000, 1, 0.001, 0.000_001].map((factor) => number * factor);
  const moment = ms.find((each) => each < latestMs && each > earliestMs);
  return moment === undefined ? null : new Date(moment).toISOString();
}

/** No log of Claude is older than 2020; what is later than 2100 is in a smaller unit. */
const earliestMs = Date.UTC(2020, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

/** The problem that a fault in an entry's counts is. `emitter`: who wrote them, as people call it. */
export function problemOfFault(fault: CountsFault, emitter: string, place: Place): Problem {
  if (fault.kind === "missing")
    return problem("log-usage-missing", place, { emitter, what: fault.what });
  if (fault.kind === "total")
    return problem("log-total-disagrees", place, {
      emitter,
      sum: fault.sum,
      total: fault.total,
    });
  const { input, cached } = fault;
  const code = fault.kind === "unclear" ? "log-input-unclear" : "log-input-too-small";
  return problem(code, place, { emitter, input, cached });
}

/** A number as text, for a name; empty where there is none. */
export function nameOfStatus(value: Json | undefined): string {
  return typeof value === "number"
    ? String(value)
    : isNumberText(value)
      ? value.numberText
      : (textOf(value) ?? "");
}
