import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodeBase64Text } from "../../../src/formats/http/bytes.ts";

test("what bodies unpack to is bounded for all of a file, not for each alone", () => {
  const body = JSON.stringify({ text: "word ".repeat(20_000) });
  const packed = gzipSync(body).toString("base64");
  const unpacking = { left: 2 * body.length };
  const faults = Array.from({ length: 4 }, () => {
    const decoded = decodeBase64Text(packed, { encoding: null, unpacking });
    return "fault" in decoded ? decoded.fault.kind : decoded.text === body;
  });
  expect(faults).toEqual([true, true, "large", "large"]);
  expect(unpacking.left).toBe(0);
});
