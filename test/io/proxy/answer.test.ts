import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAnswer, type AnswerReader } from "../../../src/io/proxy/answer.ts";
import { event, messageOf, streamOf } from "../../servers/loopback.ts";

/** Gives a body to a reader in pieces; true: it said it was whole before its last piece. */
async function feed(
  reader: AnswerReader,
  bytes: Uint8Array,
  cuts: readonly number[],
): Promise<readonly boolean[]> {
  const places = [...new Set([0, ...cuts.map((cut) => cut % bytes.length), bytes.length])];
  const sorted = places.toSorted((a, b) => a - b);
  const whole: boolean[] = [];
  for (const [index, from] of sorted.slice(0, -1).entries()) {
    await reader.take(bytes.subarray(from, sorted[index + 1]));
    whole.push(reader.isWhole());
  }
  return whole;
}

const eventStream = { "content-type": "text/event-stream" };

describe("a stream cut anywhere", () => {
  test("is the same answer, and whole exactly when its last event is there", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme", maxLength: 20 }), { maxLength: 5 }),
        fc.array(fc.nat(5000), { maxLength: 20 }),
        fc.boolean(),
        async (texts, cuts, isCoded) => {
          const text = streamOf(["event: message_stop\n", '{"type":"error"}', ...texts]).join("");
          const plain = Buffer.from(text, "utf8");
          const bytes = isCoded ? gzipSync(plain) : plain;
          const headers = isCoded ? { ...eventStream, "content-encoding": "gzip" } : eventStream;
          const reader = readAnswer({ status: 200, headers });
          const whole = await feed(reader, bytes, cuts);
          expect(whole.at(-1)).toBe(true);
          // Two line breaks end the last event; the first is enough to know it.
          const last = bytes.length - 1;
          if (!isCoded && !cuts.some((cut) => cut % bytes.length === last))
            expect(whole.slice(0, -1)).not.toContain(true);
          expect(reader.end(false)).toMatchObject({
            outcome: "answered",
            isReadable: true,
            response: {
              content: [{ text: `event: message_stop\n{"type":"error"}${texts.join("")}` }],
              stop_reason: "end_turn",
              usage: { output_tokens: 9 },
            },
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  test("is no answer where its end is missing, and a refusal where an error ended it", async () => {
    const events = streamOf(["a"]);
    const endedBy = async (texts: readonly string[]) => {
      const reader = readAnswer({ status: 200, headers: eventStream });
      await reader.take(Buffer.from(texts.join(""), "utf8"));
      return [reader.isWhole(), reader.end(true).outcome];
    };
    expect(await endedBy(events.slice(0, 4))).toEqual([false, "cut"]);
    expect(await endedBy([])).toEqual([false, "cut"]);
    // Its usage is the last one: nothing is missing but the goodbye.
    expect(await endedBy(events.slice(0, -1))).toEqual([false, "answered"]);
    const error = event("error", { error: { type: "overloaded_error", message: "x" } });
    expect(await endedBy([...events.slice(0, 3), error])).toEqual([true, "refused"]);
  });
});

describe("an answer that does not stream", () => {
  const bytes = Buffer.from(JSON.stringify(messageOf("naïve")), "utf8");

  test("is whole with its last byte where its length is told", async () => {
    const headers = { "content-length": String(bytes.length) };
    const reader = readAnswer({ status: 200, headers });
    expect(await feed(reader, bytes, [3, bytes.length - 1])).toEqual([false, false, true]);
    expect(reader.end(false)).toMatchObject({ outcome: "answered", response: { id: "msg_1" } });
  });

  test.each([
    ["a coding nobody knows", { "content-encoding": "shrunk" }, bytes],
    ["several codings", { "content-encoding": "gzip, br" }, bytes],
    ["what is not coded as it says", { "content-encoding": "gzip" }, bytes],
    ["what is no JSON", {}, Buffer.from("<html>")],
  ])("%s is not readable", async (_, headers, body) => {
    const reader = readAnswer({ status: 200, headers });
    await reader.take(body);
    expect(reader.end(false)).toMatchObject({ outcome: "cut", response: null, isReadable: false });
  });

  test("an error in a 200 is a refusal", async () => {
    const reader = readAnswer({ status: 200, headers: {} });
    await reader.take(Buffer.from('{"type":"error","error":{"type":"api_error"}}'));
    expect(reader.end(false)).toMatchObject({ outcome: "refused", response: null });
  });
});
