/** What goes into, and comes out of, putting placeholders and files into requests as sent. */
import type { Changes } from "../../config/config.ts";
import type { JsonObject, Path } from "../../json.ts";

/** One exchange of a scenario, as each run of the command sent it. */
export interface ObservedExchange {
  /** Names its run in the scenario: exchanges of one run are told from those of others by it. */
  readonly run: string;
  /**
   * From the start of the command to its arrival in the first pass, in milliseconds; null: not
   * known. A clock that stands still between two exchanges of a run is one the run reads once.
   */
  readonly startedMs: number | null;
  /**
   * The bodies, the first pass's first: that one is written. One only where the command ran once,
   * or where no other pass has an exchange at this place.
   */
  readonly bodies: readonly [JsonObject, ...JsonObject[]];
  /**
   * The request as the snapshot has it, `$append` and `$answer` put in place, its `$text`, `$file`
   * and `$json` left as they stand; null: it is new.
   */
  readonly known: JsonObject | null;
  /**
   * Its placeholders take the values that were sent, though the snapshot's own would do: what is
   * recorded with it is of those. Left out: they do not.
   */
  readonly takesValues?: boolean;
}

/** The files of the repository that a text may be tied to. */
export interface TextRepository {
  /** Tracked, or at least not ignored; from the repository's root. */
  readonly paths: readonly string[];
  /** As a fixture reads it: without a byte order mark; null: none to be had, or no regular file. */
  readonly text: (path: string) => string | null;
  /** Says which files will be read next, so that they can be had in one go. */
  readonly prefetch?: (paths: readonly string[]) => void;
  /** Where the fixtures will be written: references are relative to it. */
  readonly folder: string;
  /** Folders no file of which is ever tied to: those of fixtures. */
  readonly without: readonly string[];
}

export interface RewriteOptions {
  /** When the command began, and when its last run ended, ISO with the recording machine's zone. */
  readonly from: string;
  readonly until: string;
  /** Ties nothing to files (`--literal`). */
  readonly literal: boolean;
}

/** A place in an exchange's request. */
export interface RequestPlace {
  /** Index among the observed exchanges. */
  readonly exchange: number;
  /** In the body. */
  readonly path: Path;
}

/** A text of a request that changes by itself. */
export interface FoundPlaceholder extends RequestPlace {
  readonly name: string;
  readonly kind: keyof typeof placeholderKinds;
  readonly changes: Changes;
  /** How it was found: it differs between two runs of the command, or it lies around now. */
  readonly why: "differs" | "now";
}

/** What a placeholder holds, as the end of "by itself changes …"; its name is the key. */
export const placeholderKinds = {
  time: "a time",
  date: "a date",
  uuid: "a UUID",
  id: "an id",
  path: "a path",
  number: "a number",
  value: "a value",
  key_order: "the order of keys",
  tool_order: "the order of tools",
} as const;

/** A value of a request that a file of the repository holds. */
export interface TiedValue extends RequestPlace {
  /** From the root of the repository. */
  readonly file: string;
  /** The JSON pointer of a `$json`; null: the whole text of a `$file`. */
  readonly pointer: string | null;
  /** Names filled in, where the file is a template. */
  readonly vars: readonly string[];
  /** Other files that hold the same; the one with the shortest path is taken. */
  readonly others: readonly string[];
}

/** What is to be said of a request besides. Nothing of its text. */
export interface TextFinding extends RequestPlace {
  readonly kind: keyof typeof findingKinds;
  /** The file a finding is about, for `template`; else null. */
  readonly file: string | null;
}

/** What each kind of finding means, as a sentence about the place. */
export const findingKinds = {
  order: "comes in another order with each run of the command: every request changes the prefix",
  shape: "is made of other parts in the second run of the command; the first one's are kept",
  value: "is another value in the second run of the command; the first one's is kept",
  template: "fits a template whose tags a fixture cannot fill; it is not tied",
  reserved: "has a key that means something else in a fixture; it cannot be written",
} as const;

/** A request as it is written into a fixture. */
export interface RewrittenRequest {
  /**
   * Filled in, exactly the first pass's body, unless `isKnown`. Paths of `$file` and `$json` are
   * relative to the repository's `folder`.
   */
  readonly request: JsonObject;
  /** The snapshot's own request still says what was sent: it is `request`, values and all. */
  readonly isKnown: boolean;
}

export interface RewrittenRequests {
  /** One for each observed exchange, in order. */
  readonly requests: readonly RewrittenRequest[];
  readonly placeholders: readonly FoundPlaceholder[];
  readonly tied: readonly TiedValue[];
  readonly findings: readonly TextFinding[];
}
