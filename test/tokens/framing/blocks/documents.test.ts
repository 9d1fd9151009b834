import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/json.ts";
import { createPdfCache } from "../../../../src/tokens/media/pdf-cache.ts";
import { createCounter } from "../../../../src/tokens/counter.ts";
import { loadTokenizer } from "../../../../src/io/context.ts";
import { assistant, countBody, promptOf, tokens, user } from "../../prompts.ts";

const P = "antml:";
const open = '<documents>\n<document index="1" media_type="text/plain">\n';
const close = "</document_content>\n</document>\n</documents>";

function textDocument(data: string, others: JsonObject = {}): JsonObject {
  return { type: "document", source: { type: "text", media_type: "text/plain", data }, ...others };
}

const cited = { citations: { enabled: true } };
const fact = "The shop opens at nine. It closes at six.";

describe("a plain text document", () => {
  test.each([
    ["that ends in a sentence", fact],
    ["that ends in a newline", `${fact}\n`],
    ["that ends in a word", "Opening hours: nine to six"],
    ["that ends in a tag", "<hours>nine to six</hours>"],
  ])("%s: its tag closes right behind it", (_, data) => {
    const body = (model: string) => ({ model, messages: [user([textDocument(data)])] });
    const text = `\n\nHuman: ${open}<document_content>${data}${close}\n\nAssistant:`;
    expect(countBody(body("claude-sonnet-4-5")).total).toBe(1 + tokens(text));
    expect(countBody(body("claude-sonnet-4-6")).total).toBe(1 + tokens(text));
  });
});

describe("a document that is cited", () => {
  const ask = { type: "text", text: "When does it open?" };
  const count = (model: string, content: readonly JsonObject[], more: readonly JsonObject[] = []) =>
    countBody({ model, messages: [user([...content, ask]), ...more] }).total;

  test("costs one more where it has a title", () => {
    const titled = count("claude-haiku-4-5", [textDocument(fact, { ...cited, title: "Hours" })]);
    const bare = count("claude-haiku-4-5", [textDocument(fact, cited)]);
    const line = "<document_title>Hours</document_title>\n";
    expect(titled - bare).toBeGreaterThanOrEqual(tokens(line));
    expect(titled - bare).toBeLessThanOrEqual(tokens(line) + 2);
  });

  test("may be off where it has many sentences", () => {
    const long = textDocument(fact.repeat(20), cited);
    const { low, high } = countBody({
      model: "claude-sonnet-4-5",
      messages: [user([long, ask])],
    });
    expect(high - low).toBeGreaterThan(20);
  });

  test("brings an answer back with the tag the model wrote", () => {
    const text = "It opens at **nine**.";
    const citation = { type: "char_location", cited_text: "The shop opens at nine. " };
    const answer = (citations: readonly JsonObject[]): JsonObject =>
      assistant([{ type: "text", text, ...(citations.length === 0 ? {} : { citations }) }]);
    const countWith = (citations: readonly JsonObject[]): number =>
      count(
        "claude-sonnet-4-6",
        [textDocument(fact, cited)],
        [answer(citations), user("Thank you.")],
      );
    const tagged = (index: string): number =>
      tokens(`\n\nAssistant: <${P}cite index="${index}">${text}</${P}cite>\n\nHuman: Thank you.`) -
      tokens(`\n\nAssistant: ${text}\n\nHuman: Thank you.`);
    const plain = countWith([]);
    expect(countWith([citation]) - plain).toBe(tagged("0-0"));
    expect(countWith([citation, citation]) - plain).toBe(tagged("0-0,0-0"));
    expect(countWith([{ ...citation, cited_text: fact }]) - plain).toBe(tagged("0-0:1"));
  });
});

describe("a PDF", () => {
  const data = Buffer.from("%PDF-1.4\n").toString("base64");
  const document = (source: string): JsonObject => ({
    type: "document",
    source: { type: "base64", media_type: "application/pdf", data: source },
  });
  const bodyOf = (source: string): JsonObject => ({
    model: "claude-sonnet-4-5",
    messages: [user([document(source)])],
  });

  function countRead(pages: readonly string[]) {
    const cache = createPdfCache();
    cache.put(
      data,
      pages.map((text) => ({ size: { width: 612, height: 792 }, text })),
    );
    return createCounter(loadTokenizer, cache).count(promptOf(bodyOf(data)));
  }

  test("is never said to be exact: the API reads its text with another reader", () => {
    const count = countRead(["A page. ".repeat(550)]);
    expect(count.problems.map(({ code }) => code)).toEqual(["pdf-text-read"]);
    // Six files were reported with 30 to 44 more, of texts from about 1,100 tokens on.
    expect(count.high - count.total).toBeGreaterThanOrEqual(44);
    expect(count.total - count.low).toBeGreaterThan(10);
    expect(count.high).toBeLessThan(count.total * 1.1);
  });

  test("may be off at each seam between pages", () => {
    const [one, four] = [countRead(["x"]), countRead(["x", "x", "x", "x"])];
    expect(four.high - four.low).toBeGreaterThan(one.high - one.low + 30);
  });

  test.each([
    ["that is no base64", "this is a file name.pdf"],
    ["that is another kind of file", Buffer.from("PK\u0003\u0004 a zip").toString("base64")],
  ])("%s is a problem, and counts as something", (_, source) => {
    const count = countBody(bodyOf(source));
    expect(count.problems.map(({ code }) => code)).toContain("pdf-unreadable");
    expect(count.total).toBeGreaterThan(1000);
  });
});
