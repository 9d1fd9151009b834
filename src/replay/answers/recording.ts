/** What a fixture records of an answer: nothing of its headers or of the environment. */
import type { Exchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";
import { residualOf } from "../../evaluation/residual.ts";
import type { JournaledAnswer } from "../journal/entry.ts";
import type { ReplayOptions } from "../session.ts";

const recordedMembers = ["model", "usage", "stop_reason", "content"];

/**
 * The `recorded` member of an exchange that was answered. `inputHash`: of the request as the
 * fixture will say it.
 */
export function recordAnswer(
  exchange: Exchange,
  { answered, inputHash }: { readonly answered: JournaledAnswer; readonly inputHash: string },
  options: ReplayOptions,
): JsonObject {
  const { context, fast, keepsAnswers } = options;
  const { response, requestId, at } = answered;
  const residual = residualOf(exchange, response, context);
  const { content, ...rest } = keptOf(response);
  return {
    inputHash,
    ...(residual === null ? {} : { residual }),
    at,
    ...(requestId === null ? {} : { requestId }),
    // A batch does not keep the run's gaps either.
    ...(fast || answered.batch ? { fast: true } : {}),
    response: { ...rest, ...(keepsAnswers && content !== undefined ? { content } : {}) },
  };
}

/** What a fixture keeps of an answer: model, usage, stop reason, content. */
export function keptOf(response: JsonObject): JsonObject {
  return Object.fromEntries(
    recordedMembers.flatMap((name) => {
      const member = response[name];
      return member === undefined ? [] : [[name, member] as const];
    }),
  );
}

/** An answer as a fixture says it that holds no content. */
export function withoutContent({ content: _content, ...rest }: JsonObject): JsonObject {
  return rest;
}
