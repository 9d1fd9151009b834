import { shownName } from "../shown-name.ts";
import { placeInBody } from "../fixture/body-places.ts";
import type { Place } from "../problem.ts";
import { toolName } from "../prompt/difference/alignment.ts";
import type { MeasuredExchange } from "../projection/projection.ts";

/** A place as a sentence names it: `` `prompts/policy.md:1` ``; null where it is in no file. */
export function placeWords({ file, line }: Place): string | null {
  if (file === null) return null;
  return line === null ? `\`${file}\`` : `\`${file}:${String(line)}\``;
}

/** A block's path as code writes it: `messages[7].content[0]`. */
export function blockPathOf(exchange: MeasuredExchange, block: number): string | null {
  const path = exchange.prompt.blocks[block]?.path;
  return path === undefined ? null : path.replaceAll(/\.(\d+)/g, "[$1]");
}

/** Where a block of an exchange is written. */
export function blockPlace({ exchange, prompt }: MeasuredExchange, block: number): Place {
  return placeInBody(exchange, prompt.blocks[block]?.path ?? "");
}

/** Where the marker that a request has on a block is written, the one on the whole request too. */
export function markerPlace({ exchange, prompt }: MeasuredExchange, block: number): Place {
  const marker = prompt.breakpoints.find((breakpoint) => breakpoint.block === block);
  const path = marker?.automatic === true ? "" : `${prompt.blocks[block]?.path ?? ""}.`;
  return placeInBody(exchange, `${path}cache_control`);
}

/** What a block is to a reader: `the tool \`search\``, `the last system block`. */
export function blockWords({ prompt }: MeasuredExchange, block: number): string {
  const { blocks } = prompt;
  const found = blocks[block];
  if (found === undefined) return "the prompt";
  const isLast = blocks.findLastIndex(({ level }) => level === found.level) === block;
  if (found.level === "tools") {
    const name = toolName(found);
    return name === null
      ? isLast
        ? "the last tool"
        : "a tool"
      : `the tool \`${shownName(name)}\``;
  }
  if (isLast) return found.level === "system" ? "the last system block" : "the last message";
  if (found.level === "messages") return `message ${String(found.message + 1)}`;
  const ordinal = blocks.slice(0, block + 1).filter(({ level }) => level === "system").length;
  return `system block ${String(ordinal)}`;
}
