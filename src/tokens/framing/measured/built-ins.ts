import { measured, type Measured } from "./measured.ts";

/** What a built-in tool of which nothing is known is taken to add. */
export const unknownTool = measured(1000, 0, "framing-tools.md §5");

/**
 * Built-in tools, older family: added to the tool prompt (framing-tools.md §5). Where a generation
 * differs, its own table says so (`generations.ts`).
 */
export const olderBuiltIns: Readonly<Record<string, Measured>> = {
  bash_20250124: measured(244, 2, "framing-tools.md §5; billing.md §5"),
  text_editor_20250728: measured(745, 2, "framing-tools.md §5", 700),
  computer_20250124: tools5(1320, 1),
  computer_20251124: tools5(1326, 2),
  memory_20250818: tools5(1069, 1),
  web_search_20250305: tools5(1710, 32),
  web_fetch_20250910: tools5(525, 8),
  code_execution_20250522: tools5(424, 4),
  code_execution_20250825: tools5(424, 4),
  code_execution_20260120: tools5(1740, 9),
  tool_search_tool_bm25_20251119: tools5(188, 24),
  tool_search_tool_regex_20251119: tools5(213, 2),
  web_search_20260318: tools5(3978, 1),
};

/** Built-in tools whose number depends on more than their type (framing-tools.md §5). */
export const builtInCases = {
  webSearchDirect: tools5(1710, 32),
  /**
   * web_search_20260209 or web_fetch_20260209 with code_execution_20260120, and all three, without
   * the latter's own number.
   */
  searchWithCode: tools5(3876 - 1740, 2),
  fetchWithCode: tools5(2937 - 1740, 1),
  bothWithCode: tools5(4277 - 1740, 1),
} as const;

/** Built-in tools, newer family (framing-tools.md §5; bash: billing.md §5). */
export const newerBuiltIns: Readonly<Record<string, Measured>> = {
  web_fetch_20250910: tools5(759, 5),
  web_search_20250305: tools5(2439, 1),
  advisor_20260301: tools5(751, 1),
  bash_20250124: measured(325, 0, "billing.md §5"),
  text_editor_20250728: measured(700, 0, "billing.md §5"),
  computer_toolset_20260801: measured(4550, 0, "billing.md §5"),
  // With the note on deferred tools apart.
  tool_search_tool_bm25_20251119: measured(267, 2, "recorded: Opus 4.8 and Fable 5"),
  tool_search_tool_regex_20251119: measured(292, 0, "framing-tools.md §5: 25 more, as on 4.5"),
};

function tools5(tokens: number, n: number): Measured {
  return measured(tokens, n, "framing-tools.md §5", unknownTool.tokens);
}
