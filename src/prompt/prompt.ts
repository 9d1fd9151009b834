import type { Ttl } from "../api/cache-control.ts";
import type { Level } from "../api/request.ts";
import type { Changes } from "../config/config.ts";
import type { Placeholder, Request } from "../fixture/fixture.ts";
import type { Json } from "../json.ts";

/** A request as blocks in render order: tools, system, messages. */
export interface Prompt {
  readonly request: Request;
  /** As the request names it. */
  readonly model: string;
  readonly betas: readonly string[];
  readonly blocks: readonly Block[];
  /**
   * Breakpoints in render order, automatic one included, at most what the request sets; not yet
   * held against the minimum.
   */
  readonly breakpoints: readonly Breakpoint[];
  /**
   * The block table whose numbers the blocks' keys and prefixes are. Beside those of another table
   * they mean nothing: whoever remembers something by them remembers it of one table.
   */
  readonly table: object;
}

/** The smallest piece of a prompt that caching sees. */
export interface Block {
  readonly level: Level;
  /**
   * In the API's words: `tools.0`, `system.0`, `messages.7.content.0`; a string stands as its own
   * single block.
   */
  readonly path: string;
  /** Index of its message; -1 outside messages. */
  readonly message: number;
  readonly role: "user" | "assistant" | "system" | null;
  /** The block's `type` (`custom` for a tool without one). */
  readonly kind: string;
  /** The block as sent, without `cache_control`; a string is `{ type: "text", text }`. */
  readonly content: Json;
  /** What identifies its bytes within one check. Equal keys are equal blocks. */
  readonly key: number;
  /**
   * What identifies the prefix up to and including it, with all that enters the cache key before it
   * (caching-rules.md §1, §2).
   */
  readonly prefix: number;
  /** Places that are filled when the request is made. */
  readonly placeholders: readonly Placeholder[];
  /** The most frequent change among placeholders that are new here; `never` where there is none. */
  readonly changes: Changes;
  /**
   * Position for the lookback: blocks of one run of tool_use or of tool_result share one; thinking
   * takes none (it has that of the block before).
   */
  readonly position: number;
}

/** A block up to which the prefix is cached (caching-rules.md §3). */
export interface Breakpoint {
  /** Index into `blocks`. */
  readonly block: number;
  readonly ttl: Ttl;
  readonly automatic: boolean;
}
