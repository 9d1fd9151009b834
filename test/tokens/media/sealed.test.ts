import { assert, base64String, integer, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { readSealed } from "../../../src/tokens/media/sealed.ts";
import { sealOf } from "./seals.ts";

describe("what a sealed member tells", () => {
  test("the length of the text in it, to the byte", () => {
    assert(
      property(integer({ min: 1, max: 5000 }), (bytes) => {
        expect(readSealed(sealOf(bytes))).toEqual({ kind: "text", bytes });
        expect(readSealed(sealOf(bytes, 2))).toEqual({ kind: "text", bytes });
      }),
    );
  });

  test("at most a bound, in the form of Opus 5.5 and later", () => {
    expect(readSealed(sealOf(433, 4))).toEqual({ kind: "padded", bytes: 433 });
  });

  test.each([
    ["nothing", ""],
    ["a word", "REDACTED"],
    ["a name with a number", "signature_REDACTED_1"],
    ["a word in brackets", "<signature>"],
    ["dots", "…"],
    ["base64 of some words", Buffer.from("a signature that was here once").toString("base64")],
    ["its first half", sealOf(300).slice(0, 240)],
    ["its ends, with dots between", `${sealOf(300).slice(0, 40)}[…]${sealOf(300).slice(-20)}`],
  ])("that it is masked: %s", (_, value) => {
    expect(readSealed(value)).toEqual({ kind: "masked" });
  });

  test("takes any text", () => {
    assert(
      property(oneof(string(), base64String()), (value) => {
        const sealed = readSealed(value);
        if (sealed.kind !== "masked") expect(sealed.bytes).toBeGreaterThan(0);
      }),
    );
  });
});
