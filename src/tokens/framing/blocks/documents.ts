import { isArray, isObject, type Json, type JsonObject } from "../../../json.ts";
import { isBase64, readBase64 } from "../../../base64.ts";
import { pageGrid } from "../../media/grid.ts";
import { looksLikePdf, readPdf, type Pdf } from "../../media/pdf.ts";
import { isNewer } from "../frame.ts";
import { pictures, sections } from "../measured/sections.ts";
import { assume, ownerOf, putText, type RenderContext, type Item } from "../render-context.ts";
import { contentItems } from "./calls.ts";
import { chunksOf } from "./chunks.ts";
import { dataOf, imageTokens, isElsewhere, sourceOf } from "./images.ts";

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
    context.writer.text(owner, closeText);
    context.writer.doubt(30, 30);
  }
  const background = isObject(content) ? content["context"] : null;
  if (typeof background !== "string") return;
  context.writer.text(owner, `<document_context>${background}</document_context>\n`);
  context.writer.doubt(10, 10);
}

/**
 * A text ends where its tag closes: a newline at its end is its own (recorded: 9 plain documents of
 * four sources, up to Sonnet 4.6).
 */
const closeText = "</document_content>\n</document>\n</documents>";
const closePage = "\n</document_content>";

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
  const bytes = readBase64(data);
  const pdf = readPdf(bytes, context.pdfs.pagesOf(data) ?? null);
  context.writer.text(owner, `${open("application/pdf")}${titleLine(content)}`);
  for (const [pageIndex, page] of pdf.pages.entries()) {
    context.writer.text(
      owner,
      `${pageIndex === 0 ? "" : closePage}<document_content page="${pageIndex + 1}">`,
    );
    if (page.text === null) context.writer.add(owner, pdf.textPerPage);
    else putData(context, item, { text: page.text, cited });
    context.writer.text(owner, "\n");
    context.writer.cut(owner, pictures.frame.tokens + pageGrid(page.size, context.frame.pages));
    if (!isNewer(context.frame)) context.writer.text(owner, "\n");
  }
  context.writer.text(owner, closeText);
  if (!isBase64(data) || !looksLikePdf(bytes))
    assume(context, item, { code: "pdf-unreadable", details: {}, below: 0, above: 0 });
  doubtPdf(context, item, { pdf, cited });
}

/** How far the count of a PDF may be off, and why. */
function doubtPdf(
  context: RenderContext,
  item: Item,
  { pdf, cited }: { readonly pdf: Pdf; readonly cited: boolean },
): void {
  const pages = pdf.pages.length;
  // No recording has more than one page, and one has a page that is cited: 3 tokens off.
  const joints = (pages - 1) * 6 + (cited ? 5 * pages : 0);
  const unread = pdf.pages.filter((page) => page.text === null).length;
  if (unread > 0) {
    const assumed = unread * pdf.textPerPage;
    assume(context, item, {
      code: "pdf-estimated",
      details: { pages, sure: pdf.sure },
      below: joints + assumed + (pdf.sure ? 0 : Math.round(pages * 1000)),
      above: joints + assumed * 2 + (pdf.sure ? 0 : pages * 4000),
    });
    return;
  }
  const tokens = pdf.pages.reduce((sum, page) => sum + (page.text?.length ?? 0), 0) / 4;
  const below = joints + readerDoubt.least + Math.ceil(tokens * readerDoubt.below);
  const above = joints + readerDoubt.least + Math.ceil(tokens * readerDoubt.above);
  assume(context, item, { code: "pdf-text-read", details: { pages, above }, below, above });
}

/**
 * How far our reader's text may be from that of the API's: the nine files recorded here count
 * exactly, six reported ones had 30 to 44 tokens more, of 2,700 to 4,200. Tokens, and shares of the
 * text's.
 */
const readerDoubt = { least: 2, below: 0.02, above: 0.05 } as const;

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
  const chunks = chunksOf(data.text);
  for (const chunk of chunks) {
    context.writer.cut(owner, sections.citedChunk[context.frame.kind.era]);
    context.writer.text(owner, chunk);
  }
  context.writer.cut(owner, 0);
  // No recording has a document of more than three chunks.
  const more = Math.max(0, chunks.length - 3);
  context.writer.doubt(more, more);
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
  const cited = citesSources(document.content);
  putData(context, item, { text: document.text, cited });
  // Where chunks are parted, what follows them is known by its size alone.
  context.writer.text(owner, cited ? `\n${closeText}` : closeText);
  if (cited && titleLine(document.content) !== "") context.writer.add(owner, sections.citedTitle);
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
