import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/models/catalogue.ts";
import { assumeModel } from "../../src/models/unknown.ts";

describe("assumeModel", () => {
  test.each([
    ["claude-opus-4-1-20991231", "4"],
    ["claude-sonnet-4-20259999", "4"],
    ["claude-haiku-4-5-20991231", "4.5"],
    ["claude-3-5-haiku-20991231", "3-haiku"],
    ["claude-opus-5-5-20991231", "5.5"],
    ["claude-fable-9", "fable"],
    ["claude-opus-9", "5.5"],
    ["gpt", "5.5"],
  ])("%s has the tool prompt of %s in the newest frame", (id, generation) => {
    expect(assumeModel(id)).toMatchObject({
      id,
      tokenizer: "v4.7",
      framing: { kind: "C5", inferred: true, generation },
    });
  });

  test("the name of a model of the price book says the generation its file says", () => {
    for (const { id, framing } of catalogue)
      expect(assumeModel(id).framing.generation, id).toBe(framing.generation);
  });
});
