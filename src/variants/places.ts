import type { Ttl } from "../api/cache-control.ts";
import type { Level } from "../api/request.ts";
import type { MeasuredExchange, MeasuredScenario } from "../projection/projection.ts";
import { turnScopedMessages } from "../prompt/blocks.ts";
import { isSystemTool } from "../prompt/flatten.ts";
import { automaticTarget, isMarkable } from "../prompt/markers.ts";
import type { Breakpoint, Prompt } from "../prompt/prompt.ts";
import { markEach } from "./breakpoints.ts";

/**
 * Where a breakpoint stands in every request of a scenario alike. `block`: counted within its level
 * from the level's start; a request with fewer tools or system blocks has it on the last one before,
 * one with fewer message blocks has none. `end`: the last block that may carry one, as automatic caching
 * has it. `behind`: where the request before it in the run ended.
 */
export type Spot =
  | { readonly kind: "block"; readonly level: Level; readonly index: number }
  | { readonly kind: "end" }
  | { readonly kind: "behind" };

/** A spot, and how long what it marks is kept. */
export interface Place {
  readonly spot: Spot;
  readonly ttl: Ttl;
}

/** The scenario with breakpoints at these places, and nowhere else. */
export function withBreakpoints(
  scenario: MeasuredScenario,
  places: readonly Place[],
): MeasuredScenario {
  return markEach(scenario, (exchange, { previous }) =>
    places.flatMap(({ spot, ttl }): readonly Breakpoint[] => {
      const block = blockOf(spot, exchange, previous);
      return block < 0 ? [] : [{ block, ttl, automatic: false }];
    }),
  );
}

/** The block of a request that a spot is on; -1: none. */
export function blockOf(
  spot: Spot,
  { prompt }: MeasuredExchange,
  previous: MeasuredExchange | null,
): number {
  if (spot.kind === "end") return endOf(prompt);
  if (spot.kind === "behind") return previous === null ? -1 : behind(prompt, previous.prompt);
  if (isBeyond(spot, prompt)) return -1;
  const { starts, lengths } = levelsOf(prompt);
  const block = starts[spot.level] + Math.min(spot.index, lengths[spot.level] - 1);
  return canMark(prompt, block) ? block : -1;
}

/** Whether a request is over before a spot comes. */
export function isBeyond(spot: Spot, prompt: Prompt): boolean {
  return (
    spot.kind === "block" &&
    spot.level === "messages" &&
    spot.index >= levelsOf(prompt).lengths.messages
  );
}

/** Whether a block may carry a breakpoint that caches up to it. */
function canMark(prompt: Prompt, block: number): boolean {
  const found = prompt.blocks[block];
  return found !== undefined && isMarkable(found) && !isSystemTool(found.kind);
}

function endOf({ blocks, request }: Prompt): number {
  return automaticTarget(blocks, turnScopedMessages(request.body));
}

/** The end of the request before, if this one goes on from there. */
function behind(prompt: Prompt, previous: Prompt): number {
  const block = endOf(previous);
  const isSame = block >= 0 && prompt.blocks[block]?.prefix === previous.blocks[block]?.prefix;
  return isSame && block < endOf(prompt) ? block : -1;
}

interface LevelPlaces {
  readonly starts: Readonly<Record<Level, number>>;
  readonly lengths: Readonly<Record<Level, number>>;
}

const knownLevels = new WeakMap<Prompt["blocks"], LevelPlaces>();

/** Where each level of a prompt starts, and how many blocks it has. */
export function levelsOf({ blocks }: Prompt): LevelPlaces {
  const known = knownLevels.get(blocks);
  if (known !== undefined) return known;
  const lengths = { tools: 0, system: 0, messages: 0 };
  for (const { level } of blocks) lengths[level] += 1;
  const starts = { tools: 0, system: lengths.tools, messages: lengths.tools + lengths.system };
  const made = { starts, lengths };
  knownLevels.set(blocks, made);
  return made;
}

/** In words: `system.1`, `the end of each request`; of messages, their blocks are counted. */
export function nameSpot(spot: Spot): string {
  if (spot.kind === "end") return "the end of each request";
  if (spot.kind === "behind") return "the end of the request before";
  return `${spot.level}.${spot.index}`;
}
