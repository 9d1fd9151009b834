/** What a fixture records of an answer: nothing of its headers or of the environment. */
import type { Exchange } from "../../fixture/fixture.ts";
import { isObject, type JsonObject } from "../../json.ts";
import { residualOf } from "../../evaluation/residual.ts";
import type { JournaledAnswer } from "../journal/entry.ts";
import type { ReplayOptions } from "../session.ts";

/** Members of an answer that a rule of ours reads; its price hangs on all but the last one. */
const recordedMembers = ["model", "usage", "stop_reason", "stop_details", "content"] as const;

/**
 * What the `recorded` member of an exchange that was answered says beside its response
 * (`recordResponse`). `inputHash`: of the request as the fixture will say it.
 */
export function recordAnswer(
  exchange: Exchange,
  {
    answered,
    inputHash,
    isOutOfTime,
  }: {
    readonly answered: JournaledAnswer;
    readonly inputHash: string;
    /** Sent at another time after the one before than the run has it (`isOutOfTime`). */
    readonly isOutOfTime: boolean;
  },
  { context }: Pick<ReplayOptions, "context">,
): JsonObject {
  const { response, requestId, at, fast, batch } = answered;
  const residual = residualOf(exchange, response, context);
  return {
    inputHash,
    ...(residual === null ? {} : { residual }),
    at,
    ...(requestId === null ? {} : { requestId }),
    // A batch does not keep the run's gaps either.
    ...(fast || batch || isOutOfTime ? { fast: true } : {}),
  };
}

/** The `response` of a `recorded` member, and of a line of the journal. */
export function recordResponse(
  response: JsonObject,
  { keepsAnswers }: Pick<ReplayOptions, "keepsAnswers">,
): JsonObject {
  const kept = keptOf(response);
  return keepsAnswers ? kept : withoutContent(kept);
}

/**
 * What a fixture keeps of an answer: model, usage, stop reason, why it is a refusal (on which its
 * price hangs, billing.md §1.5), content.
 */
export function keptOf(response: JsonObject): JsonObject {
  return Object.fromEntries(
    recordedMembers.flatMap((name) => {
      const member = response[name];
      // The API gives it with every answer, null unless that is a refusal.
      const isNone = member === undefined || (name === "stop_details" && member === null);
      return isNone ? [] : [[name, member] as const];
    }),
  );
}

/** An answer as a fixture says it that holds no content: nor what a refusal says in words. */
export function withoutContent({
  content: _content,
  stop_details,
  ...rest
}: JsonObject): JsonObject {
  if (!isObject(stop_details)) return rest;
  const { type, category } = stop_details;
  return {
    ...rest,
    stop_details: {
      ...(type === undefined ? {} : { type }),
      ...(category === undefined ? {} : { category }),
    },
  };
}
