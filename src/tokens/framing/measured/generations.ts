import type { ToolGeneration } from "../../../models/framing.ts";
import type { Era } from "./kinds.ts";
import { measured, type Measured } from "./measured.ts";

/** What models that share a tool prompt have in common. */
export interface GenerationRules {
  /** The family its numbers were measured on. */
  readonly era: Era;
  /** Claude 3, 3.5 and 3.7: some white space goes (framing-tools.md §3). */
  readonly early: boolean;
  readonly toolPrompt: ToolPrompt;
  /** Built-in tools, by type, that are other than on the rest of the family. */
  readonly builtIns: Readonly<Record<string, Measured>>;
  /**
   * What thinking adds with tools where it may stand between calls (the beta header
   * `interleaved-thinking`, which the Agent SDK sends too).
   */
  readonly interleavedNote: Measured | null;
}

/** What the tool prompt costs by tool choice, and what changes it. Null: not recorded. */
export interface ToolPrompt {
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

const older = {
  era: "older",
  early: false,
  builtIns: {},
  interleavedNote: null,
} as const;
const early = {
  ...older,
  early: true,
  builtIns: { web_search_20250305: measured(2355, 1, "framing-tools.md §5") },
} as const;
const newer = { ...older, era: "newer" } as const;

/** A forced call costs 6 more than is published (billing.md §5), as on Haiku 3. */
const namedOn3 = "recorded: one tool by its name";
const noSingle = { auto: null, any: null, named: null };
const still = thinking(0, 0, 0);

/** Every generation: the tool prompt `K` of framing-tools.md §3 and §6, and what goes with it. */
export const generations = {
  "3-opus": {
    ...early,
    toolPrompt: {
      auto: tools3(526, 9),
      forced: measured(287, 4, `${namedOn3}: published 281`),
      single: noSingle,
      thinking: still,
    },
  },
  /** Published 159 (billing.md §5), less 7 as everywhere else. */
  "3-sonnet": {
    ...early,
    toolPrompt: {
      auto: tools3(152, 0),
      forced: measured(241, 1, `${namedOn3}: published 235`),
      single: noSingle,
      thinking: still,
    },
  },
  "3-haiku": {
    ...early,
    toolPrompt: {
      auto: tools3(257, 244),
      forced: tools3(346, 65),
      single: { auto: measured(2, 1, "framing-tools.md §3", 0), any: null, named: null },
      thinking: still,
    },
  },
  "3.5-sonnet-june": {
    ...early,
    toolPrompt: {
      auto: tools3(287, 10),
      forced: measured(267, 5, `${namedOn3}: published 261`),
      single: noSingle,
      thinking: still,
    },
  },
  "3.5-sonnet": {
    ...early,
    toolPrompt: {
      auto: tools3(306, 42),
      forced: tools3(305, 22),
      single: noSingle,
      thinking: thinking(29, 23, 0),
    },
  },
  "4": {
    ...older,
    interleavedNote: measured(148, 18, "recorded: Sonnet 4, Opus 4 and 4.1, one tool", 0),
    builtIns: { code_execution_20260120: measured(424, 4, "framing-tools.md §5") },
    toolPrompt: {
      auto: tools3(306, 179),
      forced: tools3(306, 116),
      single: { auto: null, any: null, named: measured(-43, 32, "framing-tools.md §3", 0) },
      thinking: thinking(29, 23, 38),
    },
  },
  "4.5": {
    ...older,
    interleavedNote: measured(148, 26, "framing-tools.md §3", 0),
    toolPrompt: {
      auto: tools3(489, 393),
      forced: tools3(579, 76),
      single: {
        auto: measured(-208, 10, "framing-tools.md §3", 0),
        any: null,
        named: measured(1, 22, "framing-tools.md §3", 0),
      },
      thinking: thinking(30, 23, 38),
    },
  },
  "4.6": {
    ...older,
    toolPrompt: {
      auto: tools3(490, 39),
      forced: tools3(580, 11),
      single: noSingle,
      thinking: thinking(29, 22, 38),
    },
  },
  /** Its text is the older one (framing-messages.md §1). */
  "4.7": {
    ...older,
    builtIns: { bash_20250124: measured(325, 0, "billing.md §5") },
    toolPrompt: {
      // Published 675 and 804 (billing.md §5), less 7 and 9 on the models before.
      auto: measured(666, 4, "recorded: Opus 4.7", 668),
      forced: measured(793, 1, "recorded: Opus 4.7", 795),
      single: noSingle,
      thinking: still,
    },
  },
  "4.8": {
    ...newer,
    builtIns: { web_search_20250305: measured(2424, 1, "framing-tools.md §5") },
    toolPrompt: { auto: tools6(289, 6), forced: tools6(409, 5), single: noSingle, thinking: still },
  },
  "5-opus": {
    ...newer,
    toolPrompt: { auto: tools6(285, 6), forced: tools6(405, 0), single: noSingle, thinking: still },
  },
  "5-sonnet": {
    ...newer,
    toolPrompt: {
      auto: tools6(353, 13),
      forced: tools6(473, 5),
      single: noSingle,
      thinking: still,
    },
  },
  "5.5": {
    ...newer,
    toolPrompt: { auto: tools6(285, 9), forced: null, single: noSingle, thinking: still },
  },
  "5.5-haiku": {
    ...newer,
    toolPrompt: { auto: tools6(285, 0), forced: tools6(405, 0), single: noSingle, thinking: still },
  },
  /** That of Opus 4.8: with it the note on deferred tools is the same on all three that have it. */
  fable: {
    ...newer,
    toolPrompt: {
      auto: measured(289, 6, "recorded: Fable 5, all with deferred tools", 285),
      forced: null,
      single: noSingle,
      thinking: still,
    },
  },
} as const satisfies Record<ToolGeneration, GenerationRules>;

function tools3(tokens: number, n: number): Measured {
  return measured(tokens, n, "framing-tools.md §3");
}

function tools6(tokens: number, n: number): Measured {
  return measured(tokens, n, "framing-tools.md §6");
}

function thinking(fresh: number, loop: number, n: number): ToolPrompt["thinking"] {
  return { fresh: tools3(fresh, n), loop: tools3(loop, n) };
}
