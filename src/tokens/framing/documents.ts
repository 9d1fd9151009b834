import { isArray, isObject } from "../../json.ts";
import type { Json, JsonObject } from "../../json.ts";
import { readBase64 } from "../media/base64.ts";
import { imageGrid, pageGrid } from "../media/grid.ts";
import { readImageSize } from "../media/image-size.ts";
import { readPdf } from "../media/pdf.ts";
import { assume, ownerOf, putText } from "./render-context.ts";
import type { Desk, Item } from "./render-context.ts";
import { contentItems } from "./calls.ts";
import { pictures, sections } from "./frames.ts";
import { isNewer } from "./generation.ts";

const sourceOf = (content: Json): JsonObject => {
  const source = isObject(content) ? content["source"] : null;
  return isObject(source) ? source : {};
};

const dataOf = (source: JsonObject): string => (typeof source["data"] === "string" ? source["data"] : "");

/** Text where a picture or document stands that the request does not hold: its size cannot be known. */
const isElsewhere = (source: JsonObject): boolean => source["type"] === "url" || source["type"] === "file";

/** Tokens of a picture with its frame (framing-messages.md §4); says so where its size had to be assumed. */
export const imageTokens = (desk: Desk, item: Item, content: Json): number => {
  const source = sourceOf(content);
  const rule = desk.frame.images;
  const most = pictures.frame.tokens + rule.maxTokens;
  if (isElsewhere(source)) {
    const tokens = Math.min(most, 1000);
    assume(desk, item, { code: "content-elsewhere", details: { kind: "image", tokens }, below: tokens - 6, above: most - tokens });
    return tokens;
  }
  const size = readImageSize(readBase64(dataOf(source)));
  if (size === null) {
    const tokens = pictures.frame.tokens + standardMiddle(rule.maxTokens);
    assume(desk, item, { code: "image-unreadable", details: { tokens }, below: tokens - 3, above: most - tokens });
    return tokens;
  }
  const grid = imageGrid(size, rule);
  // No recording has a picture big enough to be scaled down.
  if (grid.scaled)
    desk.sheet.doubt(Math.ceil(grid.tokens / 25), Math.max(0, Math.min(Math.ceil(grid.tokens / 25), rule.maxTokens - grid.tokens)));
  return pictures.frame.tokens + grid.tokens;
};

const standardMiddle = (maxTokens: number): number => Math.round(maxTokens / 2);

const chunksOf = (text: string): readonly string[] => text.match(/[\s\S]*?[.!?]\s|[\s\S]+$/g) ?? [];

const titleLine = (content: Json): string => {
  const title = isObject(content) ? content["title"] : null;
  return typeof title === "string" && title !== "" ? `<document_title>${title}</document_title>\n` : "";
};

export const citesSources = (content: Json): boolean =>
  isObject(content) && isObject(content["citations"]) && content["citations"]["enabled"] === true;

/** A text put in whole, or chunk by chunk where it can be cited (framing-messages.md §4). */
const putData = (desk: Desk, item: Item, data: { readonly text: Json | undefined; readonly cited: boolean }): void => {
  const owner = ownerOf(item);
  if (!data.cited || typeof data.text !== "string") {
    putText(desk, owner, data.text);
    return;
  }
  const frame = isNewer(desk.frame) ? sections.citedChunk.newer : sections.citedChunk.older;
  for (const chunk of chunksOf(data.text)) {
    desk.sheet.cut(owner, frame);
    desk.sheet.text(owner, chunk);
  }
  desk.sheet.cut(owner, 0);
};

const open = (type: string): string => `<documents>\n<document index="1" media_type="${type}">\n`;
const close = "\n</document_content>\n</document>\n</documents>";

