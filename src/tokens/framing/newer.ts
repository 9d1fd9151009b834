import { isObject } from "../../json.ts";
import type { Prompt } from "../../prompt/prompt.ts";
import type { CountText, Owner } from "../text-run.ts";
import { invokeText } from "./calls.ts";
import { putBlock, putResultText, putSystemBlock } from "./contents.ts";
import { ownerOf } from "./render-context.ts";
import type { Desk, Item, Turn } from "./render-context.ts";
import { newerFrame, sections } from "./frames.ts";
import { putHiddenThinking } from "./older-turns.ts";
import { putStructured } from "./structured.ts";
import { namedChoiceText, putToolLines, putToolPrompt } from "./tool-list.ts";
import { hasTools, itemsOf, readTurns } from "./turns.ts";

const putTools = (desk: Desk, prompt: Prompt, count: CountText): void => {
  const items = itemsOf(prompt, "tools");
  const owner: Owner = { block: items[0]?.index ?? 0, part: "tools" };
  desk.sheet.part(false);
  putToolPrompt(desk, owner);
  desk.sheet.text(owner, "\n");
  putToolLines(desk, items);
  desk.sheet.text({ ...owner, block: items.at(-1)?.index ?? 0 }, "\n");
  if (desk.settings.choice !== "named") return;
  desk.sheet.add(owner, count(namedChoiceText(desk.settings.toolName)) - 1);
  // One recording is one token more, others up to five (framing-tools.md §6).
  desk.sheet.doubt(0, 5);
};

const putSections = (desk: Desk, prompt: Prompt, first: Owner): void => {
  const { sheet, settings } = desk;
  const system = itemsOf(prompt, "system");
  const owner: Owner = { block: system.at(-1)?.index ?? first.block, part: "system" };
  if (system.length > 0) {
    sheet.part(true);
    sheet.text({ ...owner, block: system[0]?.index ?? owner.block }, "\n");
    for (const item of system) putSystemBlock(desk, item);
  }
  if (settings.schema !== null) {
    sheet.part(true);
    sheet.text(owner, "\n");
    putStructured(desk, owner, sections.structured.newer);
  }
  if (!desk.cites) return;
  sheet.add(owner, sections.citations.newer.tokens + 1);
  if (desk.frame.model.includes("sonnet-5-5")) sheet.add(owner, sections.citationsOnSonnet55);
  sheet.doubt(20, 20);
};

const gapKinds = new Set(["image", "document"]);

const putMessages = (desk: Desk, turn: Turn): void => {
  const { sheet } = desk;
  let before: string | null = null;
  sheet.part(true);
  for (const message of turn.messages) {
    for (const [at, item] of message.entries()) {
      const owner = ownerOf(item);
      const { kind } = item.block;
      const apart = kind === "tool_use" || kind === "tool_result" || kind === "server_tool_use" || kind === "mcp_tool_use";
      const next = at === 0 && before !== null;
      if (apart) {
        sheet.part(false);
        if (next) sheet.add(owner, 1);
        putCall(desk, item);
        sheet.part(true);
      } else if (kind === "thinking" || kind === "redacted_thinking") putThinking(desk, item);
      else {
        if (next && before === "apart") sheet.add(owner, 1);
        else if (next || (before !== null && (gapKinds.has(kind) || gapKinds.has(before)))) sheet.text(owner, "\n");
        putBlock(desk, item, item.block.content);
      }
      before = apart ? "apart" : kind;
    }
  }
};

const putCall = (desk: Desk, item: Item): void => {
  const owner = ownerOf(item);
  if (item.block.kind === "tool_result") {
    const failed = isObject(item.block.content) && item.block.content["is_error"] === true;
    if (failed) desk.sheet.text(owner, "\n<error>");
    putResultText(desk, item);
    if (failed) desk.sheet.text(owner, "</error>\n");
    // Neither errors nor parallel calls are recorded on these models.
    if (failed) desk.sheet.doubt(5, 5);
    desk.sheet.add(owner, newerFrame.result);
    return;
  }
  desk.sheet.text(owner, invokeText(item.block.content, { prefix: "antml:", ascii: desk.frame.ascii }));
  desk.sheet.add(owner, newerFrame.call);
};

const putThinking = (desk: Desk, item: Item): void => {
  const { content } = item.block;
  const text = isObject(content) ? content["thinking"] : "";
  if (typeof text !== "string" || text === "") {
    putHiddenThinking(desk, item);
    return;
  }
  desk.sheet.text(ownerOf(item), text);
  const size = Math.ceil(text.length / 4);
  desk.sheet.doubt(Math.round(size / 2), size * 3 + 20);
};

/** Writes a request for the newer family: sections and messages apart, each tokenised alone (framing-messages.md §3, framing-tools.md §6). */
export const renderNewer = (desk: Desk, prompt: Prompt, count: CountText): void => {
  const { sheet } = desk;
  const first: Owner = {
    block: Math.max(
      0,
      prompt.blocks.findIndex((block) => block.level === "messages"),
    ),
    part: "messages",
  };
  sheet.add(first, desk.frame.kind === "C5" ? newerFrame.C5 : newerFrame.C);
  if (hasTools(prompt)) putTools(desk, prompt, count);
  putSections(desk, prompt, first);
  for (const turn of readTurns(prompt)) {
    const item = turn.messages[0]?.[0];
    if (item === undefined) continue;
    sheet.add(ownerOf(item), newerFrame.message);
    putMessages(desk, turn);
  }
};
