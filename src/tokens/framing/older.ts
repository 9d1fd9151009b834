import { isObject } from "../../json.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { CountText, Owner } from "../text-run.ts";
import { putContents, putSystemBlock } from "./contents.ts";
import { ownerOf } from "./render-context.ts";
import type { Desk, Item, Turn } from "./render-context.ts";
import { extras, olderFrame, sections } from "./frames.ts";
import { putAssistant, putResults } from "./older-turns.ts";
import { putStructured } from "./structured.ts";
import { namedChoiceText, putToolLines, putToolPrompt } from "./tool-list.ts";
import { hasTools, itemsOf, lastUserText, readTurns } from "./turns.ts";

const lengthTag = "antml:max_thinking_length";
const modeTag = "antml:thinking_mode";
const thinkingTag = "antml:thinking";

/** What stands at the start where thinking is on and no tools are there (framing-messages.md §5). */
const headText = (desk: Desk): string => {
  const { frame, settings } = desk;
  if (settings.thinking === "enabled") return `<${lengthTag}>${settings.budget}</${lengthTag}>`;
  const adapts = settings.thinking === "adaptive" && frame.model.includes("opus-4-6");
  return adapts ? `<${modeTag}>adaptive</${modeTag}>` : "";
};

const putSystem = (desk: Desk, items: readonly Item[], trims: boolean): void => {
  for (const [at, item] of items.entries()) {
    const { content } = item.block;
    const text = isObject(content) ? content["text"] : null;
    if (!trims || typeof text !== "string") {
      putSystemBlock(desk, item);
      continue;
    }
    const start = at === 0 ? text.trimStart() : text;
    desk.sheet.text(ownerOf(item, "system"), at === items.length - 1 ? start.trimEnd() : start);
  }
};

interface Places {
  readonly system: Owner;
  readonly first: Owner;
  readonly last: Owner;
}

const placesOf = (prompt: Prompt, items: readonly Item[]): Places => {
  const first = Math.max(
    0,
    prompt.blocks.findIndex((block) => block.level === "messages"),
  );
  const system = items.at(-1)?.index ?? first;
  return {
    system: { block: system, part: "system" },
    first: { block: first, part: "messages" },
    last: { block: Math.max(0, prompt.blocks.length - 1), part: "messages" },
  };
};

/** Sections before the turns: on A joined by a newline, on A6 each after one (framing-messages.md §2). */
const putSections = (desk: Desk, prompt: Prompt, places: Places): void => {
  const system = itemsOf(prompt, "system");
  const { sheet, frame, settings } = desk;
  const tools = hasTools(prompt);
  let started = false;
  const open = (owner: Owner): void => {
    if (started || frame.kind === "A6") sheet.text(owner, "\n");
    started = true;
  };
  if (tools) {
    if (system.length > 0) sheet.text(places.system, "\n\n");
  } else {
    const head = headText(desk);
    if (head !== "") {
      sheet.text(places.first, head);
      started = true;
    }
    if (system.length > 0) open(places.system);
  }
  putSystem(desk, system, tools && frame.early);
  if (settings.schema !== null) {
    if (!tools) open(places.system);
    const size = tools ? sections.structuredWithTools : sections.structured.older;
    putStructured(desk, places.system, size);
  }
  if (!tools && desk.cites) {
    open(places.system);
    sheet.cut(places.system, sections.citations.older);
  } else if (desk.cites) sheet.cut(places.system, sections.citations.older.tokens + 1);
};

const putTools = (desk: Desk, prompt: Prompt): void => {
  const items = itemsOf(prompt, "tools");
  const owner: Owner = { block: items[0]?.index ?? 0, part: "tools" };
  const last: Owner = { block: items.at(-1)?.index ?? 0, part: "tools" };
  putToolPrompt(desk, owner);
  desk.sheet.text(owner, "\n\n<functions>\n");
  putToolLines(desk, items);
  desk.sheet.text(last, "\n</functions>");
};

const hasResults = (turn: Turn | undefined): boolean =>
  turn !== undefined && turn.messages.some((message) => message.some((item) => item.block.kind === "tool_result"));

