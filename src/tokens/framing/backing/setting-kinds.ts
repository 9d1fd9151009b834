import { isNewer } from "../frame.ts";
import type { Settings } from "../settings.ts";
import { describedInBraces } from "../blocks/structured.ts";
import type { Content } from "./content.ts";
import { kind, type ContentKind } from "./content-kind.ts";

/** Kinds that settings of a request decide, the most particular first. */
export const settingKinds = {
  "deferred-tools": kind(
    "tools whose loading is deferred",
    "generation",
    [3, 100],
    anyTool(({ defer_loading: deferred }) => deferred === true),
  ),
  "input-examples": kind(
    "examples of a tool's input",
    "generation",
    [80, 100],
    anyTool(({ input_examples: examples }) => Array.isArray(examples)),
  ),
  "task-budget": kind(
    "a task budget",
    "generation",
    [10, 40],
    ({ settings }) => settings.taskBudget,
  ),
  "thinking-kept": kind(
    "thinking that is all kept",
    "generation",
    [2, 150],
    (content) => thinksWithTools(content) && content.settings.keepsAllThinking,
  ),
  "thinking-interleaved": kind(
    "thinking between calls of tools",
    "generation",
    [2, 150],
    (content) => thinksWithTools(content) && interleavesUnmeasured(content),
  ),
  "schema-in-braces": kind(
    "a schema with limits in braces",
    "kind",
    [1, 2],
    ({ settings }) => describedInBraces(settings.schema ?? undefined) > 0,
  ),
  "schema-behind-header": kind(
    "a schema behind a billing header",
    "kind",
    [1, 2],
    ({ settings, tools, billingHeader }) => settings.schema !== null && !tools && billingHeader,
  ),
  "schema-forced": kind(
    "a schema beside a forced choice",
    "kind",
    [1, 3],
    ({ settings, tools }) => settings.schema !== null && tools && settings.choice !== "auto",
  ),
  "schema-with-tools": kind(
    "a schema beside tools",
    "kind",
    [2, 5],
    ({ settings, tools }) => settings.schema !== null && tools,
  ),
  schema: kind("a schema", "kind", [2, 40], ({ settings }) => settings.schema !== null),
  "thinking-in-loop": kind(
    "thinking in a loop of tools",
    "generation",
    [1, 5],
    (content) => thinksWithTools(content) && endsInResults(content),
  ),
  "thinking-with-tools": kind("thinking beside tools", "generation", [1, 5], thinksWithTools),
  "thinking-enabled": kind(
    "thinking with a budget",
    "kind",
    [1, 2],
    ({ settings }) => settings.thinking === "enabled",
  ),
  "thinking-adaptive": kind(
    "adaptive thinking",
    "adaptive",
    [1, 17],
    ({ settings }) => settings.thinking === "adaptive",
  ),
  "single-auto": kind("one call at a time", "generation", [2, 210], single("auto")),
  "single-any": kind("one forced call at a time", "generation", [2, 60], single("any")),
  "single-named": kind("one named call at a time", "generation", [2, 60], single("named")),
  "named-choice": {
    ...kind("a named tool to call", "generation", [5, 90], chooses("named")),
    published: "forced",
  },
  "forced-choice": {
    ...kind("a forced call", "generation", [2, 90], chooses("any")),
    published: "forced",
  },
} as const satisfies Readonly<Record<string, ContentKind>>;

function anyTool(is: (tool: Settings["tools"][number]) => boolean): ContentKind["holds"] {
  return ({ settings }) => settings.tools.some(is);
}

function thinksWithTools({ tools, settings }: Content): boolean {
  return tools && settings.thinking === "enabled";
}

/** What lets thinking stand between calls is measured on some models; on early ones it is free. */
function interleavesUnmeasured({ frame, settings }: Content): boolean {
  const { early, interleavedNote } = frame.generation;
  return settings.interleaved && !isNewer(frame) && !early && interleavedNote === null;
}

function endsInResults({ turns }: Content): boolean {
  const last = turns.at(-1)?.messages.flat() ?? [];
  return last.length > 0 && last.every(({ block }) => block.kind === "tool_result");
}

function chooses(choice: Settings["choice"]): ContentKind["holds"] {
  return ({ tools, settings }) => tools && settings.choice === choice;
}

function single(choice: Settings["choice"]): ContentKind["holds"] {
  return ({ tools, settings }) => tools && settings.single && settings.choice === choice;
}
