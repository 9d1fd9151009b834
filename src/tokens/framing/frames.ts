/**
 * A measured number of tokens, the recordings that fit it exactly, and where it is written down.
 * `n` 0: inferred.
 */
export interface Measured {
  readonly tokens: number;
  readonly n: number;
  readonly source: string;
}

function measured(tokens: number, n: number, source: string): Measured {
  return { tokens, n, source };
}
function tools3(tokens: number, n: number): Measured {
  return measured(tokens, n, "framing-tools.md §3");
}
function tools6(tokens: number, n: number): Measured {
  return measured(tokens, n, "framing-tools.md §6");
}

/** What the tool prompt costs by tool choice, and what changes it. Null: not recorded. */
export interface ToolFrame {
  readonly auto: Measured;
  /** `any`, and a named tool before its name is added. */
  readonly forced: Measured | null;
  /** `disable_parallel_tool_use` by choice. */
  readonly single: {
    readonly auto: Measured | null;
    readonly any: Measured | null;
    readonly named: Measured | null;
  };
  /** Thinking `enabled` while the prompt ends in a fresh assistant turn, and inside a tool loop. */
  readonly thinking: { readonly fresh: Measured; readonly loop: Measured };
}

const noSingle = { auto: null, any: null, named: null };
function thinking(fresh: number, loop: number, n: number): ToolFrame["thinking"] {
  return {
    fresh: measured(fresh, n, "framing-tools.md §3"),
    loop: measured(loop, n, "framing-tools.md §3"),
  };
}
const still = thinking(0, 0, 0);

/** The tool prompt `K` of framing-tools.md §3 and §6, by generation. */
export const toolFrames = {
  "4.6": {
    auto: tools3(490, 39),
    forced: tools3(580, 11),
    single: noSingle,
    thinking: thinking(29, 22, 38),
  },
  "4.5": {
    auto: tools3(489, 393),
    forced: tools3(579, 76),
    single: { auto: tools3(-208, 10), any: null, named: tools3(1, 22) },
    thinking: thinking(30, 23, 38),
  },
  "4": {
    auto: tools3(306, 179),
    forced: tools3(306, 116),
    single: { auto: null, any: null, named: tools3(-43, 32) },
    thinking: thinking(29, 23, 38),
  },
  "3.5-sonnet": {
    auto: tools3(306, 42),
    forced: tools3(305, 22),
    single: noSingle,
    thinking: thinking(29, 23, 0),
  },
  "3.5-sonnet-june": { auto: tools3(287, 10), forced: null, single: noSingle, thinking: still },
  "3-haiku": {
    auto: tools3(257, 244),
    forced: tools3(346, 65),
    single: { auto: tools3(2, 1), any: null, named: null },
    thinking: still,
  },
  "3-opus": { auto: tools3(526, 9), forced: null, single: noSingle, thinking: still },
  /** Published 159 and 235 (billing.md §5), less 7 and 9 as everywhere else. */
  "3-sonnet": { auto: tools3(152, 0), forced: tools3(226, 0), single: noSingle, thinking: still },
  /** Published 675 and 804, less 7 and 9: its text is the older one (framing-messages.md §1). */
  "4.7": { auto: tools6(668, 0), forced: tools6(795, 0), single: noSingle, thinking: still },
  "4.8": { auto: tools6(289, 6), forced: tools6(409, 5), single: noSingle, thinking: still },
  "5-opus": { auto: tools6(285, 6), forced: tools6(405, 0), single: noSingle, thinking: still },
  "5-sonnet": { auto: tools6(353, 13), forced: tools6(473, 5), single: noSingle, thinking: still },
  "5.5": { auto: tools6(285, 9), forced: null, single: noSingle, thinking: still },
  "5.5-haiku": { auto: tools6(285, 0), forced: tools6(405, 0), single: noSingle, thinking: still },
  fable: { auto: tools6(285, 0), forced: null, single: noSingle, thinking: still },
} as const satisfies Record<string, ToolFrame>;

export type Generation = keyof typeof toolFrames;

/** Built-in tools, older family: added to the tool prompt (framing-tools.md §5). */
export const olderBuiltIns: Readonly<Record<string, Measured>> = {
  bash_20250124: measured(244, 2, "framing-tools.md §5"),
  text_editor_20250728: measured(745, 2, "framing-tools.md §5"),
  computer_20250124: measured(1320, 1, "framing-tools.md §5"),
  computer_20251124: measured(1326, 2, "framing-tools.md §5"),
  memory_20250818: measured(1069, 1, "framing-tools.md §5"),
  web_search_20250305: measured(1710, 32, "framing-tools.md §5"),
  web_fetch_20250910: measured(525, 8, "framing-tools.md §5"),
  code_execution_20250522: measured(424, 4, "framing-tools.md §5"),
  code_execution_20250825: measured(424, 4, "framing-tools.md §5"),
  code_execution_20260120: measured(1740, 9, "framing-tools.md §5"),
  tool_search_tool_bm25_20251119: measured(188, 24, "framing-tools.md §5"),
  tool_search_tool_regex_20251119: measured(213, 2, "framing-tools.md §5"),
  web_search_20260318: measured(3978, 1, "framing-tools.md §5"),
};