const hasOthers = (turn: Turn | undefined): boolean =>
  turn !== undefined && turn.messages.some((message) => message.some((item) => item.block.kind !== "tool_result"));

const putUser = (desk: Desk, turn: Turn): void => {
  const results = turn.messages.flat().filter((item) => item.block.kind === "tool_result");
  if (results.length > 0) putResults(desk, results);
  const others = turn.messages.map((message) => message.filter((item) => item.block.kind !== "tool_result"));
  const first = others.flat()[0];
  if (first === undefined) return;
  desk.sheet.text(ownerOf(first), `${results.length > 0 ? "\n\n" : ""}\n\nHuman: `);
  putContents(
    desk,
    others.filter((message) => message.length > 0),
  );
};

/** What a forced choice of a tool adds, beside its tool prompt. */
const putForced = (desk: Desk, owner: Owner, end: { readonly inLoop: boolean; readonly count: CountText }): void => {
  const { settings, frame, sheet } = desk;
  if (settings.choice === "auto") return;
  sheet.text(owner, end.inLoop ? "<" : "\n\n<");
  if (end.inLoop && frame.early) sheet.add(owner, extras.forcedAfterResultOn3);
  if (settings.choice === "named") sheet.add({ ...owner, part: "tools" }, end.count(namedChoiceText(settings.toolName)) - 1);
};

const putThinkingEnd = (desk: Desk, owner: Owner, end: { readonly inLoop: boolean; readonly tools: boolean }): void => {
  const { settings, frame, sheet } = desk;
  if (settings.thinking !== "enabled") return;
  const agent = frame.generation === "4.5" && settings.keepsAllThinking;
  if (!end.tools) {
    if (!end.inLoop) sheet.text(owner, ` <${thinkingTag}>\n`);
    // Recordings up to October 2025 have one token less (framing-messages.md §5).
    sheet.doubt(1, 0);
    return;
  }
  const { fresh, loop } = frame.tools.thinking;
  sheet.add(owner, end.inLoop && !agent && !settings.interleaved ? loop : fresh);
  sheet.doubt(1, 1);
  if (!agent) return;
  sheet.add(owner, extras.agentSdk);
  sheet.doubt(extras.agentSdk.tokens, 0);
};

/** Writes a request for the older family: one text (framing-messages.md §2, framing-tools.md §3). */
export const renderOlder = (desk: Desk, prompt: Prompt, count: CountText): void => {
  const { sheet, frame } = desk;
  const places = placesOf(prompt, itemsOf(prompt, "system"));
  const tools = hasTools(prompt);
  // With tools the number is part of the tool prompt.
  if (!tools) sheet.add(places.first, olderFrame.request);
  if (tools) putTools(desk, prompt);
  putSections(desk, prompt, places);
  const turns = readTurns(prompt);
  if (turns[0]?.role === "assistant") {
    sheet.text(places.first, "\n\nHuman:");
    sheet.cut(places.first, olderFrame.assistantFirst);
  }
  for (const [at, turn] of turns.entries()) {
    const before = turns[at - 1];
    const afterResults = hasResults(before) && !hasOthers(before);
    if (afterResults) sheet.text({ block: turn.messages[0]?.[0]?.index ?? 0, part: "messages" }, "\n\n");
    if (turn.role === "assistant") putAssistant(desk, turn, { afterResults, tools, lastUser: lastUserText(prompt) });
    else putUser(desk, turn);
    if (turn.role === "system") sheet.doubt(3, 3);
  }
  const last = turns.at(-1);
  const inLoop = hasResults(last) && !hasOthers(last);
  if (inLoop) {
    if (!(frame.early && tools && desk.settings.choice === "auto")) sheet.text(places.last, "\n\n");
  } else if (last?.role !== "assistant") sheet.text(places.last, "\n\nAssistant:");
  if (last?.role !== "assistant") putThinkingEnd(desk, places.last, { inLoop, tools });
  if (tools) putForced(desk, places.last, { inLoop, count });
};
