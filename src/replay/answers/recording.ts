/** What a fixture records of an answer: nothing of its headers or of the environment. */
import type { Exchange } from "../../fixture/fixture.ts";
import type { JsonObject } from "../../json.ts";
import { completesInput } from "../../api/completed-input.ts";
import { inputTotal } from "../../api/response.ts";
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
  const total = inputTotal(response)?.total ?? null;
  const ownTotal = context.measurer.exchange(
    { ...exchange, recorded: null, counted: null },
    { output: null },
  ).count.total;
  const { content, ...rest } = Object.fromEntries(
    recordedMembers.flatMap((name) =>
      response[name] === undefined ? [] : [[name, response[name]]],
    ),
  );
  return {
    inputHash,
    ...(total === null || completesInput(exchange.request.body)
      ? {}
      : { residual: { counter: context.counter.id, tokens: total - ownTotal } }),
    at,
    ...(requestId === null ? {} : { requestId }),
    // A batch does not keep the run's gaps either.
    ...(fast || answered.batch ? { fast: true } : {}),
    response: { ...rest, ...(keepsAnswers && content !== undefined ? { content } : {}) },
  };
}

/** An answer as a fixture says it that holds no content. */
export function withoutContent({ content: _content, ...rest }: JsonObject): JsonObject {
  return rest;
}