/** Built-in tools whose number depends on more than their type (framing-tools.md §5). */
export const builtInCases = {
  webSearchDirect: measured(1710, 32, "framing-tools.md §5"),
  webSearchOn35: measured(2355, 1, "framing-tools.md §5"),
  codeExecution20260120OnSonnet4: measured(424, 4, "framing-tools.md §5"),
  /**
   * web_search_20260209 or web_fetch_20260209 beside code_execution_20260120, all three, without
   * the latter's own number.
   */
  searchWithCode: measured(3876 - 1740, 2, "framing-tools.md §5"),
  fetchWithCode: measured(2937 - 1740, 1, "framing-tools.md §5"),
  bothWithCode: measured(4277 - 1740, 1, "framing-tools.md §5"),
} as const;

/** Built-in tools, newer family (framing-tools.md §5; bash: billing.md §5). */
export const newerBuiltIns: Readonly<Record<string, Measured>> = {
  web_fetch_20250910: measured(759, 5, "framing-tools.md §5"),
  web_search_20250305: measured(2439, 1, "framing-tools.md §5"),
  advisor_20260301: measured(751, 1, "framing-tools.md §5"),
  bash_20250124: measured(325, 0, "billing.md §5"),
  text_editor_20250728: measured(700, 0, "billing.md §5"),
  computer_toolset_20260801: measured(4550, 0, "billing.md §5"),
  tool_search_tool_bm25_20251119: measured(265, 0, "framing-tools.md §4"),
  tool_search_tool_regex_20251119: measured(290, 0, "framing-tools.md §4"),
};
export const webSearchOn48 = measured(2424, 1, "framing-tools.md §5");

/** framing-tools.md §4: a note about deferred tools appears on the newer family. */
export const deferredNote = {
  sonnet: measured(93, 3, "framing-tools.md §4"),
  other: measured(97, 3, "framing-tools.md §4"),
} as const;

/**
 * Frame of the newer family: a request, a message, and what its tool calls and results add
 * (framing-messages.md §3, framing-tools.md §6).
 */
export const newerFrame = {
  C: measured(4, 93, "framing-messages.md §3"),
  C5: measured(6, 15, "framing-messages.md §3"),
  message: measured(2, 93, "framing-messages.md §3"),
  call: measured(3, 11, "framing-tools.md §6"),
  result: measured(2, 11, "framing-tools.md §6"),
} as const;

/** Frame of the older family: a request is one text and this (framing-messages.md §2). */
export const olderFrame = {
  request: measured(1, 1226, "framing-messages.md §2"),
  /** Stands after `\n\nHuman:` where the first message is the assistant's. */
  assistantFirst: measured(9, 5, "framing-messages.md §2"),
} as const;

/**
 * What stands behind the last block, where the answer opens: input tokens of recordings whose last
 * block is marked.
 */
export const tails = {
  A: {
    text: measured(3, 46, "recorded: last block marked, Claude 4 and 4.5"),
    result: measured(6, 6, "recorded: last block marked, Sonnet 4.5"),
  },
  early: measured(4, 18, "recorded: last block marked, Claude 3.5; two of 20 have 3"),
  thinking: {
    text: measured(10, 26, "recorded: last block marked, thinking enabled"),
    result: measured(8, 12, "recorded: last block marked, thinking enabled"),
  },
  named: measured(24, 2, "recorded: last block marked, Sonnet 4.5, a named tool choice"),
  A6: {
    text: measured(3, 25, "recorded: last block marked, Sonnet 4.6; two of 28 have 4"),
    result: measured(1, 13, "recorded: last block marked, Sonnet 4.6"),
  },
  C: measured(2, 28, "recorded: last block marked, Opus 4.8 to Sonnet 5"),
  C5: measured(4, 3, "recorded: last block marked, Opus 5.5 and Sonnet 5.5"),
} as const;

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
  /** Citations on Sonnet 5.5 cost so much more (1 exchange). */
  citationsOnSonnet55: measured(83, 1, "framing-messages.md §4"),
  /** What marks one citation in an answer; it is output. */
  citation: {
    older: measured(16, 40, "recorded: answers with citations"),
    newer: measured(19, 11, "recorded: answers with citations"),
  },
  searchResult: measured(88, 6, "framing-messages.md §4"),
  searchResults: measured(468, 6, "framing-messages.md §4"),
} as const;

/** Pictures (framing-messages.md §4, framing-tools.md §4). */
export const pictures = {
  frame: measured(2, 180, "framing-messages.md §4"),
  inResult: measured(15, 11, "framing-tools.md §4"),
  perTextBeside: measured(6, 11, "framing-tools.md §4"),
  /**
   * On the newer family a picture in a result costs so much more (3 recordings of one
   * conversation).
   */
  inResultNewer: measured(4, 3, "framing-tools.md §4"),
  /** A PDF in a tool result, all six recorded (Sonnet 4.5): so many more than beside it. */
  pdfInResult: measured(4, 6, "recorded: pydantic-ai, files returned by a tool"),
} as const;

/** The rest (framing-messages.md §3; framing-tools.md §3, §4). */
export const extras = {
  taskBudget: measured(35, 1, "framing-messages.md §3"),
  agentSdk: measured(148, 26, "framing-tools.md §3"),
  forcedAfterResultOn3: measured(1, 28, "framing-tools.md §3"),
  toolAddition: measured(30, 11, "framing-tools.md §4"),
  toolRemoval: measured(30, 1, "framing-tools.md §4"),
  inputExamples: measured(82, 1, "framing-tools.md §4"),
  hiddenThinking: measured(25, 0, "framing-tools.md §6"),
} as const;
