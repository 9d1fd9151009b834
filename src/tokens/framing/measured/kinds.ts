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
  /** A newline stands before every section; else only between them (framing-messages.md §2). */
  readonly opensSections: boolean;
  /** A newline stands between a document and the text next to it (framing-messages.md §2). */
  readonly separatesDocuments: boolean;
  /**
   * How much of `request` stands behind the last block, where the answer opens: input tokens of
   * recordings whose last block is marked. On the older family that is text.
   */
  readonly end: Measured;
}

const oneText = measured(1, 1226, "framing-messages.md §2");
const none = measured(0, 200, "recorded: last block marked, Claude 3.5 to Sonnet 4.6");

/** Every kind of framing (framing-messages.md §1). */
export const kinds = {
  A: {
    era: "older",
    request: oneText,
    escapesNonAscii: true,
    opensSections: false,
    separatesDocuments: false,
    end: none,
  },
  A6: {
    era: "older",
    request: oneText,
    escapesNonAscii: false,
    opensSections: true,
    separatesDocuments: true,
    end: none,
  },
  B7: {
    era: "older",
    request: oneText,
    escapesNonAscii: false,
    opensSections: false,
    separatesDocuments: true,
    end: none,
  },
  C: {
    era: "newer",
    request: measured(4, 93, "framing-messages.md §3"),
    escapesNonAscii: false,
    opensSections: true,
    separatesDocuments: true,
    end: measured(2, 28, "recorded: last block marked, Opus 4.8 to Sonnet 5"),
  },
  C5: {
    era: "newer",
    request: measured(6, 15, "framing-messages.md §3"),
    escapesNonAscii: false,
    opensSections: true,
    separatesDocuments: true,
    end: measured(4, 3, "recorded: last block marked, Opus 5.5 and Sonnet 5.5"),
  },
} as const satisfies Record<FrameKind, KindRules>;
