import { priceBookId } from "../../api/model.ts";
import type { Iteration, Sampling, Usage } from "../../api/usage.ts";

/** Samplings of one model that are billed, or not, together. */
export interface Attempt {
  /** As recorded; null: the model of the message. */
  readonly model: string | null;
  /**
   * `served` made the message; `declined` refused, and a fallback took over; the others come on top
   * of it.
   */
  readonly role: "served" | "declined" | "compaction" | "advisor";
  /** Each is held against the price bands by itself. */
  readonly samplings: readonly Sampling[];
  /** The samplings are sums over several passes of server tools, so no single prompt is known. */
  readonly summed: boolean;
}

/**
 * Takes a usage apart into what is billed apart. Without fallback the top level is the message, and
 * compaction and advisor samplings come on top; with fallback the top level is the attempt that
 * made the message, and the models that declined stand in the iterations alone (billing.md §1.5,
 * caching-rules.md §8). `model` is the response's, `asked` the request's.
 */
export function takeApart(usage: Usage, model: string, asked: string | null): Attempt[] {
  const own = priceBookId(model);
  const inMessage = usage.iterations.filter(
    ({ kind }) => kind === "message" || kind === "fallback_message",
  );
  const fellBack = inMessage.some(({ kind }) => kind === "fallback_message");
  /** The id of the model that sampled; null where the recording does not name it. */
  const samplerId = (iteration: Iteration): string | null => {
    const name = iteration.model ?? (fellBack && iteration.kind === "message" ? asked : model);
    return name === null ? null : priceBookId(name);
  };
  const served = inMessage.filter((iteration) => samplerId(iteration) === own);
  const declined = new Map<string, Iteration[]>();
  for (const iteration of inMessage) {
    const id = samplerId(iteration) ?? model;
    if (id !== own) declined.set(id, [...(declined.get(id) ?? []), iteration]);
  }
  const extra = usage.iterations.filter(
    ({ kind }) => kind === "compaction" || kind === "advisor_message",
  );
  return [
    servedBy(model, served, usage),
    ...[...declined].map(([id, samplings]): Attempt => ({
      model: id,
      role: "declined",
      samplings,
      summed: false,
    })),
    ...extra.map((iteration): Attempt => ({
      model: iteration.kind === "compaction" ? model : iteration.model,
      role: iteration.kind === "compaction" ? "compaction" : "advisor",
      samplings: [iteration],
      summed: false,
    })),
  ];
}

/**
 * What made the message: one sampling per iteration where they add up to the top level, else the
 * top level as one.
 */
function servedBy(model: string, iterations: readonly Iteration[], usage: Usage): Attempt {
  return addsUp(iterations, usage)
    ? { model, role: "served", samplings: spreadSplit(iterations, usage), summed: false }
    : { model, role: "served", samplings: [usage], summed: usage.usedServerTools };
}

function addsUp(list: readonly Sampling[], whole: Sampling): boolean {
  return (
    list.length > 0 &&
    sumOf(list, "input") === whole.input &&
    sumOf(list, "output") === whole.output &&
    sumOf(list, "cacheRead") === whole.cacheRead &&
    sumOf(list, "cacheWrite") === whole.cacheWrite
  );
}

function sumOf(
  list: readonly Sampling[],
  key: "input" | "output" | "cacheRead" | "cacheWrite",
): number {
  return list.reduce((sum, sampling) => sum + sampling[key], 0);
}

/**
 * Iterations with the whole's 1h writes accounted for: those that no iteration's own split names go
 * to the earliest iterations whose writes exceed their split, as the vendor's client does
 * (billing.md §1.5).
 */
function spreadSplit(iterations: readonly Sampling[], whole: Sampling): Sampling[] {
  if (whole.split === null) return [...iterations];
  let left =
    whole.split.oneHour - iterations.reduce((sum, { split }) => sum + (split?.oneHour ?? 0), 0);
  return iterations.map((iteration) => {
    const { fiveMinutes, oneHour } = iteration.split ?? { fiveMinutes: 0, oneHour: 0 };
    const more = Math.max(0, Math.min(left, iteration.cacheWrite - fiveMinutes - oneHour));
    left -= more;
    return { ...iteration, split: { fiveMinutes, oneHour: oneHour + more } };
  });
}
