import { markerTtl } from "../api/cache-control.ts";
import { modelOf } from "../api/model.ts";
import { messagesOf, toolsOf, type Level } from "../api/request.ts";
import type { Day } from "../day.ts";
import type { Placeholder, Request } from "../fixture/fixture.ts";
import { isArray, isObject, type Json, type JsonObject } from "../json.ts";
import { lookbackRule } from "../models/cache-rules.ts";
import type { BlockTable, InternedBlock } from "./block-table.ts";
import type { ModelTraits } from "./cache-key-policy.ts";
import { readKeyParameters } from "./cache-key.ts";
import { flatten, isDeferred, isSystemTool, isTurnScoped, type RawBlock } from "./flatten.ts";
import { writeFlat } from "./identity.ts";
import { automaticBreakpoint } from "./markers.ts";
import { declaredIdentity, mostFrequentChange, placeholdersByBlock } from "./placeholders.ts";
import { joinPresence } from "./presence.ts";
import type { Block, Breakpoint, Prompt } from "./prompt.ts";

/**
 * Reads a request as blocks in render order, with breakpoints and with numbers for bytes and
 * prefixes (caching-rules.md §1 to §4). Takes any JSON: what is not a block is left out here and
 * named by `checkPrompt`.
 */
export function readPrompt(options: {
  readonly request: Request;
  readonly betas: readonly string[];
  readonly table: BlockTable;
  /** When it was made, where somebody says so: cache rules change. Else the table's day. */
  readonly day?: Day | null;
}): Prompt {
  const { request, betas, table } = options;
  const { body } = request;
  const model = modelOf(body) ?? "";
  const traits = table.traits(model);
  const raw = flatten(body);
  const interned = raw.map((block) => table.block(block.raw, block.level === "tools"));
  const parameters = readKeyParameters({
    body,
    betas,
    policy: table.policy,
    traits,
    presence: joinPresence(interned),
    systemTools: raw.flatMap((block, index) =>
      block.level === "tools" && isSystemTool(block.kind) ? [interned[index]?.key ?? 0] : [],
    ),
  });
  const enter = (prefix: number, level: Level): number => {
    const entering = parameters.filter((parameter) => parameter.level === level);
    const text = writeFlat(entering.map(({ name, value }) => [name, value]));
    return table.chain(prefix, table.text(`level:${text}`));
  };

  const placeholders = placeholdersByBlock(request.placeholders);
  const deferred = deferredTools(body);
  const positions = positionsOf(raw, lookbackRule(model, options.day ?? table.asOf).joinsRuns);
  const stripped = strippedBefore(raw, traits);
  const blocks: Block[] = [];
  const explicit: Breakpoint[] = [];
  let prefix = enter(0, "tools");
  let level: Level = "tools";
  let message = -1;
  for (const [index, block] of raw.entries()) {
    const known = interned[index] ?? table.block(block.raw, false);
    if (level === "tools" && block.level !== "tools") prefix = enter(prefix, "system");
    if (level !== "messages" && block.level === "messages") prefix = enter(prefix, "messages");
    level = block.level;
    if (block.message !== message)
      prefix = table.chain(prefix, table.text(`role:${block.role ?? ""}`));
    message = block.message;
    const own = placeholders.get(block.path) ?? [];
    const key = keyOf(block, known, { placeholders: own, deferred, table });
    // A web tool enters with the system level's parameters; stripped thinking is not in the prompt.
    const isInPrefix =
      !(block.level === "tools" && isSystemTool(block.kind)) &&
      !(isThinking(block.kind) && block.message < stripped);
    if (isInPrefix) prefix = table.chain(prefix, key);
    const ttl = markerTtl(block.raw);
    if (ttl !== null) explicit.push({ block: index, ttl, automatic: false });
    blocks.push({
      level: block.level,
      path: block.path,
      message: block.message,
      role: block.role,
      kind: block.kind,
      content: known.content,
      key,
      prefix,
      placeholders: own,
      changes: mostFrequentChange(own),
      position: positions[index] ?? 0,
    });
  }
  const turnScoped = turnScopedMessages(body);
  const automatic = automaticBreakpoint(body, blocks, { explicit, turnScoped });
  const breakpoints = [...explicit, ...(automatic === null ? [] : [automatic])].sort(
    (a, b) => a.block - b.block,
  );
  return { request, model, betas, blocks, breakpoints, table };
}

/** The indexes of messages that vanish after their turn. */
export function turnScopedMessages(body: JsonObject): ReadonlySet<number> {
  return new Set(
    (messagesOf(body) ?? []).flatMap((message, index) => (isTurnScoped(message) ? [index] : [])),
  );
}

/** Deferred tools by name. */
function deferredTools(body: JsonObject): ReadonlyMap<string, Json> {
  return new Map(
    toolsOf(body).flatMap((tool) =>
      isObject(tool) && isDeferred(tool) && typeof tool["name"] === "string"
        ? [[tool["name"], tool]]
        : [],
    ),
  );
}

/**
 * Lookback positions: where runs join, one of tool_use or tool_result is one; thinking takes none
 * (caching-rules.md §4, observed.md §7).
 */
function positionsOf(raw: readonly RawBlock[], joinsRuns: boolean): readonly number[] {
  let position = -1;
  return raw.map((block, index) => {
    const runs =
      joinsRuns &&
      (block.kind === "tool_use" || block.kind === "tool_result") &&
      raw[index - 1]?.kind === block.kind;
    if (!runs && !isThinking(block.kind)) position += 1;
    return Math.max(position, 0);
  });
}

function isThinking(kind: string): boolean {
  return kind === "thinking" || kind === "redacted_thinking";
}

/**
 * Where thinking of earlier turns is stripped: models that do not keep it drop all before the last
 * user turn that holds more than tool results (caching-rules.md §8). The index of that turn's
 * message; 0 where nothing is stripped.
 */
function strippedBefore(raw: readonly RawBlock[], traits: ModelTraits | null): number {
  if (traits?.keepsPriorThinking !== false) return 0;
  return (
    raw.findLast((block) => block.role === "user" && block.kind !== "tool_result")?.message ?? 0
  );
}

/**
 * The key of a block: its bytes, the declared sizes in its text, the definitions of the deferred
 * tools it brings in.
 */
function keyOf(
  block: RawBlock,
  interned: InternedBlock,
  context: {
    placeholders: readonly Placeholder[];
    deferred: ReadonlyMap<string, Json>;
    table: BlockTable;
  },
): number {
  const sizes = declaredIdentity(context.placeholders);
  const brought =
    context.deferred.size === 0
      ? []
      : referredTools(block.raw).map((name) => context.deferred.get(name) ?? null);
  if (sizes === "" && brought.length === 0) return interned.key;
  return context.table.text(`with:${interned.key}\n${sizes}\n${writeFlat(brought)}`);
}

/** Names a block refers to deferred tools by. Only the places the API has for it are looked at. */
function referredTools(raw: Json): readonly string[] {
  if (!isObject(raw)) return [];
  const content = raw["content"];
  const found =
    isObject(content) && isArray(content["tool_references"]) ? content["tool_references"] : [];
  const tool = raw["tool"];
  const places = [
    raw,
    ...(isArray(content) ? content : []),
    ...found,
    ...(tool === undefined ? [] : [tool]),
  ].filter(isObject);
  return places
    .filter(({ type }) => type === "tool_reference")
    .map(({ tool_name: toolName, name }) => toolName ?? name ?? null)
    .filter((name) => typeof name === "string");
}
