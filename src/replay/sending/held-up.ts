/** Runs that cannot go on, because the journal has an answer without any words. */
import type { OpenRun } from "../../fixture/open-run.ts";
import type { JsonObject } from "../../json.ts";
import { readResponse } from "../answers/settled.ts";
import { keyText } from "../journal/entry.ts";
import { findObstacle } from "./obstacle.ts";
import { journalKey, type RunSample, type Session } from "../session.ts";

/**
 * Whether a run was sent up to a request that holds the answer to the one before it, and that answer
 * was not kept (`--no-answers`) or is blank.
 */
export function isHeldUp(session: Session, run: RunSample, open: OpenRun): boolean {
  const { scenario, ages } = run.planned;
  const next = open.iterate();
  let last: JsonObject | null = null;
  for (const _ of ages) {
    const exchange = next(last);
    if (exchange === null) return false;
    const key = keyText(journalKey(run, exchange, session.options.context));
    const known = session.answered.get(key);
    if (known === undefined)
      return last !== null && findObstacle(exchange, last, scenario.id) !== null;
    last = readResponse(known, session.ports);
    if (last === null) return false;
  }
  return false;
}
