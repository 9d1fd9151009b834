import type { FrameKind } from "../../../models/framing.ts";
import { measured, type Measured } from "./measured.ts";

/**
 * Older: a request is one text (framing-messages.md §2). Newer: special tokens stand between its
 * messages, and each is tokenised alone (§3).
 */
export type Era = "older" | "newer";

/** What a kind of framing does to every request. */
export interface KindRules {
  readonly era: Era;
  /** Added once to a request: on the older family where it has no tools. */
  readonly request: Measured;
  /** Non-ASCII characters of tool definitions are escaped (framing-tools.md §2). */
  readonly escapesNonAscii: boolean;
  /** 1: a newline stands before every section; 0: only between them (framing-messages.md §2). */
  readonly opensSections: Measured;
  /** A newline stands between a document and the text next to it (framing-messages.md §2). */
  readonly separatesDocuments: boolean;
  readonly structured: Structured;
  readonly tail: Tail;
}

/**
 * The section of structured output without its schema: text of which only the size is known
 * (framing-messages.md §6, framing-tools.md §4).
 */
export interface Structured {
  readonly alone: Measured;
  readonly withTools: Measured;
  /** With tools, one of which has to be called. */
  readonly withForced: Measured;
}

/**
 * What stands behind the last block, where the answer opens: input tokens of recordings whose last
 * block is marked.
 */
export interface Tail {
  readonly text: Measured;
  readonly result: Measured;
  /** Null: only the last block decides. */
  readonly cases: {
    readonly thinking: { readonly text: Measured; readonly result: Measured };
    readonly named: Measured;
    /** After a text, on Claude 3, 3.5 and 3.7. */
    readonly early: Measured;
  } | null;
}

const oneText = measured(1, 1226, "framing-messages.md §2");

const tailOfA: Tail = {
  text: measured(3, 46, "recorded: last block marked, Claude 4 and 4.5"),
  result: measured(6, 6, "recorded: last block marked, Sonnet 4.5"),
  cases: {
    thinking: {
      text: measured(10, 26, "recorded: last block marked, thinking enabled"),
      result: measured(8, 12, "recorded: last block marked, thinking enabled"),
    },
    named: measured(24, 2, "recorded: last block marked, Sonnet 4.5, a named tool choice"),
    early: measured(4, 18, "recorded: last block marked, Claude 3.5; two of 20 have 3"),
  },
};

const structuredOfA: Structured = {
  alone: measured(81, 58, "framing-messages.md §6"),
  withTools: measured(82, 51, "framing-tools.md §4"),
  withForced: measured(82, 0, "framing-tools.md §4"),
};

const structuredOfC: Structured = {
  alone: measured(119, 12, "framing-messages.md §6", 118),
  withTools: measured(119, 0, "framing-messages.md §6"),
  withForced: measured(119, 0, "framing-messages.md §6"),
};

/** Every kind of framing (framing-messages.md §1). */
export const kinds = {
  A: {
    era: "older",
    request: oneText,
    escapesNonAscii: true,
    opensSections: measured(0, 226, "framing-messages.md §2"),
    separatesDocuments: false,
    structured: structuredOfA,
    tail: tailOfA,
  },
  A6: {
    era: "older",
    request: oneText,
    escapesNonAscii: false,
    opensSections: measured(1, 120, "framing-messages.md §2"),
    separatesDocuments: true,
    structured: {
      alone: measured(81, 10, "framing-messages.md §6"),
      withTools: measured(82, 1, "recorded: Sonnet 4.6"),
      withForced: measured(81, 2, "recorded: Sonnet 4.6, the choice any", 82),
    },
    tail: {
      text: measured(3, 25, "recorded: last block marked, Sonnet 4.6; two of 28 have 4"),
      result: measured(1, 13, "recorded: last block marked, Sonnet 4.6"),
      cases: null,
    },
  },
  B7: {
    era: "older",
    request: oneText,
    escapesNonAscii: false,
    opensSections: measured(1, 7, "recorded: system prompts on Opus 4.7", 0),
    separatesDocuments: true,
    structured: {
      // As on the newer family, whose 119 stand behind the newline.
      alone: measured(118, 1, "recorded: Opus 4.7", 81),
      withTools: measured(119, 0, "framing-tools.md §4"),
      withForced: measured(118, 0, "framing-tools.md §4"),
    },
    tail: tailOfA,
  },
  C: {
    era: "newer",
    request: measured(4, 93, "framing-messages.md §3"),
    escapesNonAscii: false,
    opensSections: measured(1, 120, "framing-messages.md §2"),
    separatesDocuments: true,
    structured: structuredOfC,
    tail: always(measured(2, 28, "recorded: last block marked, Opus 4.8 to Sonnet 5")),
  },
  C5: {
    era: "newer",
    request: measured(6, 15, "framing-messages.md §3"),
    escapesNonAscii: false,
    opensSections: measured(1, 120, "framing-messages.md §2"),
    separatesDocuments: true,
    structured: structuredOfC,
    tail: always(measured(4, 3, "recorded: last block marked, Opus 5.5 and Sonnet 5.5")),
  },
} as const satisfies Record<FrameKind, KindRules>;

function always(size: Measured): Tail {
  return { text: size, result: size, cases: null };
}
