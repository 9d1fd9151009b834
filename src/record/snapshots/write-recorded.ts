/** What a snapshot keeps of an answer. */
import { wholeNumber } from "../../api/number.ts";
import { usageMember } from "../../api/response.ts";
import type { Digest } from "../../digest.ts";
import type { EvaluationContext } from "../../evaluation/context.ts";
import { residualOf } from "../../evaluation/residual.ts";
import type { Exchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";
import { keptOf } from "../../replay/answers/recording.ts";
import type { LiveExchange } from "../runs/live-run.ts";
import { hashRequest } from "./resolve-request.ts";
import { isAsRecorded, type RunBesideSnapshot } from "./run-to-write.ts";

export type RecordingContext = Pick<EvaluationContext, "measurer" | "counter"> & {
  readonly digest: Digest;
};

/**
 * The `recorded` member of an answer that somebody paid for. `inputHash` is of the body that earned
 * it; where something was taken out of that, it is no body's: the total is held as a residual, never
 * as the exact size of what is left.
 */
export function writeRecorded(
  exchange: Exchange,
  {
    live: { call, response, redacted },
    body,
  }: {
    readonly live: LiveExchange;
    /** What was sent, as a fixture that says it literally is read. */
    readonly body: JsonObject;
  },
  context: RecordingContext,
): JsonObject | null {
  if (response === null || !isPaid(call)) return null;
  const earned = hashRequest({ body, placeholders: [] }, call.betas, context.digest);
  const residual = residualOf(exchange, response, context);
  return {
    inputHash: redacted ? hashRedacted(earned, context.digest) : earned,
    ...(residual === null ? {} : { residual }),
    ...(call.at === null ? {} : { at: call.at }),
    response: keptOf(response),
  };
}

/** Whether the API answered: what the stub makes up is nobody's recording. */
export function isPaid({ at }: LiveExchange["call"]): boolean {
  return at !== null;
}

/**
 * Whether a run's answers are taken anew: they are paid for, and the snapshot is another, or lacks
 * one, or has one of another request.
 */
export function takesAnswers(run: RunBesideSnapshot, digest: Digest): boolean {
  return (
    run.live.exchanges.every(({ call }) => isPaid(call)) &&
    !(
      isAsRecorded(run) && run.snapshot?.exchanges.every((one) => isOfRequest(one, digest)) === true
    )
  );
}

/** Whether a recording is of the request its exchange has now. */
function isOfRequest(
  { recorded, inputHash }: Pick<Exchange, "recorded" | "inputHash">,
  digest: Digest,
): boolean {
  const earned = recorded?.inputHash ?? inputHash;
  return recorded !== null && (earned === inputHash || earned === hashRedacted(inputHash, digest));
}

/** In place of the hash of a body that is not kept as it was sent. */
function hashRedacted(hash: string, digest: Digest): string {
  return `sha256:${digest(`redacted\n${hash}`)}`;
}

/** The `expect` of an exchange nobody was asked for: as long as the recording of others it got. */
export function writeExpected({ response }: LiveExchange): JsonObject | null {
  const tokens = wholeNumber(usageMember(response, "output_tokens"));
  return tokens === null ? null : { output_tokens: tokens };
}
