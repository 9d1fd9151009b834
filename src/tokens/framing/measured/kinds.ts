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
  /**
   * How much of `request` stands behind the last block, where the answer opens: input tokens of
   * recordings whose last block is marked. On the older family that is text.
   */
  readonly end: Measured;
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

const oneText = measured(1, 1226, "framing-messages.md §2");
const none = measured(0, 200, "recorded: last block marked, Claude 3.5 to Sonnet 4.6");

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
    end: none,
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
    end: none,
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
    end: none,
  },
  C: {
    era: "newer",
    request: measured(4, 93, "framing-messages.md §3"),
    escapesNonAscii: false,
    opensSections: measured(1, 120, "framing-messages.md §2"),
    separatesDocuments: true,
    structured: structuredOfC,
    end: measured(2, 28, "recorded: last block marked, Opus 4.8 to Sonnet 5"),
  },
  C5: {
    era: "newer",
    request: measured(6, 15, "framing-messages.md §3"),
    escapesNonAscii: false,
    opensSections: measured(1, 120, "framing-messages.md §2"),
    separatesDocuments: true,
    structured: structuredOfC,
    end: measured(4, 3, "recorded: last block marked, Opus 5.5 and Sonnet 5.5"),
  },
} as const satisfies Record<FrameKind, KindRules>;