const putPdf = (desk: Desk, item: Item, content: Json): void => {
  const owner = ownerOf(item);
  const cited = citesSources(content);
  const data = dataOf(sourceOf(content));
  const pdf = readPdf(readBase64(data), desk.pdfs.pagesOf(data) ?? null);
  const newer = isNewer(desk.frame);
  desk.sheet.text(owner, `${open("application/pdf")}${titleLine(content)}`);
  for (const [at, page] of pdf.pages.entries()) {
    desk.sheet.text(owner, `${at === 0 ? "" : close.slice(0, 20)}<document_content page="${at + 1}">`);
    if (page.text === null) desk.sheet.add(owner, pdf.textPerPage);
    else putData(desk, item, { text: page.text, cited });
    desk.sheet.text(owner, "\n");
    desk.sheet.cut(owner, pictures.frame.tokens + pageGrid(page.size, desk.frame.pages));
    if (!newer) desk.sheet.text(owner, "\n");
  }
  desk.sheet.text(owner, close.slice(1));
  const unread = pdf.pages.filter((page) => page.text === null).length;
  // No recording has more than one page.
  const joints = (pdf.pages.length - 1) * 6;
  if (unread === 0) {
    if (joints > 0) desk.sheet.doubt(joints, joints);
    return;
  }
  const assumed = unread * pdf.textPerPage;
  assume(desk, item, {
    code: "pdf-estimated",
    details: { pages: pdf.pages.length, sure: pdf.sure },
    below: joints + assumed + (pdf.sure ? 0 : Math.round(pdf.pages.length * 1000)),
    above: joints + assumed * 2 + (pdf.sure ? 0 : pdf.pages.length * 4000),
  });
};

const putTextDocument = (
  desk: Desk,
  item: Item,
  document: { readonly content: Json; readonly text: Json | undefined; readonly type: string },
): void => {
  const owner = ownerOf(item);
  desk.sheet.text(owner, `${open(document.type)}${titleLine(document.content)}<document_content>`);
  putData(desk, item, { text: document.text, cited: citesSources(document.content) });
  desk.sheet.text(owner, close);
};

/** Writes a document out where it stands (framing-messages.md §4). */
export const putDocument = (desk: Desk, item: Item, content: Json): void => {
  const owner = ownerOf(item);
  const source = sourceOf(content);
  if (isElsewhere(source)) {
    const tokens = 3000;
    desk.sheet.cut(owner, tokens);
    assume(desk, item, { code: "content-elsewhere", details: { kind: "document", tokens }, below: tokens - 50, above: 200_000 });
  } else if (source["type"] === "base64") putPdf(desk, item, content);
  else if (source["type"] === "text") putTextDocument(desk, item, { content, text: source["data"], type: "text/plain" });
  else {
    const texts = contentItems(source["content"]).filter(isObject);
    const type = "text/plain";
    desk.sheet.text(owner, `${open(type)}${titleLine(content)}<document_content>`);
    for (const part of texts) {
      if (part["type"] === "image") desk.sheet.cut(owner, imageTokens(desk, item, part));
      else putData(desk, item, { text: part["text"], cited: citesSources(content) });
    }
    desk.sheet.text(owner, close);
    desk.sheet.doubt(30, 30);
  }
  const context = isObject(content) ? content["context"] : null;
  if (typeof context !== "string") return;
  desk.sheet.text(owner, `<document_context>${context}</document_context>\n`);
  desk.sheet.doubt(10, 10);
};

/** A search result: source, title and texts, with a frame that is only roughly known (framing-messages.md §4). */
export const putSearchResult = (desk: Desk, item: Item, content: JsonObject): void => {
  const owner = ownerOf(item);
  desk.sheet.cut(owner, sections.searchResult);
  for (const key of ["source", "title"]) putText(desk, owner, content[key]);
  const texts = isArray(content["content"]) ? content["content"].filter(isObject) : [];
  for (const part of texts) putText(desk, owner, part["text"]);
  desk.sheet.cut(owner, 0);
  desk.sheet.doubt(15, 15);
};
