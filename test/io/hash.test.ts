import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { digest } from "../../src/io/hash.ts";

test("a text of any length has the digest of its bytes, wherever its characters end", () => {
  const half = 1 << 17;
  const lone = "\uD834";
  for (const start of ["", "x", "é"])
    for (const body of ["", "x".repeat(4 * half), "𝄞".repeat(2 * half), lone.repeat(3 * half)])
      for (const end of ["", "x", "𝄞", lone]) {
        const text = `${start}${body}${end}`;
        expect(digest(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
      }
});
