import { measured } from "./measured.ts";

/**
 * Sections whose text is not known, only its size (framing-messages.md §4; framing-tools.md §4).
 */
export const sections = {
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
  pdfInResult: measured(4, 6, "recorded: pydantic-ai, files returned by a tool", 0),
} as const;

/** The rest (framing-messages.md §3; framing-tools.md §3, §4). */
export const extras = {
  taskBudget: measured(35, 1, "framing-messages.md §3", 0),
  /** After a result (28), or after what the request begins of the answer (1). */
  forcedAfterOthersOn3: measured(1, 29, "framing-tools.md §3; recorded: Haiku 3.5", 0),
  toolAddition: measured(30, 11, "framing-tools.md §4"),
  toolRemoval: measured(30, 1, "framing-tools.md §4"),
  /**
   * Newer family: says which tools are loaded later, a line for each with its name, which is added.
   */
  deferredNote: measured(83, 14, "recorded: Opus 4.8, Sonnet 5, Fable 5", 0),
  /** In the place of the names, where each is added by a system message. */
  deferredNone: measured(6, 3, "recorded: Opus 4.8"),
  inputExamples: measured(82, 1, "framing-tools.md §4", 0),
  /** A description in a schema that begins with a brace. */
  describedInBraces: measured(-1, 4, "recorded: schemas of Sonnet 4.5, once for each", 0),
  /** A schema without tools where the system prompt begins with a client's billing header. */
  headerBeforeSchema: measured(-1, 4, "recorded: Agent SDK, titles on Haiku and Sonnet 4.5", 0),
} as const;

/**
 * Frame of the newer family: a message, and what its tool calls and results add
 * (framing-messages.md §3, framing-tools.md §6).
 */
export const newerFrame = {
  message: measured(2, 93, "framing-messages.md §3"),
  call: measured(3, 11, "framing-tools.md §6"),
  result: measured(2, 11, "framing-tools.md §6"),
  /** Calls in a request that defines no tools. */
  undefinedCalls: measured(1, 2, "recorded: Sonnet 5", 0),
} as const;

/**
 * Older family: what stands after `\n\nHuman:` where the first message is the assistant's
 * (framing-messages.md §2).
 */
export const assistantFirst = measured(9, 5, "framing-messages.md §2");
