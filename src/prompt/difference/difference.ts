import { levels, type Level } from "../../api/request.ts";
import { nowhere, type Place } from "../../problem.ts";
import { remember } from "../../remember.ts";
import { promptParameters } from "../cache-key.ts";
import { isSystemTool } from "../flatten.ts";
import { blockPath } from "../placeholders.ts";
import type { Block, Breakpoint, Prompt } from "../prompt.ts";
import { alignBlocks } from "./alignment.ts";
import { describeBlockDifference, type BlockDifference } from "./block-difference.ts";
import { describeChange } from "./change-place.ts";

/** The API's words for where a cached prefix breaks (caching-rules.md §9). */
type Break =
  | "model_changed"
  | "system_changed"
  | "tools_changed"
  | "messages_changed"
  | "unavailable";

/**
 * One respect in which two prompts differ. Names, places and sizes only, never characters of a
 * prompt.
 */
export interface Difference {
  readonly kind: "added" | "removed" | "changed" | "moved" | "order only" | "marker" | "setting";
  /** Null where no prefix breaks: something appended at the end, a marker moved. */
  readonly breaks: Break | null;
  /** The level it breaks, and all after it. */
  readonly level: Level;
  /**
   * In the API's words; of the prompt after, for what is gone of the one before; null for a
   * setting.
   */
  readonly block: string | null;
  /** Place in its level, of the same prompt; -1 for a setting. */
  readonly index: number;
  /** A tool's name, a variable's, a setting's. */
  readonly name: string | null;
  /**
   * In UTF-16 units in the block's text after, and how many of the text after and of the text
   * before differ.
   */
  readonly offset: number | null;
  readonly length: number | null;
  readonly lengthBefore: number | null;
  readonly place: Place;
  /** The block's path in the prompt before; null for what was added, and for a setting. */
  readonly blockBefore: string | null;
  /**
   * Equal where the same bytes became the same other ones, in whatever prompts of one table; null
   * where no block differs.
   */
  readonly id: string | null;
  /** How the block differs. Reads its text anew each time. */
  readonly describe: () => BlockDifference;
}

/** All differences of two prompts, by what they concern; each list in order of place. */
interface PromptDifferences {
  readonly settings: readonly Difference[];
  readonly tools: readonly Difference[];
  readonly system: readonly Difference[];
  readonly messages: readonly Difference[];
  readonly markers: readonly Difference[];
}

const bare = {
  block: null,
  index: -1,
  name: null,
  offset: null,
  length: null,
  lengthBefore: null,
  place: nowhere,
  blockBefore: null,
  id: null,
  describe: () => describeBlockDifference(null, null),
};

interface Part {
  readonly holds: (block: Block) => boolean;
  /** The level that a difference breaks, and the word for it. */
  readonly level: Level;
  readonly breaks: Break;
}

function isWebTool(block: Block): boolean {
  return block.level === "tools" && isSystemTool(block.kind);
}

const parts: Readonly<Record<Level | "webTools", Part>> = {
  tools: {
    holds: (block) => block.level === "tools" && !isWebTool(block),
    level: "tools",
    breaks: "tools_changed",
  },
  webTools: { holds: isWebTool, level: "system", breaks: "tools_changed" },
  system: { holds: (block) => block.level === "system", level: "system", breaks: "system_changed" },
  messages: {
    holds: (block) => block.level === "messages",
    level: "messages",
    breaks: "messages_changed",
  },
};

/**
 * Everything two prompts differ in. Tools are matched by name, other blocks by their bytes and then
 * by place. Both prompts must come from one table.
 */
export function diffLevels(before: Prompt, after: Prompt): PromptDifferences {
  return {
    settings: diffSettings(before, after),
    tools: diffLevel(before, after, "tools"),
    system: diffLevel(before, after, "system"),
    messages: diffLevel(before, after, "messages"),
    markers: diffMarkers(before, after),
  };
}

/** What two prompts differ in at one level; web tools are named among the tools. */
export function diffLevel(before: Prompt, after: Prompt, level: Level): readonly Difference[] {
  const own = diffBlocks(before, after, parts[level]);
  return level === "tools" ? [...own, ...diffBlocks(before, after, parts.webTools)] : own;
}

