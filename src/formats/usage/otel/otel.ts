import { groupBy } from "../../../order.ts";
import type { Format, FormatContext, FormatReader, Call } from "../../format.ts";
import { firstText, nameOfStatus, textOf } from "../entry.ts";
import { otherVendor } from "../other-vendor.ts";
import { openAnswerReader } from "./answer.ts";
import { keyOfSpan, tellApart, type LoggedSpan } from "./family.ts";
import { holdsSpans, spansOf, type Span } from "./span.ts";
import { modelOfSpan, responseId, usageOfSpan } from "./span-usage.ts";

/**
 * Spans of OpenTelemetry, as OTLP or as an SDK dumps them, with the attributes that instrumentations
 * of Claude's clients write. An answer that several spans tell of counts once: the innermost span,
 * of those with the same response id the SDK's own. Source: imports.md §2.
 */
export const otel = {
  title: "OpenTelemetry spans",
  sees: holdsSpans,
  runs: "log",
  open,
} as const satisfies Format;

function open(context: FormatContext): FormatReader {
  const spans = new Map<string, LoggedSpan>();
  return {
    read: (document) => {
      for (const span of spansOf(document.value)) {
        const key = keyOfSpan(span, spans.size);
        const usage = usageOfSpan(span);
        const other = otherVendor(modelOfSpan(span), providerOf(span));
        if (spans.has(key) && usage !== null)
          context.leaveOut({ why: "repeated", name: span.scope });
        else if (usage !== null && other !== null) context.leaveOut({ why: "host", name: other });
        if (!spans.has(key)) spans.set(key, { span, usage, isOther: other !== null, document });
      }
      return [];
    },
    end: () => readSpans(spans, context),
  };
}

function providerOf({ attributes }: Span): string | null {
  return firstText(
    attributes["gen_ai.provider.name"],
    attributes["gen_ai.system"],
    attributes["llm.provider"],
    attributes["ai.model.provider"],
  );
}

function readSpans(
  spans: ReadonlyMap<string, LoggedSpan>,
  context: FormatContext,
): readonly Call[] {
  const { answers, repeated, refused, silent } = tellApart(spans);
  const repeat = ({ span }: LoggedSpan): void =>
    context.leaveOut({ why: "repeated", name: span.scope });
  repeated.forEach(repeat);
  for (const { span } of silent) context.leaveOut({ why: "no-usage", name: span.scope });
  for (const { span } of refused)
    context.leaveOut({ why: "refused", name: statusOf(span.attributes) });

  const reader = openAnswerReader(answers, context);
  const calls = [...groupBy(answers, (answer) => responseId(answer.span) ?? answer)].flatMap(
    ([, tellers]) => {
      const { call, others } = reader.read(tellers);
      others.forEach(repeat);
      return call === null ? [] : [call];
    },
  );
  reader.end();
  return calls;
}

function statusOf(attributes: Span["attributes"]): string {
  const status = nameOfStatus(attributes["http.response.status_code"]);
  return status === "" ? (textOf(attributes["error.type"]) ?? "") : status;
}
