/** What a fixture records of an answer: nothing of its headers or of the environment. */
import type { Exchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";
import { residualOf } from "../../evaluation/residual.ts";
import type { JournaledAnswer } from "../journal/entry.ts";
import type { ReplayOptions } from "../session.ts";

const recordedMembers = ["model", "usage", "stop_reason", "content"];

/**
 * What the `recorded` member of an exchange that was answered says beside its response
 * (`recordResponse`). `inputHash`: of the request as the fixture will say it.
 */
export function recordAnswer(
  exchange: Exchange,
  { answered, inputHash }: { readonly answered: JournaledAnswer; readonly inputHash: string },
  options: ReplayOptions,
): JsonObject {
  const { context, fast } = options;
  const { response, requestId, at } = answered;
  const residual = residualOf(exchange, response, context);
  return {
    inputHash,
    ...(residual === null ? {} : { residual }),
    at,
    ...(requestId === null ? {} : { requestId }),
    // A batch does not keep the run's gaps either.
    ...(fast || answered.batch ? { fast: true } : {}),
  };
}

/** The `response` of a `recorded` member. */
export function recordResponse(
  response: JsonObject,
  { keepsAnswers }: Pick<ReplayOptions, "keepsAnswers">,
): JsonObject {
  const kept = keptOf(response);
  return keepsAnswers ? kept : withoutContent(kept);
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