/** The settings that enter the cache's key and differ. */
export function diffSettings(before: Prompt, after: Prompt): readonly Difference[] {
  const [old, current] = [promptParameters(before), promptParameters(after)];
  const valueOf = (list: typeof old, name: string) =>
    list.find((parameter) => parameter.name === name)?.value ?? "";
  const levelByName = new Map(
    [...old, ...current].map((parameter) => [parameter.name, parameter.level]),
  );
  // Tools that are rendered as system text are named as tools, by name.
  levelByName.delete("web_tools");
  return [...levelByName]
    .filter(([name]) => valueOf(old, name) !== valueOf(current, name))
    .map(([name, level]) => ({
      ...bare,
      kind: "setting" as const,
      breaks:
        name === "model" || name === "speed"
          ? ("model_changed" as const)
          : ("unavailable" as const),
      level,
      name,
    }));
}

function diffBlocks(
  before: Prompt,
  after: Prompt,
  { holds, level, breaks }: Part,
): readonly Difference[] {
  const [old, current] = [before.blocks.filter(holds), after.blocks.filter(holds)];
  const shorter = Math.min(old.length, current.length);
  const pairs = alignBlocks(
    { blocks: old, fileOf: fileFinder(before) },
    { blocks: current, fileOf: fileFinder(after) },
  );
  // What is only appended, or cut off at the end, leaves everything in front of it as it was.
  const atEnd = level === "messages" && pairs.every(({ index }) => index >= shorter);
  return pairs.map((pair) => ({
    kind: pair.kind,
    breaks: atEnd ? null : breaks,
    level,
    block: (pair.after ?? pair.before)?.path ?? null,
    index: pair.index,
    blockBefore: pair.before?.path ?? null,
    id: JSON.stringify([pair.before?.key ?? null, pair.after?.key ?? null]),
    describe: () => describeBlockDifference(pair.before, pair.after),
    ...describeChange({
      before: { prompt: before, block: pair.before },
      after: { prompt: after, block: pair.after },
    }),
  }));
}

/** The first file that feeds a block from inside it, by the block. */
export function fileFinder({ request }: Prompt): (block: Block) => string | null {
  const files = remember(() => {
    const byBlock = new Map<string, string>();
    for (const { path, file, pointer } of request.links) {
      const block = blockPath(path);
      if (block !== null && !byBlock.has(block)) byBlock.set(block, `${file}#${pointer ?? ""}`);
    }
    return byBlock;
  });
  return ({ path }) => files().get(path) ?? null;
}

function diffMarkers(before: Prompt, after: Prompt): readonly Difference[] {
  const writeMarker = (prompt: Prompt, breakpoint: Breakpoint): readonly [string, string] => [
    breakpoint.automatic ? "cache_control" : (prompt.blocks[breakpoint.block]?.path ?? ""),
    breakpoint.ttl,
  ];
  const old = new Map(before.breakpoints.map((breakpoint) => writeMarker(before, breakpoint)));
  const current = new Map(after.breakpoints.map((breakpoint) => writeMarker(after, breakpoint)));
  const nameOf = (path: string): string | null => {
    if (!current.has(path)) return "removed";
    if (!old.has(path)) return "added";
    return old.get(path) === current.get(path) ? null : "ttl";
  };
  const levelOf = (path: string): Level =>
    levels.find((level) => path.startsWith(level)) ?? "messages";
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((path) => {
    const name = nameOf(path);
    return name === null
      ? []
      : [
          {
            ...bare,
            kind: "marker" as const,
            breaks: null,
            level: levelOf(path),
            block: path,
            name,
          },
        ];
  });
}

/**
 * Where two prompts part first, in the order the cache key goes: a level's settings, then its
 * blocks (caching-rules.md §1, §2); where no prefix breaks, what was appended, then markers. Null
 * where they are the same to the cache.
 */
export function firstDifference(before: Prompt, after: Prompt): Difference | null {
  const all = diffLevels(before, after);
  const blocks = [...all.tools, ...all.system, ...all.messages];
  const ordered = levels.flatMap((level) =>
    [...all.settings, ...blocks].filter((difference) => difference.level === level),
  );
  return (
    ordered.find((difference) => difference.breaks !== null) ?? ordered[0] ?? all.markers[0] ?? null
  );
}
