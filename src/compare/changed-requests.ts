import type { Level } from "../api/request.ts";

/** What the head's requests have otherwise than main's, like with like. */
export interface RequestChanges {
  /** Every level of a request that has other tokens than on main, or may have. */
  readonly levels: readonly LevelChange[];
  /** Every request with a dearer model than on main. */
  readonly dearerModels: readonly DearerModel[];
}

/** A level of one request on both sides, counted by the same kind of witness. */
export interface LevelChange {
  readonly level: Level;
  /** Tokens of main's request. */
  readonly from: number;
  /** Tokens of the head's, with the ends of what they may be against main's. */
  readonly to: number;
  readonly low: number;
  readonly high: number;
  /** The exchange's id; null: of a run on average, where main has no more than its baseline. */
  readonly exchange: string | null;
}

/**
 * A dearer model by the name it is accepted by (`findDearName`); both as people read them, with what
 * makes them dear.
 */
export interface DearerModel {
  readonly model: string;
  readonly from: string;
  readonly to: string;
  readonly exchange: string | null;
}
