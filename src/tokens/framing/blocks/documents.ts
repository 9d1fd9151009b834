import { isArray, isObject, type Json, type JsonObject } from "../../../json.ts";
import { readBase64 } from "../../media/base64.ts";
import { imageGrid, pageGrid } from "../../media/grid.ts";
import { readImageSize } from "../../media/image-size.ts";
import { readPdf } from "../../media/pdf.ts";
import { isNewer } from "../frame.ts";
import { pictures, sections } from "../measured/sections.ts";
import { assume, ownerOf, putText, type RenderContext, type Item } from "../render-context.ts";
import { contentItems } from "./calls.ts";

/**
 * Tokens of a picture with its frame (framing-messages.md §4); says so where its size had to be
 * assumed.
 */
export function imageTokens(context: RenderContext, item: Item, content: Json): number {
  const source = sourceOf(content);
  const rule = context.frame.images;
  const most = pictures.frame.tokens + rule.maxTokens;
  if (isElsewhere(source)) {
    const tokens = Math.min(most, 1000);
    assume(context, item, {
      code: "content-elsewhere",
      details: { kind: "image", tokens },
      below: tokens - 6,
      above: most - tokens,
    });
    return tokens;
  }
  const size = readImageSize(readBase64(dataOf(source)));
  if (size === null) {
    const tokens = pictures.frame.tokens + Math.round(rule.maxTokens / 2);
    assume(context, item, {
      code: "image-unreadable",
      details: { tokens },
      below: tokens - 3,
      above: most - tokens,
    });
    return tokens;
  }
  const grid = imageGrid(size, rule);
  // No recording has a picture big enough to be scaled down.
  if (grid.scaled)
    context.writer.doubt(
      Math.ceil(grid.tokens / 25),
      Math.max(0, Math.min(Math.ceil(grid.tokens / 25), rule.maxTokens - grid.tokens)),
    );
  return pictures.frame.tokens + grid.tokens;
}

function sourceOf(content: Json): JsonObject {
  const source = isObject(content) ? content["source"] : null;
  return isObject(source) ? source : {};
}

/** Whether the request only points to a picture or document: its size cannot be known. */
function isElsewhere(source: JsonObject): boolean {
  return source["type"] === "url" || source["type"] === "file";
}

function dataOf(source: JsonObject): string {
  return typeof source["data"] === "string" ? source["data"] : "";
}

/** Writes a document out where it stands (framing-messages.md §4). */
export function putDocument(context: RenderContext, item: Item, content: Json): void {
  const owner = ownerOf(item);
  const source = sourceOf(content);
  if (isElsewhere(source)) {
    const tokens = 3000;
    context.writer.cut(owner, tokens);
    assume(context, item, {
      code: "content-elsewhere",
      details: { kind: "document", tokens },
      below: tokens - 50,
      above: 200_000,
    });
  } else if (source["type"] === "base64") putPdf(context, item, content);
  else if (source["type"] === "text")
    putTextDocument(context, item, { content, text: source["data"] });
  else {
    const texts = contentItems(source["content"]).filter(isObject);
    context.writer.text(owner, `${open("text/plain")}${titleLine(content)}<document_content>`);
    for (const part of texts) {
      if (part["type"] === "image") context.writer.cut(owner, imageTokens(context, item, part));
      else putData(context, item, { text: part["text"], cited: citesSources(content) });
    }
    context.writer.text(owner, close);
    context.writer.doubt(30, 30);
  }
  const background = isObject(content) ? content["context"] : null;
  if (typeof background !== "string") return;
  context.writer.text(owner, `<document_context>${background}</document_context>\n`);
  context.writer.doubt(10, 10);
}

const close = "\n</document_content>\n</document>\n</documents>";

/** Whether a document or search result asks for citations. */
export function citesSources(content: Json): boolean {
  return (
    isObject(content) && isObject(content["citations"]) && content["citations"]["enabled"] === true
  );
}

function putPdf(context: RenderContext, item: Item, content: Json): void {
  const owner = ownerOf(item);
  const cited = citesSources(content);
  const data = dataOf(sourceOf(content));
  const pdf = readPdf(readBase64(data), context.pdfs.pagesOf(data) ?? null);
  const newer = isNewer(context.frame);
  context.writer.text(owner, `${open("application/pdf")}${titleLine(content)}`);
  for (const [pageIndex, page] of pdf.pages.entries()) {
    context.writer.text(
      owner,
      `${pageIndex === 0 ? "" : close.slice(0, 20)}<document_content page="${pageIndex + 1}">`,
    );
    if (page.text === null) context.writer.add(owner, pdf.textPerPage);
    else putData(context, item, { text: page.text, cited });
    context.writer.text(owner, "\n");
    context.writer.cut(owner, pictures.frame.tokens + pageGrid(page.size, context.frame.pages));
    if (!newer) context.writer.text(owner, "\n");
  }
  context.writer.text(owner, close.slice(1));
  const unread = pdf.pages.filter((page) => page.text === null).length;
  // No recording has more than one page.
  const joints = (pdf.pages.length - 1) * 6;
  if (unread === 0) {
    if (joints > 0) context.writer.doubt(joints, joints);
    return;
  }
  const assumed = unread * pdf.textPerPage;
  assume(context, item, {
    code: "pdf-estimated",
    details: { pages: pdf.pages.length, sure: pdf.sure },
    below: joints + assumed + (pdf.sure ? 0 : Math.round(pdf.pages.length * 1000)),
    above: joints + assumed * 2 + (pdf.sure ? 0 : pdf.pages.length * 4000),
  });
}

function open(type: string): string {
  return `<documents>\n<document index="1" media_type="${type}">\n`;
}

function titleLine(content: Json): string {
  const title = isObject(content) ? content["title"] : null;
  return typeof title === "string" && title !== ""
    ? `<document_title>${title}</document_title>\n`
    : "";
}

/** A text put in whole, or chunk by chunk where it can be cited (framing-messages.md §4). */
function putData(
  context: RenderContext,
  item: Item,
  data: { readonly text: Json | undefined; readonly cited: boolean },
): void {
  const owner = ownerOf(item);
  if (!data.cited || typeof data.text !== "string") {
    putText(context, owner, data.text);
    return;
  }
  for (const chunk of chunksOf(data.text)) {
    context.writer.cut(owner, sections.citedChunk[context.frame.kind.era]);
    context.writer.text(owner, chunk);
  }
  context.writer.cut(owner, 0);
}

function chunksOf(text: string): readonly string[] {
  return text.match(/[\s\S]*?[.!?]\s|[\s\S]+$/g) ?? [];
}

function putTextDocument(
  context: RenderContext,
  item: Item,
  document: { readonly content: Json; readonly text: Json | undefined },
): void {
  const owner = ownerOf(item);
  context.writer.text(
    owner,
    `${open("text/plain")}${titleLine(document.content)}<document_content>`,
  );
  putData(context, item, { text: document.text, cited: citesSources(document.content) });
  context.writer.text(owner, close);
}

/**
 * A search result: source, title and texts, with a frame that is only roughly known
 * (framing-messages.md §4).
 */
export function putSearchResult(context: RenderContext, item: Item, content: JsonObject): void {
  const owner = ownerOf(item);
  context.writer.cut(owner, sections.searchResult);
  for (const key of ["source", "title"]) putText(context, owner, content[key]);
  const texts = isArray(content["content"]) ? content["content"].filter(isObject) : [];
  for (const part of texts) putText(context, owner, part["text"]);
  context.writer.cut(owner, 0);
  context.writer.doubt(15, 15);
}
