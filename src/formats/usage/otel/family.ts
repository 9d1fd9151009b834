/** Which of the spans of a file tell of an answer, and which repeat what others inside them say. */
import { groupBy } from "../../../order.ts";
import type { FormatDocument } from "../../format.ts";
import { textOf } from "../entry.ts";
import { emitterOf } from "./emitter.ts";
import type { Span } from "./span.ts";
import { modelOfSpan, type SpanUsage } from "./span-usage.ts";

/** A span and where it stands. */
export interface LoggedSpan {
  readonly span: Span;
  /** Null where it has none. */
  readonly usage: SpanUsage | null;
  /** Of another vendor's model. */
  readonly isOther: boolean;
  readonly document: FormatDocument;
}

/** A span that tells of an answer, and those around it. */
export interface LoggedAnswer extends LoggedSpan {
  readonly usage: SpanUsage;
  readonly around: readonly Span[];
}

/** What the spans of a file are. */
export interface Family {
  readonly answers: readonly LoggedAnswer[];
  /** With a usage that a span inside has too. */
  readonly repeated: readonly LoggedSpan[];
  readonly refused: readonly LoggedSpan[];
  /** Calls that ended well, and say nothing of their tokens. */
  readonly silent: readonly LoggedSpan[];
}

/**
 * Tells the spans of a file apart. The innermost span with a usage tells of the answer; an agent's,
 * a workflow's or a step's sum counts only in a trace that holds none of the calls it sums. Of
 * failures too the innermost counts, the SDK's where it wrote spans at all.
 */
export function tellApart(spans: ReadonlyMap<string, LoggedSpan>): Family {
  const all = [...spans.values()].filter(({ isOther }) => !isOther);
  const calls = all.filter(({ span }) => !isSum(span));
  const told = calls.filter(hasUsage);
  const traces = new Set(told.map(({ span }) => span.trace));
  const sums = all
    .filter(hasUsage)
    .filter(({ span }) => isSum(span) && !(span.trace !== "" && traces.has(span.trace)));
  const failed = calls.filter(({ usage, span }) => usage === null && isCall(span) && span.isError);

  const outer = climb([...told, ...sums], spans);
  const failing = climb(failed, spans);
  const answers = [...told, ...sums].filter(({ span }) => !outer.has(span));
  const telling = new Set(answers.map(({ span }) => span));
  const heard = failed.filter(({ span }) => !outer.has(span) && !failing.has(span));
  const ofSdk = heard.filter(({ span }) => emitterOf(span) === "sdk");
  const hasSdk = all.some(({ span }) => emitterOf(span) === "sdk");
  const around = groupBy(outer.keys(), (span) => outer.get(span));
  return {
    answers: answers.map((each) => ({ ...each, around: around.get(each.span) ?? [] })),
    repeated: all.filter(({ usage, span }) => usage !== null && !telling.has(span)),
    refused: hasSdk ? ofSdk : heard,
    silent: calls.filter(
      ({ usage, span }) =>
        usage === null && !span.isError && !outer.has(span) && !failing.has(span) && isSilent(span),
    ),
  };
}

/** What a span is known by: its ids, or that it is the n-th without. */
export function keyOfSpan({ trace, id }: Span, index: number): string {
  return id === "" ? `span ${index}` : `${trace}/${id}`;
}

function hasUsage(logged: LoggedSpan): logged is LoggedSpan & { readonly usage: SpanUsage } {
  return logged.usage !== null;
}

/** The spans around some, each with the first of these that it is around. Each is passed once. */
function climb(
  starts: readonly LoggedSpan[],
  spans: ReadonlyMap<string, LoggedSpan>,
): ReadonlyMap<Span, Span> {
  const around = new Map<Span, Span>();
  for (const { span: start } of starts) {
    let at = spans.get(`${start.trace}/${start.parent}`)?.span;
    while (at !== undefined && at !== start && !around.has(at)) {
      around.set(at, start);
      at = spans.get(`${at.trace}/${at.parent}`)?.span;
    }
  }
  return around;
}

/** Whether a span sums up calls, or is none: an agent's, a workflow's, a tool's. */
function isSum({ attributes }: Span): boolean {
  const kind = textOf(attributes["openinference.span.kind"]);
  if (kind !== null) return kind.toUpperCase() !== "LLM";
  const operation = textOf(attributes["ai.operationId"]);
  if (operation !== null) return !/\.do[A-Z]/.test(operation);
  const kinds = ["gen_ai.operation.name", "traceloop.span.kind", "sentry.op", "lmnr.span.type"];
  return kinds.some((name) =>
    /agent|workflow|step|tool|task|chain|embed|retriev/i.test(textOf(attributes[name]) ?? ""),
  );
}

function isCall(span: Span): boolean {
  return modelOfSpan(span) !== null || span.attributes["http.route"] === "/v1/messages";
}

/**
 * Whether a span without usage is a call whose answer was not counted. Logfire writes the usage of
 * a stream in a second span.
 */
function isSilent(span: Span): boolean {
  const { attributes } = span;
  const isChat =
    /^(?:chat|text_completion|generate_content|messages)$/.test(
      textOf(attributes["gen_ai.operation.name"]) ?? "",
    ) ||
    "ai.operationId" in attributes ||
    "openinference.span.kind" in attributes;
  return isChat && modelOfSpan(span) !== null && emitterOf(span) !== "logfire";
}
