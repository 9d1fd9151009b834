/** What a fixture records of an answer: nothing of its headers or of the environment. */
import type { Exchange } from "../../fixture/fixture.ts";
import { isObject, type JsonObject } from "../../json.ts";
import { fallbacksOf } from "../../api/response.ts";
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
  // The API gives it with every answer, null unless that is a refusal.
  const isRefusal = isObject(response["stop_details"]);
  return pick(
    response,
    recordedMembers.filter((name) => name !== "stop_details" || isRefusal),
  );
}

/**
 * An answer as a fixture says it that holds no content, nor what a refusal says in words. Which
 * models declined, and for what kind of reason, stays: the price hangs on it.
 */
export function withoutContent(response: JsonObject): JsonObject {
  const { content: _content, stop_details, ...rest } = response;
  const declined = fallbacksOf(response).map(({ trigger, ...block }) => ({
    ...pick(block, ["type", "from", "to"]),
    ...(isObject(trigger) ? { trigger: pick(trigger, ["type", "category"]) } : {}),
  }));
  return {
    ...rest,
    ...(isObject(stop_details) ? { stop_details: pick(stop_details, ["type", "category"]) } : {}),
    ...(declined.length > 0 ? { content: declined } : {}),
  };
}

/** Some members of an object, where it has them. */
function pick(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const member = object[name];
      return member === undefined ? [] : [[name, member] as const];
    }),
  );
}
