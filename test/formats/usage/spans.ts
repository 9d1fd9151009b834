import type { Json, JsonObject } from "../../../src/json.ts";

/** A span for tests: its instrumentation, its attributes, and where it stands in its trace. */
export interface SpanFacts {
  readonly scope?: string;
  readonly version?: string;
  readonly language?: string;
  readonly name?: string;
  readonly trace?: string;
  readonly id: string;
  readonly parent?: string;
  readonly error?: boolean;
  readonly attributes: JsonObject;
}

/** An OTLP document of one span. */
export function otlp(span: SpanFacts): JsonObject {
  const { scope = "", version = "", language = "", trace = "t1", id, parent, error } = span;
  const { attributes } = span;
  return {
    resourceSpans: [
      {
        resource: { attributes: listed({ "telemetry.sdk.language": language }) },
        scopeSpans: [
          {
            scope: { name: scope, version },
            spans: [
              {
                traceId: trace,
                spanId: id,
                ...(parent === undefined ? {} : { parentSpanId: parent }),
                name: span.name ?? "chat",
                startTimeUnixNano: "1790000000000000000",
                status: { code: error === true ? 2 : 0 },
                attributes: listed(attributes),
              },
            ],
          },
        ],
      },
    ],
  };
}

function listed(attributes: JsonObject): readonly Json[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: typed(value) }));
}

function typed(value: Json): JsonObject {
  if (typeof value === "number") return { intValue: String(value) };
  if (typeof value === "boolean") return { boolValue: value };
  return { stringValue: typeof value === "string" ? value : JSON.stringify(value) };
}
