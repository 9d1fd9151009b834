import { measured } from "./measured.ts";

/**
 * Sections whose text is not known, only its size (framing-messages.md §4, §6; framing-tools.md
 * §4).
 */
export const sections = {
  structured: {
    older: measured(81, 64, "framing-messages.md §6"),
    newer: measured(119, 10, "framing-messages.md §6"),
  },
  structuredWithTools: measured(82, 49, "framing-tools.md §4"),
  citations: {
    older: measured(481, 58, "framing-messages.md §4"),
    newer: measured(714, 10, "framing-messages.md §4"),
  },
  citedChunk: {
    older: measured(15, 58, "framing-messages.md §4"),
    newer: measured(18, 10, "framing-messages.md §4"),
  },
  /** What marks one citation in an answer; it is output. */
  citation: {
    older: measured(16, 40, "recorded: answers with citations"),
    newer: measured(19, 11, "recorded: answers with citations"),
  },
  searchResult: measured(88, 6, "framing-messages.md §4"),
} as const;

/** Pictures (framing-messages.md §4, framing-tools.md §4). */
export const pictures = {
  frame: measured(2, 180, "framing-messages.md §4"),
  inResult: measured(15, 11, "framing-tools.md §4"),
  perTextInResult: measured(6, 11, "framing-tools.md §4"),
  /**
   * On the newer family a picture in a result costs so much more (3 recordings of one
   * conversation).
   */
  inResultNewer: measured(4, 3, "framing-tools.md §4"),
  /** A PDF in a tool result, all six recorded (Sonnet 4.5): so many more than outside one. */
  pdfInResult: measured(4, 6, "recorded: pydantic-ai, files returned by a tool"),
} as const;

/** The rest (framing-messages.md §3; framing-tools.md §3, §4). */
export const extras = {
  taskBudget: measured(35, 1, "framing-messages.md §3"),
  forcedAfterResultOn3: measured(1, 28, "framing-tools.md §3"),
  toolAddition: measured(30, 11, "framing-tools.md §4"),
  toolRemoval: measured(30, 1, "framing-tools.md §4"),
  inputExamples: measured(82, 1, "framing-tools.md §4"),
} as const;

/**
 * Frame of the newer family: a message, and what its tool calls and results add
 * (framing-messages.md §3, framing-tools.md §6).
 */
export const newerFrame = {
  message: measured(2, 93, "framing-messages.md §3"),
  call: measured(3, 11, "framing-tools.md §6"),
  result: measured(2, 11, "framing-tools.md §6"),
} as const;

/**
 * Older family: what stands after `\n\nHuman:` where the first message is the assistant's
 * (framing-messages.md §2).
 */
export const assistantFirst = measured(9, 5, "framing-messages.md §2");
