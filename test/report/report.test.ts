import { expect, test } from "vitest";
import * as z from "zod/mini";
import { Report } from "../../src/report/report.ts";

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
