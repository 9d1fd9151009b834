import { isArray, isObject, setMember, type Json, type JsonObject } from "../json.ts";
import { messagesOf, toolsOf } from "./request.ts";

/** How long a prefix is cached. */
export type Ttl = "5m" | "1h";

/** Lifetimes in milliseconds (caching-rules.md §7). */
export const ttlMs: Readonly<Record<Ttl, number>> = { "5m": 300_000, "1h": 3_600_000 };

/**
 * The lifetime a `cache_control` member asks for: `5m` unless it says another one; null where there
 * is no marker.
 */
export function markerTtl(holder: Json | undefined): Ttl | null {
  if (!isObject(holder) || !isObject(holder["cache_control"])) return null;
  const { ttl } = holder["cache_control"];
  return isTtl(ttl) ? ttl : "5m";
}

export function isTtl(value: Json | undefined): value is Ttl {
  return typeof value === "string" && Object.hasOwn(ttlMs, value);
}

/**
 * The lifetimes a request asks for, by its `cache_control` marks: on tools, system, content,
 * results, or the body itself.
 */
export function markedLifetimes(request: JsonObject): ReadonlySet<Ttl> {
  const content = (messagesOf(request) ?? []).flatMap(contentOf);
  const holders = [
    request,
    ...toolsOf(request),
    ...listOf(request["system"]),
    ...content,
    ...content.flatMap(contentOf),
  ];
  return new Set(holders.map(markerTtl).filter((ttl) => ttl !== null));
}

function contentOf(holder: Json): readonly Json[] {
  return isObject(holder) ? listOf(holder["content"]) : [];
}

function listOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

/**
 * Members that hold the caller's own data: a `cache_control` in there is a word of theirs, not a
 * marker.
 */
const callerData: ReadonlySet<string> = new Set([
  "input",
  "input_schema",
  "input_examples",
  "schema",
]);

/** A value without any marker, at any depth; the same object where there is none. */
export function withoutMarkers(value: Json): Json {
  if (isArray(value)) {
    let changed = false;
    const items = value.map((item) => {
      const stripped = withoutMarkers(item);
      changed ||= stripped !== item;
      return stripped;
    });
    return changed ? items : value;
  }
  if (!isObject(value)) return value;
  let changed = false;
  const members: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === "cache_control") {
      changed = true;
      continue;
    }
    const stripped = callerData.has(key) ? item : withoutMarkers(item);
    changed ||= stripped !== item;
    setMember(members, key, stripped);
  }
  return changed ? members : value;
}
