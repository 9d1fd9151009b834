/** One call of the spans that tell of the same answer. */
import type { InputMeaning } from "../../../api/usage/counts.ts";
import { writeJson } from "../../../json.ts";
import { problem, type Place } from "../../../problem.ts";
import type { Call, FormatContext } from "../../format.ts";
import { callOf, firstText, problemOfFault } from "../entry.ts";
import { emitterOf, emitterTitle, readingOf } from "./emitter.ts";
import type { LoggedAnswer } from "./family.ts";
import type { Span } from "./span.ts";
import { cachedOf, requestOfSpan, responseId, responseOfSpan, saysCache } from "./span-usage.ts";

/** Reads the answers of a file. */
export interface AnswerReader {
  /**
   * The call that some spans tell of, by the one to be trusted most; null where its usage cannot be
   * read, which a problem says.
   */
  readonly read: (tellers: readonly LoggedAnswer[]) => {
    readonly call: Call | null;
    readonly others: readonly LoggedAnswer[];
  };
  /** Says what is known to be wrong with the figures that were taken. */
  readonly end: () => void;
}

/** What is known to be wrong with the figures of a writer, and in how many calls. */
interface KnownFault {
  readonly emitter: string;
  readonly code: "log-cache-missing" | "log-output-too-high";
  readonly place: Place;
  readonly calls: number;
}

export function openAnswerReader(
  answers: readonly LoggedAnswer[],
  context: FormatContext,
): AnswerReader {
  const proven = provenExclusive(answers);
  const faults = new Map<string, KnownFault>();
  return {
    read: (tellers) => {
      const [answer, ...others] = tellers.toSorted(byTrust);
      if (answer === undefined) return { call: null, others };
      noteFault(answer, faults);
      const { span, usage, document } = answer;
      const meaning = proven.has(kindOf(span, meaningOf(answer))) ? "exclusive" : null;
      const read = responseOfSpan(span, usage, meaning);
      if ("fault" in read) {
        context.report(problemOfFault(read.fault, emitterTitle(span), document.place(span.path)));
        return { call: null, others };
      }
      const call = callOf({
        path: span.path,
        document,
        response: read.response,
        request: requestOf(tellers),
        at: span.at,
        run: firstText(span.attributes["gen_ai.conversation.id"], span.trace),
        id: responseId(span),
      });
      return { call, others };
    },
    end: () => {
      for (const { code, place, emitter, calls } of faults.values())
        context.report(problem(code, place, { emitter, calls }));
    },
  };
}

/** Only OpenInference for Python keeps the request as it was sent (imports.md §2, Re-cacheable). */
function requestOf(tellers: readonly LoggedAnswer[]): Call["request"] {
  const keepers = tellers
    .flatMap(({ span, around }) => [span, ...around])
    .filter((span) => emitterOf(span) === "openinference-python");
  return keepers.map(requestOfSpan).find((request) => request !== null) ?? null;
}

/**
 * Kinds of spans of which one has an input smaller than its cached tokens: none of that kind counts
 * these as input, whatever is known of their writer.
 */
function provenExclusive(answers: readonly LoggedAnswer[]): ReadonlySet<string> {
  const smaller = answers.filter(
    ({ usage }) =>
      usage.kind === "counted" &&
      usage.counts.input !== null &&
      usage.counts.input < cachedOf(usage.counts),
  );
  return new Set(smaller.map((answer) => kindOf(answer.span, meaningOf(answer))));
}

function kindOf({ scope, version }: Span, meaning: InputMeaning): string {
  return writeJson([scope, version, meaning]);
}

function meaningOf({ span, usage }: LoggedAnswer): InputMeaning {
  return usage.kind === "native" ? "exclusive" : readingOf(span, saysCache(usage.counts)).input;
}

/** The SDK's figures go first, then the API's own, those with a split, those without a fault. */
function byTrust(a: LoggedAnswer, b: LoggedAnswer): number {
  return distrust(a) - distrust(b) || (textOfUsage(a) < textOfUsage(b) ? -1 : 1);
}

function distrust({ span, usage }: LoggedAnswer): number {
  if (emitterOf(span) === "sdk") return 0;
  if (usage.kind === "native") return 1;
  if (usage.counts.write5m !== null || usage.counts.write1h !== null) return 2;
  return readingOf(span, saysCache(usage.counts)).fault === null ? 3 : 4;
}

function textOfUsage({ usage }: LoggedAnswer): string {
  return writeJson(usage.kind === "native" ? usage.usage : { ...usage.counts });
}

function noteFault({ span, usage, document }: LoggedAnswer, faults: Map<string, KnownFault>): void {
  const fault = usage.kind === "native" ? null : readingOf(span, saysCache(usage.counts)).fault;
  if (fault === null) return;
  const emitter = emitterTitle(span);
  const key = `${fault} ${emitter}`;
  const known = faults.get(key);
  faults.set(key, {
    emitter,
    code: `log-${fault}`,
    place: known?.place ?? document.place(span.path),
    calls: (known?.calls ?? 0) + 1,
  });
}
