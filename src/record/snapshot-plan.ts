/** What becomes of the snapshots once a command has run, as plain data. */
import type { Level } from "../api/request.ts";
import type { Changes } from "../config/config.ts";
import type { JsonObject } from "../json.ts";
import type { Problem } from "../problem.ts";
import type { findingKinds, placeholderKinds } from "./texts/rewritten.ts";

/** What is to be written and removed, and what is said of it. Paths are from the root. */
export interface SnapshotPlan {
  /** Files whose text is another one; none for a snapshot that stays as it is. */
  readonly writes: readonly FileText[];
  /** Snapshots of runs that were not sent any more. */
  readonly removals: readonly string[];
  /** The first `promptcost.yml`, where there is none; null: there is one. */
  readonly config: FileText | null;
  readonly result: RecordResult;
  /** Every request that is not the one its snapshot holds, for saying where they differ. */
  readonly changes: readonly ChangedRequest[];
  readonly problems: readonly Problem[];
}

export interface FileText {
  readonly path: string;
  readonly text: string;
}

/** A request of a run as its snapshot has it and as it was sent, references in place. */
export interface ChangedRequest {
  readonly scenario: string;
  /** The run's name in its scenario: its file without folder and extension. */
  readonly run: string;
  /** The snapshot, from the root: where it is, or will be. */
  readonly file: string;
  /** Its place in the run, counted from 0. */
  readonly index: number;
  /** Null: the snapshot has none at this place. */
  readonly before: JsonObject | null;
  /** Null: it was not sent. */
  readonly after: JsonObject | null;
}

/** How a run found its snapshot. */
export const matchings = {
  hash: "by what it sends",
  place: "by its place in the scenario",
  prefix: "by what it has in common with one",
} as const;

export type Matching = keyof typeof matchings;

/** What `record` says at its end; in JSON as it is. */
export interface RecordResult {
  readonly scenarios: readonly RecordedScenario[];
  /** Runs that found their snapshot, by how; the others are new. */
  readonly matched: Readonly<Record<Matching, number>>;
  /** What each run of the command sent. */
  readonly passes: readonly SentCalls[];
  readonly placeholders: readonly RecordedPlaceholder[];
  readonly tied: readonly RecordedTie[];
  readonly findings: readonly RecordedFinding[];
  /** Scenarios whose snapshots no scenario of the config reads, with the lines to add to it. */
  readonly uncovered: readonly { readonly scenario: string; readonly lines: string }[];
}

export interface RecordedScenario {
  readonly name: string;
  /** The folder of its snapshots, from the root. */
  readonly folder: string;
  /** Runs and requests that were sent. */
  readonly runs: number;
  readonly requests: number;
  /** Snapshots by what becomes of them, from the root, sorted. */
  readonly files: Readonly<Record<SnapshotState, readonly string[]>>;
  readonly matched: Readonly<Record<Matching, number>>;
  /** The parts of its requests that come from no file of the repository. */
  readonly notTied: readonly ("model" | Level)[];
}

/** What becomes of a snapshot. */
export const snapshotStates = {
  unchanged: "unchanged",
  updated: "updated",
  new: "new",
  /** Not sent any more. */
  removed: "removed",
  /** Not sent this time; kept, since the command need not send all there is. */
  kept: "not sent, kept",
} as const;

export type SnapshotState = keyof typeof snapshotStates;

/** The calls of one run of the command. */
export interface SentCalls {
  /** Requests of `messages` that were answered. */
  readonly answered: number;
  /** Refused, cut off, given up by the client: none of them is kept. */
  readonly refused: number;
  readonly cut: number;
  readonly aborted: number;
  /** Of those, requests whose very body was answered at another time. */
  readonly repeated: number;
  /** Counts of `count_tokens`, and those among them that became `counted` of an exchange. */
  readonly counts: number;
  readonly countsKept: number;
}

/** A text that changes by itself, in so many requests of a scenario. */
export interface RecordedPlaceholder {
  readonly scenario: string;
  readonly name: string;
  readonly kind: keyof typeof placeholderKinds;
  readonly changes: Changes;
  readonly why: "differs" | "now";
  readonly level: string;
  readonly requests: number;
}

/** A file of the repository that requests of a scenario are tied to. */
export interface RecordedTie {
  readonly file: string;
  readonly pointer: string | null;
  readonly scenario: string;
  readonly levels: readonly string[];
  readonly others: readonly string[];
}

/** What else is to be said of requests of a scenario. */
export interface RecordedFinding {
  readonly scenario: string;
  readonly kind: keyof typeof findingKinds;
  /** The file it is about; null: none. */
  readonly file: string | null;
  readonly level: string;
  readonly requests: number;
}
