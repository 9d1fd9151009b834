import { expect, test } from "vitest";
import { makeJsonSchema } from "../../src/config/schema/schema.ts";

test("the shipped JSON Schema is the one the code checks by", async () => {
  await expect(`${JSON.stringify(makeJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    "../../schema/promptcost.schema.json",
  );
});
