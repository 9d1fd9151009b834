/** Runs, made ready for having placeholders and references put into their requests. */
import type { Digest } from "../../digest.ts";
import { answerOf } from "../../fixture/answer.ts";
import { isObject, writeJson, type Json, type JsonObject } from "../../json.ts";
import { alignRequests } from "../matching/align.ts";
import { orderMembers } from "../runs/order-members.ts";
import { expandRequest } from "../snapshots/expand.ts";
import { isAsRecorded, rawExchanges } from "../snapshots/run-to-write.ts";
import { takesAnswers } from "../snapshots/write-recorded.ts";
import type { ObservedExchange, RewrittenRequest } from "../texts/rewritten.ts";
import type { PlacedRun } from "./place-runs.ts";

/** A run with what its requests are written from. */
export interface PreparedRun {
  readonly placed: PlacedRun;
  readonly aligned: readonly (number | null)[];
  readonly exchanges: readonly ObservedExchange[];
}

/** Holds a run against its snapshot and against what later passes sent. */
export function prepare(placed: PlacedRun, index: number): PreparedRun {
  const { live, snapshot, again } = placed;
  const bodies = live.exchanges.map(({ body }) => body);
  const aligned =
    snapshot === null
      ? bodies.map(() => null)
      : alignRequests(
          bodies,
          snapshot.exchanges.map(({ request }) => request.body),
        );
  const known = knownRequests(placed, aligned);
  const others = again.map((run) => {
    const sent = run.exchanges.map(({ body }) => body);
    return { sent, aligned: alignRequests(bodies, sent) };
  });
  const exchanges = live.exchanges.map(({ body, call }, at): ObservedExchange => {
    const repeated = others
      .map(({ sent, aligned: places }) => sent[places[at] ?? -1])
      .filter((one) => one !== undefined);
    return {
      run: String(index),
      startedMs: call.startedMs,
      bodies: [body, ...repeated],
      known: known[at] ?? null,
    };
  });
  return { placed, aligned, exchanges };
}

/**
 * The runs that change, or whose answers are taken anew, to be written with the values that their
 * placeholders had this time: so all of a run is of one time. The same list where there are none.
 */
export function withValues(
  prepared: readonly PreparedRun[],
  requests: readonly RewrittenRequest[],
  digest: Digest,
): readonly PreparedRun[] {
  let taken = 0;
  let isChanged = false;
  const runs = prepared.map((run) => {
    const own = requests.slice(taken, taken + run.exchanges.length);
    taken += run.exchanges.length;
    const { live, snapshot } = run.placed;
    const holdsOthers = own.some(
      ({ isKnown, request }, index) =>
        isKnown && writeJson(request) !== writeJson(live.exchanges[index]?.body ?? null),
    );
    const facts = { live, snapshot, aligned: run.aligned, requests: own };
    if (!holdsOthers || (isAsRecorded(facts) && !takesAnswers(facts, digest))) return run;
    isChanged = true;
    return { ...run, exchanges: run.exchanges.map((one) => ({ ...one, takesValues: true })) };
  });
  return isChanged ? runs : prepared;
}

/** For each live request the snapshot's in its place, its `$append` and `$answer` put in place. */
function knownRequests(
  { live, snapshot }: PlacedRun,
  aligned: readonly (number | null)[],
): readonly (JsonObject | null)[] {
  if (snapshot === null) return [];
  const answered = new Map<number, readonly Json[] | null>();
  for (const [index, { body, response }] of live.exchanges.entries()) {
    const at = aligned[index] ?? null;
    if (at !== null) answered.set(at, contentOf(body, response));
  }
  const expanded: JsonObject[] = [];
  for (const [at, exchange] of rawExchanges(snapshot).entries()) {
    const { request } = exchange;
    const earlier = snapshot.exchanges[at - 1];
    const answer =
      answered.get(at - 1) ??
      (earlier === undefined
        ? null
        : contentOf(earlier.request.body, earlier.recorded?.response ?? null));
    const whole = expandRequest(isObject(request) ? request : {}, expanded.at(-1) ?? null, answer);
    expanded.push(orderMembers(whole));
  }
  return aligned.map((at) => (at === null ? null : (expanded[at] ?? null)));
}

/** The blocks that an answer is sent back as; null: there are none. */
function contentOf(body: JsonObject, response: JsonObject | null): readonly Json[] | null {
  const unknown = { exchange: null, scenario: null };
  return answerOf({ id: "", index: 0, body }, response, unknown).content;
}
