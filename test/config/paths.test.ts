import { expect, test } from "vitest";
import { resolvePath } from "../../src/config/paths.ts";

test("paths stay inside", () => {
  expect(resolvePath("a/b", "../c/./d.md")).toBe("a/c/d.md");
  expect(resolvePath("a", "../../x")).toBeNull();
  expect(resolvePath("", "/etc/passwd")).toBeNull();
  expect(resolvePath("", "C:\\x")).toBeNull();
  expect(resolvePath("a", "..")).toBeNull();
  expect(resolvePath("a", "b\\..\\..\\..\\x")).toBeNull();
});
