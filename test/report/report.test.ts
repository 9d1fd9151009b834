import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fromJSONSchema } from "zod";
import * as z from "zod/mini";
import { Report } from "../../src/report/report.ts";
import { cases, casesFolder } from "../cases.ts";

test("the shipped JSON Schema is the one this report has", async () => {
  const schema = z.toJSONSchema(Report, { io: "input" });
  const shipped = {
    $id: "https://raw.githubusercontent.com/promptcost/promptcost/main/schema/report.schema.json",
    title: "promptcost report",
    ...schema,
  };
  await expect(`${JSON.stringify(shipped, null, 2)}\n`).toMatchFileSnapshot(
    "../../schema/report.schema.json",
  );
});

const shippedSchema = fromJSONSchema(
  JSON.parse(readFileSync(join(import.meta.dirname, "../../schema/report.schema.json"), "utf8")),
);

test.each(cases)("the report of fixtures/%s is one by the shipped JSON Schema", (name) => {
  const text = readFileSync(join(casesFolder, name, "expected/report.json"), "utf8");
  expect(shippedSchema.safeParse(JSON.parse(text)).error).toBeUndefined();
  expect(shippedSchema.safeParse({ ...JSON.parse(text), asOf: 3 }).success).toBe(false);
});
