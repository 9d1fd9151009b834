/** Spans of whatever export, in one shape. */
import {
  isArray,
  isObject,
  setMember,
  type Json,
  type JsonObject,
  type Path,
} from "../../../json.ts";
import { firstText, nameOfStatus, textOf, timeOf } from "../entry.ts";

/** One span: of OTLP, or an SDK's own dump. */
export interface Span {
  readonly path: Path;
  readonly name: string;
  /** The instrumentation that wrote it; empty where the export does not say. */
  readonly scope: string;
  readonly version: string;
  /** `telemetry.sdk.language` of its resource: `python`, `nodejs`; empty where it does not say. */
  readonly language: string;
  /** By their dotted names. */
  readonly attributes: JsonObject;
  readonly trace: string;
  readonly id: string;
  readonly parent: string;
  /** When it began, ISO. */
  readonly at: string | null;
  readonly isError: boolean;
}

/** Whether a document holds spans. */
export function holdsSpans(document: Json): boolean {
  return (
    isObject(document) &&
    (resourcesOf(document).length > 0 || isDump(document) || dumpsOf(document).length > 0)
  );
}

/** The spans of a document, in order. */
export function spansOf(document: Json): readonly Span[] {
  if (!isObject(document)) return [];
  if (isDump(document)) return [spanOf(document, { path: [], scope: {}, language: "" })];
  const dumps = dumpsOf(document);
  if (dumps.length > 0)
    return dumps.map(({ item, path }) => spanOf(item, { path, scope: {}, language: "" }));
  return resourcesOf(document).flatMap(({ resource, path }) => {
    const language = textOf(attributesOf(objectAt(resource, "resource"))["telemetry.sdk.language"]);
    return listsOf(resource, path, scopeLists).flatMap(({ item: list, path }) => {
      const scope = objectAt(list, "scope", "instrumentationLibrary", "instrumentation_library");
      return listsOf(list, path, ["spans"]).map(({ item, path }) =>
        spanOf(item, { path, scope, language: language ?? "" }),
      );
    });
  });
}

const resourceLists = ["resourceSpans", "resource_spans", "batches"];
const scopeLists = [
  "scopeSpans",
  "scope_spans",
  "instrumentationLibrarySpans",
  "instrumentation_library_spans",
];

interface Listed {
  readonly item: JsonObject;
  readonly path: Path;
}

function resourcesOf(
  document: JsonObject,
): readonly { readonly resource: JsonObject; readonly path: Path }[] {
  const { trace } = document;
  const inner = isObject(trace) ? listsOf(trace, ["trace"], resourceLists) : [];
  return [...listsOf(document, [], resourceLists), ...inner].flatMap(({ item, path }) =>
    scopeLists.some((name) => isArray(item[name])) ? [{ resource: item, path }] : [],
  );
}

/** Dumps in a list, as exports of traces and of their parts have them. */
function dumpsOf(document: JsonObject): readonly Listed[] {
  const listed = listsOf(document, [], ["spans", "data"]).filter(({ item }) => isDump(item));
  // The outermost span of Sentry's transactions stands apart.
  const root = objectAt(objectAt(document, "contexts"), "trace");
  return listed.length > 0 && isDump(root)
    ? [{ item: root, path: ["contexts", "trace"] }, ...listed]
    : listed;
}

function listsOf(object: JsonObject, path: Path, names: readonly string[]): readonly Listed[] {
  return names.flatMap((name) => {
    const list = object[name];
    return (isArray(list) ? list : []).flatMap((item, index) =>
      isObject(item) ? [{ item, path: [...path, name, index] }] : [],
    );
  });
}

/**
 * A span by itself: `span.to_json()` of Python and Phoenix' rows have `context`, dumps of
 * JavaScript `spanContext` or ids of their own, Sentry's `data` in place of `attributes`.
 */
function isDump(document: JsonObject): boolean {
  const attributes = document["attributes"] ?? document["data"];
  return (
    (isObject(attributes) || isArray(attributes)) &&
    ("context" in document ||
      "spanContext" in document ||
      (("traceId" in document || "trace_id" in document) &&
        ["name", "spanId", "span_id", "id", "op"].some((key) => key in document)))
  );
}

