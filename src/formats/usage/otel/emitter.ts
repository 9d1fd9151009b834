/** Who wrote a span, and what its input counts. */
import type { InputMeaning } from "../../../api/usage/counts.ts";
import { namesOf } from "../../../names.ts";
import { textOf } from "../entry.ts";
import type { Span } from "./span.ts";

/** An instrumentation that writes spans of calls. */
interface Emitter {
  readonly title: string;
  readonly sees: (span: Span) => boolean;
  /** What the input counts; `cached`: whether the span says anything of the cache. */
  readonly input: (span: Span, cached: boolean) => InputMeaning;
  /** What is known to be wrong with its figures. */
  readonly fault: (span: Span, cached: boolean) => "cache-missing" | "output-too-high" | null;
}

const inclusive = (): InputMeaning => "inclusive";
const exact = (): null => null;

/**
 * The instrumentations that are known, the first that sees a span is its writer. The same attribute
 * names mean different things with different writers, so scope, language and version choose.
 * Source: imports.md §2.
 */
const emitters = {
  sdk: {
    title: "the Anthropic SDK",
    sees: ({ scope, attributes, name }) =>
      scope.startsWith("com.anthropic.sdk.") ||
      (scope === "" && name.startsWith("anthropic.") && "anthropic.request.id" in attributes),
    input: inclusive,
    fault: exact,
  },
  sentry: {
    title: "Sentry",
    sees: ({ scope, attributes }) =>
      scope.startsWith("@sentry/") || "sentry.origin" in attributes || "sentry.op" in attributes,
    // Recorded of 11.12: names of the semantic conventions, inclusive. Before, names of its own,
    // exclusive, with a total that adds the cached tokens; another total is none that is known.
    input: ({ attributes }) =>
      Object.keys(attributes).some((name) => /\.cache_(?:read|creation)\.input_tokens$/.test(name))
        ? "inclusive"
        : "gen_ai.usage.total_tokens" in attributes
          ? "unknown"
          : "exclusive",
    fault: exact,
  },
  "traceloop-python": {
    title: "Traceloop for Python",
    sees: ({ scope }) => scope === "opentelemetry.instrumentation.anthropic",
    input: inclusive,
    fault: ({ attributes }) =>
      attributes["gen_ai.is_streaming"] === false || attributes["llm.is_streaming"] === false
        ? null
        : "output-too-high",
  },
  "traceloop-js": {
    title: "Traceloop for JavaScript",
    sees: ({ scope }) => scope === "@traceloop/instrumentation-anthropic",
    input: () => "exclusive",
    fault: exact,
  },
  "ai-sdk-7": {
    title: "the AI SDK",
    sees: ({ scope }) => scope === "gen_ai",
    input: inclusive,
    fault: exact,
  },
  "ai-sdk": {
    title: "the AI SDK",
    sees: ({ attributes }) => "ai.operationId" in attributes,
    input: ({ attributes }) =>
      "ai.usage.inputTokenDetails.noCacheTokens" in attributes
        ? "inclusive"
        : servesNatively.test(textOf(attributes["ai.model.provider"]) ?? "")
          ? "exclusive"
          : "unknown",
    fault: exact,
  },
  "openinference-js": {
    title: "OpenInference for JavaScript",
    sees: (span) =>
      span.scope === "@arizeai/openinference-instrumentation-anthropic" ||
      (span.scope === "" && isOpenInference(span) && /^(?:nodejs|webjs)$/.test(span.language)),
    // Versions that write nothing of the cache leave it out of the input too; later ones do both.
    input: (_, cached) => (cached ? "inclusive" : "exclusive"),
    fault: (span, cached) =>
      cached || isLaterThan(span.version, [0, 1, 22]) ? null : "cache-missing",
  },
  "openinference-python": {
    title: "OpenInference for Python",
    sees: (span) =>
      span.scope.startsWith("openinference.instrumentation.anthropic") ||
      (span.scope === "" && isOpenInference(span) && span.language === "python"),
    input: inclusive,
    fault: exact,
  },
  "pydantic-ai": {
    title: "Pydantic AI",
    sees: ({ scope }) => /^pydantic[-_.]ai$/.test(scope),
    input: inclusive,
    fault: exact,
  },
  laminar: {
    title: "Laminar",
    sees: ({ scope, attributes }) =>
      /^(?:lmnr|@lmnr-ai|laminar)/i.test(scope) ||
      Object.keys(attributes).some((key) => key.startsWith("lmnr.")),
    input: inclusive,
    fault: exact,
  },
  logfire: {
    title: "Logfire",
    sees: ({ scope, attributes }) =>
      /^logfire\b/.test(scope) || (scope === "" && "logfire.msg" in attributes),
    input: inclusive,
    fault: exact,
  },
} as const satisfies Readonly<Record<string, Emitter>>;

/** The AI SDK's own providers for Claude, which hand on what the API counts. */
const servesNatively =
  /^(?:anthropic|vertex\.anthropic|google\.vertex\.anthropic|amazon-bedrock|bedrock)\b/;

function isOpenInference({ attributes }: Span): boolean {
  return "openinference.span.kind" in attributes || "llm.token_count.prompt" in attributes;
}

/** Who wrote a span; null where nobody known did. */
export function emitterOf(span: Span): keyof typeof emitters | null {
  return namesOf(emitters).find((name) => emitters[name].sees(span)) ?? null;
}

/** How people call who wrote a span: its scope, where that is not known. */
export function emitterTitle(span: Span): string {
  const name = emitterOf(span);
  return name === null ? span.scope || "an unknown instrumentation" : emitters[name].title;
}

/** What the input of a span counts, and what is known to be wrong with it. */
export function readingOf(
  span: Span,
  cached: boolean,
): { readonly input: InputMeaning; readonly fault: ReturnType<Emitter["fault"]> } {
  const name = emitterOf(span);
  if (name === null) return { input: "unknown", fault: null };
  const emitter: Emitter = emitters[name];
  return { input: emitter.input(span, cached), fault: emitter.fault(span, cached) };
}

/** Whether a version, of three numbers, is later than another. No version is not. */
function isLaterThan(version: string, than: readonly [number, number, number]): boolean {
  const parts = version.split(".").map(Number);
  for (const [index, bound] of than.entries()) {
    const part = parts[index];
    if (part === undefined || !Number.isFinite(part)) return false;
    if (part !== bound) return part > bound;
  }
  return false;
}
