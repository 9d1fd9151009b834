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
  /** A document that is cited costs so much more where it has a title. */
  citedTitle: measured(1, 4, "recorded: Haiku 4.5 and Sonnet 4.6"),
  searchResult: measured(87, 4, "recorded: Sonnet 4.6, two and four in a request"),
  /** The section on citations where there are tools. */
  citationsWithTools: {
    A: measured(468, 2, "recorded: Haiku 4.5, a search result in a tool result"),
    A6: measured(463, 4, "recorded: Sonnet 4.6, search results in tool results"),
  },
} as const;

/** Pictures (framing-messages.md §4, framing-tools.md §4). */
export const pictures = {
  frame: measured(2, 180, "framing-messages.md §4"),
  inResult: measured(15, 11, "framing-tools.md §4"),
  perTextInResult: measured(6, 11, "framing-tools.md §4"),
  /** Taken from the older family. */
  inResultNewer: measured(15, 0, "framing-tools.md §4"),
  /** A document in a tool result costs so many more than outside one. */
  documentInResult: measured(4, 7, "recorded: pydantic-ai, files returned by a tool, Sonnet 4.5"),
} as const;

/** The rest (framing-messages.md §3; framing-tools.md §3, §4). */
export const extras = {
  taskBudget: measured(35, 1, "framing-messages.md §3", 0),
  /** After a result (28), or after what the request begins of the answer (1). */
  forcedAfterOthersOn3: measured(1, 29, "framing-tools.md §3; recorded: Haiku 3.5", 0),
  /** A page that the API fetched, without its text. */
  fetched: measured(55, 12, "recorded: Sonnet 4 to 4.6, Haiku 4.5, three sources; four have 56"),
  fetchedNewer: measured(68, 3, "recorded: Sonnet 5, one conversation"),
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
  /** A call behind a text of the same message. */
  callAfterText: measured(1, 9, "recorded: Sonnet 5 and Opus 4.8, three sources"),
  /** A text behind a result of the same message. */
  othersAfterResult: measured(3, 5, "recorded: Sonnet 5 and Opus 4.8, two sources"),
} as const;

/**
 * Older family: what stands after `\n\nHuman:` where the first message is the assistant's
 * (framing-messages.md §2).
 */
export const assistantFirst = measured(9, 5, "framing-messages.md §2");
