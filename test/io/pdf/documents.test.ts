import { describe, expect, test } from "vitest";
import { withCounter } from "../../../src/io/context.ts";
import { fillPdfCache } from "../../../src/io/pdf/documents.ts";
import { createPdfCache } from "../../../src/tokens/media/pdf-cache.ts";
import { counter, promptOf, user } from "../../tokens/prompts.ts";

interface PageText {
  readonly lines: readonly string[];
  readonly more?: string;
}

/** A PDF of Letter pages in Helvetica, base64. */
function pdfOf(pages: readonly PageText[], trailer = ""): string {
  const kids = pages.map((_, at) => `${4 + at * 2} 0 R`).join(" ");
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${pages.length}/Kids[${kids}]>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ...pages.flatMap(({ lines, more = "" }, at) => {
      const content = lines
        .map((line, row) => `BT /F 12 Tf 72 ${700 - row * 15} Td (${line}) Tj ET`)
        .join("\n");
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]${more}/Contents ${5 + at * 2} 0 ` +
          "R/Resources<</Font<</F 3 0 R>>>>>>",
        `<</Length ${content.length}>>stream\n${content}\nendstream`,
      ];
    }),
  ];
  const body = `%PDF-1.4\n${objects.map((object, at) => `${at + 1} 0 obj\n${object}\nendobj\n`).join("")}`;
  return Buffer.from(`${body}trailer\n<</Root 1 0 R${trailer}>>\n%%EOF`).toString("base64");
}

function document(data: string) {
  return {
    type: "document",
    source: { type: "base64", media_type: "application/pdf", data },
  };
}
function asking(data: string) {
  return promptOf({
    model: "claude-sonnet-4-5",
    messages: [user([document(data), { type: "text", text: "What does it say?" }])],
  });
}

async function readPdfPages(data: string) {
  const pdfs = createPdfCache();
  pdfs.pagesOf(data);
  await fillPdfCache(pdfs);
  return pdfs.pagesOf(data);
}

test("one thread reads several, each as if it were alone", async () => {
  const files = ["First", "Second", "Third"].map((line) => pdfOf([{ lines: [line] }]));
  const pdfs = createPdfCache();
  for (const data of files) pdfs.pagesOf(data);
  // Far less than one that does not answer is waited for.
  await fillPdfCache(pdfs, { eachMs: 10_000, allMs: 10_000 });
  expect(files.map((data) => pdfs.pagesOf(data)?.at(0)?.text?.trim())).toEqual([
    "First",
    "Second",
    "Third",
  ]);
});

/** A PDF whose forms draw the next one twice each: 2^40 of them. */
function nestedForms(): string {
  const form = (at: number): string =>
    `<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</N ${at + 5} 0 R>>>>` +
    "/Length 10>>stream\n/N Do /N Do\nendstream";
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Count 1/Kids[3 0 R]>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</N 5 0 R>>>>>>",
    "<</Length 5>>stream\n/N Do\nendstream",
    ...Array.from({ length: 40 }, (_, at) => form(at + 1)),
    "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 1>>stream\nn\nendstream",
  ];
  const body = `%PDF-1.4\n${objects.map((object, at) => `${at + 1} 0 obj\n${object}\nendobj\n`).join("")}`;
  return Buffer.from(`${body}trailer\n<</Root 1 0 R>>\n%%EOF`).toString("base64");
}

test("one that takes for ever is ended, and keeps no other from being read", async () => {
  const pdfs = createPdfCache();
  const [hostile, harmless] = [nestedForms(), pdfOf([{ lines: ["Apples are tasty."] }])];
  const late = pdfOf([{ lines: ["Too late."] }]);
  for (const data of [hostile, harmless]) pdfs.pagesOf(data);
  await fillPdfCache(pdfs, { eachMs: 1_500, allMs: 60_000 });
  expect(pdfs.pagesOf(hostile)).toBeNull();
  expect(pdfs.pagesOf(harmless)?.[0]?.text).toContain("Apples are tasty.");
  pdfs.pagesOf(late);
  await fillPdfCache(pdfs, { eachMs: 1_500, allMs: 0 });
  expect(pdfs.pagesOf(late)).toBeNull();
});

describe("the pages of a PDF", () => {
  test("have their texts line by line, with the spaces before the ends of lines", async () => {
    const pages = await readPdfPages(
      pdfOf([
        { lines: ["Apples are ", "tasty ", "and red."] },
        { lines: ["Page two"], more: "/Rotate 90" },
      ]),
    );
    expect(pages).toEqual([
      { size: { width: 612, height: 792 }, text: "Apples are \ntasty \nand red." },
      { size: { width: 792, height: 612 }, text: "Page two" },
    ]);
  });

  test("are not known where the file is broken, cut off or encrypted", async () => {
    const whole = pdfOf([{ lines: ["secret"] }]);
    expect(await readPdfPages(Buffer.from("not a PDF").toString("base64"))).toBeNull();
    expect(await readPdfPages("")).toBeNull();
    const cut = Buffer.from(whole, "base64").subarray(0, 60).toString("base64");
    expect(await readPdfPages(cut)).toBeNull();
    const key = `<${"00".repeat(32)}>`;
    const encrypted = pdfOf(
      [{ lines: ["secret"] }],
      `/Encrypt<</Filter/Standard/V 1/R 2/O${key}/U${key}/P -4>>/ID[<00><00>]`,
    );
    expect(await readPdfPages(encrypted)).toBeNull();
  });
});

describe("a prompt with a PDF", () => {
  const data = pdfOf([{ lines: ["Hello, world!"] }]);

  test("is counted again, closely, once the PDF was read", async () => {
    const estimated = counter.count(asking(data));
    expect(estimated.problems.map((problem) => problem.code)).toEqual(["pdf-estimated"]);
    const read = await withCounter((exact) => exact.count(asking(data)));
    // The API reads the text with a reader of its own.
    expect(read.problems.map((problem) => problem.code)).toEqual(["pdf-text-read"]);
    expect(read.high - read.low).toBeGreaterThan(0);
    expect(read.high - read.low).toBeLessThan(10);
    expect(read.total).toBeGreaterThanOrEqual(estimated.low);
    expect(read.total).toBeLessThanOrEqual(estimated.high);
  });

  test("is counted twice only where there is one", async () => {
    let times = 0;
    const work = (body: ReturnType<typeof asking>) =>
      withCounter((exact) => {
        times += 1;
        return exact.count(body).total;
      });
    await work(promptOf({ model: "claude-sonnet-4-5", messages: [user("hi")] }));
    expect(times).toBe(1);
    await work(asking(data));
    expect(times).toBe(3);
  });

  test("stays an estimate, said to be one, where nobody can read it", async () => {
    const broken = Buffer.from("%PDF-1.4 broken").toString("base64");
    const count = await withCounter((exact) => exact.count(asking(broken)));
    expect(count.problems.map((problem) => problem.code)).toEqual(["pdf-estimated"]);
    expect(count.high).toBeGreaterThan(count.total);
  });

  test("is read once, however often it is asked for", async () => {
    const pdfs = createPdfCache();
    expect(pdfs.pagesOf(data)).toBeUndefined();
    expect(pdfs.pagesOf(data)).toBeUndefined();
    expect(pdfs.wanted()).toEqual([data]);
    await fillPdfCache(pdfs);
    expect(pdfs.wanted()).toEqual([]);
    expect(pdfs.pagesOf(data)).toHaveLength(1);
  });
});