function spanOf(
  span: JsonObject,
  around: { readonly path: Path; readonly scope: JsonObject; readonly language: string },
): Span {
  const context = objectAt(span, "context", "spanContext");
  const scope = {
    ...around.scope,
    ...objectAt(span, "instrumentationScope", "instrumentation_scope", "scope"),
  };
  const status = span["status"];
  const code = isObject(status)
    ? (status["code"] ?? status["status_code"])
    : (status ?? span["status_code"]);
  const parent = firstText(
    span["parentSpanId"],
    span["parent_span_id"],
    span["parent_id"],
    span["parentId"],
  );
  const resource = attributesOf(objectAt(span, "resource"));
  return {
    path: around.path,
    name: firstText(span["name"], span["op"], span["description"]) ?? "",
    scope: textOf(scope["name"]) ?? "",
    version: textOf(scope["version"]) ?? "",
    language: textOf(resource["telemetry.sdk.language"]) ?? around.language,
    attributes: attributesOf(span),
    trace: idOf(
      firstText(span["traceId"], span["trace_id"], context["trace_id"], context["traceId"]),
    ),
    id: idOf(
      firstText(span["spanId"], span["span_id"], context["span_id"], context["spanId"], span["id"]),
    ),
    parent: idOf(parent),
    at: startOf(span),
    isError: /^(?:2|error|status_code_error|internal_error|unknown_error)$/i.test(
      nameOfStatus(code).replace(/^.*\./, ""),
    ),
  };
}

function startOf(span: JsonObject): string | null {
  const names = [
    "startTimeUnixNano",
    "start_time_unix_nano",
    "start_time",
    "startTime",
    "start_timestamp",
    "timestamp",
  ];
  const value = names.map((name) => span[name]).find((each) => each !== undefined && each !== null);
  // A time of JavaScript's SDK is [seconds, nanoseconds].
  return timeOf(isArray(value) ? value[0] : value);
}

/** Ids as hex without `0x`, which Python's dumps have. */
function idOf(text: string | null): string {
  return (text ?? "").replace(/^0x/, "").toLowerCase();
}

function objectAt(object: JsonObject, ...names: readonly string[]): JsonObject {
  return names.map((name) => object[name]).find(isObject) ?? {};
}

/**
 * The attributes of a span or a resource by dotted names: OTLP's list of keys and typed values, an
 * object of them, or objects in objects, as Phoenix exports them.
 */
function attributesOf(owner: JsonObject): JsonObject {
  const attributes = owner["attributes"] ?? owner["data"];
  const flat: Record<string, Json> = {};
  if (isArray(attributes))
    for (const attribute of attributes) {
      const key = isObject(attribute) ? textOf(attribute["key"]) : null;
      if (isObject(attribute) && key !== null) setMember(flat, key, valueOf(attribute["value"]));
    }
  else if (isObject(attributes)) flatten(attributes, "", flat);
  return flat;
}

function flatten(object: JsonObject, prefix: string, into: Record<string, Json>): void {
  for (const [key, value] of Object.entries(object)) {
    const name = `${prefix}${key}`;
    setMember(into, name, value);
    if (isObject(value)) flatten(value, `${name}.`, into);
  }
}

/** A typed value of OTLP: `intValue` is a text or a number. */
function valueOf(value: Json | undefined): Json {
  if (!isObject(value)) return value ?? null;
  const [entry] = Object.entries(value);
  if (entry === undefined) return null;
  const [kind, inner] = entry;
  if (kind === "arrayValue" || kind === "array_value") {
    const values = isObject(inner) ? inner["values"] : undefined;
    return isArray(values) ? values.map(valueOf) : [];
  }
  if (kind === "kvlistValue" || kind === "kvlist_value") {
    const values = isObject(inner) ? inner["values"] : undefined;
    return attributesOf({ attributes: values ?? [] });
  }
  return inner;
}
