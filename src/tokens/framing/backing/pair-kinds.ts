import { isNewer } from "../frame.ts";
import { kind, type ContentKind } from "./content-kind.ts";
import type { Content } from "./content.ts";

/** Settings that change the same places: the tool prompt, the sections, where the answer opens. */
interface Setting {
  /** For people, in the middle of a sentence. */
  readonly words: string;
  readonly holds: (content: Content) => boolean;
}

const settings = {
  schema: { words: "a schema", holds: ({ settings: { schema } }) => schema !== null },
  citations: { words: "citations", holds: ({ cites }) => cites },
  thinking: { words: "thinking", holds: showsThinking },
  deferred: {
    words: "tools whose loading is deferred",
    holds: ({ settings: { tools } }) => tools.some((tool) => tool["defer_loading"] === true),
  },
  single: { words: "one call at a time", holds: (content) => content.settings.single },
  choice: {
    words: "a forced call",
    holds: ({ tools, settings: { choice } }) => tools && choice !== "auto",
  },
  builtIn: {
    words: "a built-in tool",
    holds: ({ settings: { tools } }) =>
      tools.some(({ type }) => typeof type === "string" && type !== "custom"),
  },
  prefill: {
    words: "an answer that the request begins",
    holds: ({ turns }) => turns.at(-1)?.role === "assistant",
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** Pairs that are kinds of their own. */
const ownKinds: ReadonlySet<string> = new Set(["schema+choice", "single+choice"]);

/**
 * Every two such settings of a request. Each may be exact alone: what the two do to one another is
 * known only where they were recorded together, with tools or without.
 */
export function pairsOf(content: Content): readonly (readonly [string, ContentKind])[] {
  const held = Object.entries<Setting>(settings).filter(([, { holds }]) => holds(content));
  return held.flatMap(([first, a], index) =>
    held.slice(index + 1).flatMap(([second, b]): readonly (readonly [string, ContentKind])[] => {
      const pair = `${first}+${second}`;
      if (ownKinds.has(pair)) return [];
      const id = content.tools ? `${pair} with tools` : pair;
      return [[id, kind(`${a.words} beside ${b.words}`, "kind", [1, 5], () => true)]];
    }),
  );
}

function showsThinking({ frame, settings: { thinking } }: Content): boolean {
  return (
    !isNewer(frame) &&
    (thinking === "enabled" || (thinking === "adaptive" && frame.showsAdaptiveThinking))
  );
}
