import { describe, expect, test } from "vitest";
import { priceBookIdOf, modelOf } from "../../src/api/model.ts";

describe("the model of a document", () => {
  test.each([
    [{ model: "claude-sonnet-4-5-20250929" }, "claude-sonnet-4-5-20250929", "claude-sonnet-4-5"],
    [{ model: "someone-elses" }, "someone-elses", "someone-elses"],
    [{ model: 5 }, null, ""],
    [{}, null, ""],
  ])("%j", (document, name, id) => {
    expect(modelOf(document)).toBe(name);
    expect(priceBookIdOf(document)).toBe(id);
  });
});
