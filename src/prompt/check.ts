import { isTtl, markerTtl } from "../api/cache-control.ts";
import { messagesOf } from "../api/request.ts";
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { problem, type Place, type Problem } from "../problem.ts";
import { isDeferred, isTurnScoped } from "./flatten.ts";
import { isMarkable } from "./markers.ts";
import type { Prompt } from "./prompt.ts";
import { checkShape } from "./shape.ts";

/** A `cache_control` member and where it stands; `inside` a block's own content. */
interface Marker {
  readonly path: string;
  readonly holder: JsonObject;
  readonly kind: "block" | "deferred" | "turn-scoped" | "message" | "inside";
}

/**
 * What the API would refuse in a request, and what is assumed where it is not plain:
 * caching-rules.md §3. `place` is the request's; each problem adds its path in the body.
 */
export function checkPrompt(prompt: Prompt, place: Place): readonly Problem[] {
  const { body } = prompt.request;
  const placeAt = (path: string): Place => ({ ...place, path });
  const markers = allMarkers(body);
  const unmarkable = unmarkableBlocks(prompt);
  const automatic = prompt.breakpoints.some((breakpoint) => breakpoint.automatic);
  const found = markers.length + (automatic ? 1 : 0);
  return [
    ...checkShape(prompt, placeAt),
    ...(isValid(body["cache_control"])
      ? []
      : [problem("marker-invalid", placeAt("cache_control"), { block: "the top level" })]),
    ...markers.flatMap((marker) => {
      const where = misplaced(marker, unmarkable);
      return [
        ...(isValid(marker.holder["cache_control"])
          ? []
          : [
              problem("marker-invalid", placeAt(`${marker.path}.cache_control`), {
                block: marker.path,
              }),
            ]),
        ...(where === null ? [] : [problem("marker-misplaced", placeAt(marker.path), { where })]),
        ...(marker.kind === "inside"
          ? [problem("marker-inside", placeAt(marker.path), { block: marker.path })]
          : []),
      ];
    }),
    ...(found > 4 ? [problem("too-many-breakpoints", placeAt(""), { found, automatic })] : []),
    ...checkOrder(prompt, placeAt),
    ...checkAutomatic(prompt, placeAt),
  ];
}

/**
 * Every marker of a body but the top-level one, in order. Each counts as one of the four
 * breakpoints.
 */
function allMarkers(body: JsonObject): readonly Marker[] {
  const tools = listMarkers(body["tools"], "tools", "block");
  const messages = messagesOf(body) ?? [];
  return [
    ...tools.map((marker) =>
      isDeferred(marker.holder) ? { ...marker, kind: "deferred" as const } : marker,
    ),
    ...listMarkers(body["system"], "system", "block"),
    ...messages.flatMap((message, index) => messageMarkers(message, `messages.${index}`)),
  ];
}

function listMarkers(
  values: Json | undefined,
  path: string,
  kind: Marker["kind"],
): readonly Marker[] {
  return (isArray(values) ? values : []).flatMap((value, index): readonly Marker[] =>
    hasMarker(value) ? [{ path: `${path}.${index}`, holder: value, kind }] : [],
  );
}

function hasMarker(value: Json): value is JsonObject {
  return isObject(value) && isObject(value["cache_control"]);
}

function messageMarkers(message: Json, path: string): readonly Marker[] {
  if (!isObject(message)) return [];
  const content = isArray(message["content"]) ? message["content"] : [];
  return [
    ...(hasMarker(message) ? [{ path, holder: message, kind: "message" } as const] : []),
    ...listMarkers(content, `${path}.content`, isTurnScoped(message) ? "turn-scoped" : "block"),
    ...content.flatMap((block, index) => innerMarkers(block, `${path}.content.${index}`)),
  ];
}

function innerMarkers(block: Json, path: string): readonly Marker[] {
  if (!isObject(block)) return [];
  const source = isObject(block["source"]) ? block["source"]["content"] : undefined;
  return [
    ...listMarkers(block["content"], `${path}.content`, "inside"),
    ...listMarkers(source, `${path}.source.content`, "inside"),
  ];
}

function unmarkableBlocks(prompt: Prompt): ReadonlyMap<string, string> {
  return new Map(
    prompt.blocks
      .filter((block) => !isMarkable(block))
      .map((block) => [
        block.path,
        block.kind === "text" ? "an empty text block" : `a ${block.kind} block`,
      ]),
  );
}

function isValid(control: Json | undefined): boolean {
  if (!isObject(control)) return true;
  const ttl = control["ttl"];
  return control["type"] === "ephemeral" && (ttl === undefined || ttl === null || isTtl(ttl));
}

function misplaced(marker: Marker, unmarkable: ReadonlyMap<string, string>): string | null {
  if (marker.kind === "deferred") return "a tool with defer_loading";
  if (marker.kind === "turn-scoped") return "a system message with clear_at";
  if (marker.kind === "message") return "a message";
  return unmarkable.get(marker.path) ?? null;
}

function checkOrder(prompt: Prompt, placeAt: (path: string) => Place): readonly Problem[] {
  const first = prompt.breakpoints.find((breakpoint) => breakpoint.ttl === "5m");
  const late =
    first === undefined
      ? undefined
      : prompt.breakpoints.find(
          (breakpoint) => breakpoint.ttl === "1h" && breakpoint.block > first.block,
        );
  if (first === undefined || late === undefined) return [];
  const before = prompt.blocks[first.block]?.path ?? "";
  return [
    problem(
      "ttl-order",
      placeAt(late.automatic ? "cache_control" : (prompt.blocks[late.block]?.path ?? "")),
      { before },
    ),
  ];
}

function checkAutomatic(prompt: Prompt, placeAt: (path: string) => Place): readonly Problem[] {
  const automatic = markerTtl(prompt.request.body);
  if (automatic === null || prompt.breakpoints.some((breakpoint) => breakpoint.automatic))
    return [];
  // No automatic breakpoint was set: the block it would fall on carries a marker of its own, which
  // is the last one.
  const own = prompt.breakpoints.at(-1)?.ttl ?? automatic;
  return own === automatic
    ? []
    : [problem("automatic-ttl", placeAt("cache_control"), { automatic, own })];
}
