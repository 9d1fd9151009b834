import { describe, expect, test } from "vitest";
import { atItsLine } from "../../src/fixture/body-places.ts";
import { checkRequest } from "../../src/evaluation/request-check.ts";
import type { Exchange } from "../../src/fixture/fixture.ts";
import type { JsonObject } from "../../src/json.ts";
import { placeIn } from "../../src/problem.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import { readPrompt } from "../../src/prompt/blocks.ts";
import { loadOne } from "../fixture/load-text.ts";
import { requestOf } from "../prompt/requests.ts";
import { pngOf as image } from "../tokens/prompts.ts";

function check(model: string, content: readonly JsonObject[], over: Partial<Exchange> = {}) {
  const exchange: Exchange = {
    id: "a",
    index: 0,
    place: placeIn("a.json"),
    offsetMs: 0,
    at: null,
    betas: [],
    request: requestOf({ model, max_tokens: 5, messages: [{ role: "user", content }] }),
    inputHash: "sha256:a",
    recorded: null,
    counted: null,
    expectedOutput: null,
    needsPrevious: false,
    ...over,
  };
  const { request, betas } = exchange;
  const prompt = readPrompt({ request, betas, table: createBlockTable() });
  return checkRequest(prompt, exchange).map(({ code, path, message }) => [code, path, message]);
}

const model = "claude-opus-5";
const refused = (path: string, reason: string) => [
  "request-refused",
  path,
  `The API would refuse this request: ${reason}.`,
];
const many = (count: number, picture: JsonObject) => Array.from({ length: count }, () => picture);

/** billing.md §5, Images. */
describe("pictures", () => {
  test("an edge of 8,000 pixels is taken, no longer one", () => {
    expect(check(model, [image(8000, 8000)])).toEqual([]);
    expect(check(model, [image(10, 10), image(100, 8001)])).toEqual([
      refused("messages.0.content.1", "a picture of 100 × 8001 pixels is larger than 8000 × 8000"),
    ]);
  });

  test("with more than 20 of them each edge ends at 2,000", () => {
    expect(check(model, many(20, image(2001, 10)))).toEqual([]);
    expect(check(model, [...many(20, image(2000, 10)), image(2001, 10)])).toEqual([
      refused(
        "messages.0.content.20",
        "a picture of 2001 × 10 pixels is larger than 2000 × 2000, the limit of a request with more than 20",
      ),
    ]);
  });

  test("so many fit as the window of the model lets", () => {
    expect(check(model, many(600, image(10, 10)))).toEqual([]);
    expect(check(model, many(601, image(10, 10)))).toHaveLength(1);
    expect(check("claude-haiku-4-5", many(101, image(10, 10)))).toEqual([
      refused("messages", "it holds 101 pictures, at most 100 are taken"),
    ]);
  });

  test("those in a result count, and 10 MB are the most", () => {
    const large = { type: "base64", media_type: "image/png", data: "A".repeat(13_400_000) };
    const result = {
      type: "tool_result",
      tool_use_id: "t",
      content: [{ type: "image", source: large }],
    };
    expect(check(model, [result])).toEqual([
      refused("messages.0.content.0.content.0", "a picture is larger than 10 MB"),
    ]);
  });

  test("a recording of the very body is the proof that they were taken", () => {
    const recorded = (inputHash: string | null): Partial<Exchange> => ({
      recorded: {
        inputHash,
        residual: null,
        samples: [],
        at: null,
        fast: false,
        response: {},
        place: placeIn("a.json"),
      },
    });
    const picture = [image(9000, 10)];
    expect(check(model, picture, recorded("sha256:a"))).toEqual([]);
    expect(check(model, picture, recorded("sha256:b"))).toHaveLength(1);
    expect(check(model, picture, recorded(null))).toHaveLength(1);
  });
});

test("a marker that cannot stand as it does is named at its line", () => {
  const marked = (text: string, ttl: string) => ({
    type: "text",
    text,
    cache_control: { type: "ephemeral", ttl },
  });
  const request = {
    model,
    max_tokens: 5,
    system: [marked("a", "5m"), marked("b", "1h")],
    messages: [{ role: "user", content: "q" }],
  };
  const { run } = loadOne({ "fixtures/x.json": JSON.stringify({ request }, null, 1) });
  const [exchange] = run.exchanges;
  const { betas } = exchange!;
  const prompt = readPrompt({ request: exchange!.request, betas, table: createBlockTable() });
  const found = checkRequest(prompt, exchange!).map((one) => atItsLine(one, exchange!));
  expect(found).toMatchObject([
    { code: "ttl-order", file: "fixtures/x.json", line: 14, column: 4, path: "system.1" },
  ]);
});
