import { isArray, isObject, type Json, type JsonObject } from "../../json.ts";

/**
 * The lifetimes a request asks for, by its `cache_control` marks: on tools, system, content,
 * results, or the body itself.
 */
export function markedLifetimes(request: JsonObject): ReadonlySet<"5m" | "1h"> {
  const content = listOf(request["messages"]).flatMap((message) => memberOf(message, "content"));
  const places = [
    request,
    ...listOf(request["tools"]),
    ...listOf(request["system"]),
    ...content,
    ...content.flatMap((block) => memberOf(block, "content")),
  ];
  return new Set(places.map(markerOf).filter((marker) => marker !== null));
}

function listOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

function memberOf(value: Json, key: string): readonly Json[] {
  return isObject(value) ? listOf(value[key]) : [];
}

function markerOf(value: Json): "5m" | "1h" | null {
  const control = isObject(value) ? value["cache_control"] : undefined;
  if (!isObject(control)) return null;
  return control["ttl"] === "1h" ? "1h" : "5m";
}
