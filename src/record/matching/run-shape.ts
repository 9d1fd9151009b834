/** What runs are told apart and found again by. */
import { modelOf } from "../../api/model.ts";
import { messagesOf, toolsOf } from "../../api/request.ts";
import type { Digest } from "../../digest.ts";
import { hashInput } from "../../fixture/input-hash.ts";
import type { Json, JsonObject } from "../../json.ts";
import { inBlocks, systemBlocks, writeMasked, writeUnmarked } from "../runs/masked.ts";

/** A run, reduced to what it is compared by. Digests and masked texts; equal where they are. */
export interface RunShape {
  /** The scenario it says itself, or whose snapshot it is; null: it says none. */
  readonly scenario: string | null;
  readonly name: string | null;
  /** What all its exchanges send, byte for byte but for markers. */
  readonly exact: string;
  /** The same with times, dates and ids made equal. */
  readonly alike: string;
  /** Model, tools and system prompt of its first exchange. */
  readonly settings: string;
  readonly tools: string;
  /** The first message of its first exchange. */
  readonly opening: string;
  /** Tools and system blocks of its first exchange, masked, tools in order of text. */
  readonly prefix: readonly string[];
}

/** The shape of a run that sends these bodies. */
export function shapeOf(
  run: {
    readonly scenario: string | null;
    readonly name: string | null;
    readonly exchanges: readonly { readonly body: JsonObject; readonly betas: readonly string[] }[];
  },
  digest: Digest,
): RunShape {
  const first = run.exchanges[0]?.body ?? {};
  const tools = toolTexts(first);
  const system = systemBlocks(first).map(writeMasked);
  const toolKey = digest(tools.join("\n"));
  return {
    scenario: run.scenario,
    name: run.name,
    exact: digest(run.exchanges.map((exchange) => hashInput(exchange, digest)).join("\n")),
    alike: digest(
      run.exchanges.map(({ body, betas }) => `${writeInput(body)}\n${betas.join(",")}`).join("\n"),
    ),
    settings: digest(JSON.stringify([modelOf(first), toolKey, system])),
    tools: tools.length === 0 ? "" : toolKey,
    opening: digest(openingOf(first)),
    prefix: [...tools, ...system],
  };
}

function openingOf(body: JsonObject): string {
  const message: Json | undefined = messagesOf(body)?.[0];
  return message === undefined ? "" : writeMasked(inBlocks(message));
}

/** What a request sends, with times, dates and ids made equal, as text. */
export function writeInput(body: JsonObject): string {
  const settings = Object.fromEntries(Object.entries(body).filter(([key]) => !apart.has(key)));
  const texts = [...systemBlocks(body), "", ...(messagesOf(body) ?? []).map(inBlocks)];
  return [writeUnmarked(settings), ...toolTexts(body), ...texts.map(writeMasked)].join("\n");
}

/** Members that are written in a way of their own, or change nothing of what is asked. */
const apart = new Set(["messages", "system", "tools", "metadata", "stream"]);

/** Tools in the order of their texts: some programs send them in another order with each run. */
function toolTexts(body: JsonObject): readonly string[] {
  return toolsOf(body).map(writeUnmarked).sort();
}

/** Characters of the blocks two runs begin with. */
export function sharedPrefix(a: RunShape, b: RunShape): number {
  let length = 0;
  for (const [index, block] of a.prefix.entries()) {
    if (block !== b.prefix[index]) break;
    length += block.length;
  }
  return length;
}

/** Characters of all blocks in front of a run's messages. */
export function prefixLength({ prefix }: RunShape): number {
  return prefix.reduce((sum, block) => sum + block.length, 0);
}
