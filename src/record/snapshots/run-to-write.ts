/** A run on its way into its file, beside the snapshot it goes into. */
import type { Exchange } from "../../fixture/fixture.ts";
import { isArray, isObject, type JsonObject } from "../../json.ts";
import type { LiveRun } from "../runs/live-run.ts";
import type { RewrittenRequest } from "../texts/rewritten.ts";
import type { Snapshot } from "./read-snapshots.ts";

/** A run on its way into its file. */
export interface RunToWrite {
  readonly live: LiveRun;
  /** The snapshot it goes into; null: it is new. */
  readonly snapshot: Snapshot | null;
  /** For each exchange the one of the snapshot in whose place it stands; null: it is new. */
  readonly aligned: readonly (number | null)[];
  /** The requests, placeholders and references in them. */
  readonly requests: readonly RewrittenRequest[];
  /** The file, from the root, and the run's name in its scenario. */
  readonly file: string;
  readonly name: string;
}

/** A run and its snapshot, whatever their file. */
export type RunBesideSnapshot = Pick<RunToWrite, "live" | "snapshot" | "aligned" | "requests">;

/** An exchange of a snapshot, as written and as read. */
export interface OldExchange {
  readonly value: JsonObject;
  readonly exchange: Exchange;
}

export function oldExchange({ snapshot, aligned }: RunToWrite, index: number): OldExchange | null {
  const at = aligned[index] ?? null;
  if (snapshot === null || at === null) return null;
  const exchange = snapshot.exchanges[at];
  const value = rawExchanges(snapshot)[at];
  return exchange === undefined || value === undefined ? null : { value, exchange };
}

/** The exchanges of a snapshot as its document has them. */
export function rawExchanges({ value }: Snapshot): readonly JsonObject[] {
  const { exchanges } = value;
  return isArray(exchanges) ? exchanges.filter(isObject) : [value];
}

/** Whether a snapshot has these exchanges and no others, each at its place, with equal betas. */
export function isAsRecorded({ snapshot, aligned, requests, live }: RunBesideSnapshot): boolean {
  return (
    snapshot !== null &&
    snapshot.exchanges.length === live.exchanges.length &&
    aligned.every(
      (at, index) =>
        at === index &&
        requests[index]?.isKnown === true &&
        snapshot.exchanges[at]?.betas.join() === live.exchanges[index]?.call.betas.join(),
    )
  );
}
