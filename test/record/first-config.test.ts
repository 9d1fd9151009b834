import { expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import { writeFirstConfig } from "../../src/record/first-config.ts";

test("what the first config offers in comments can be taken as it stands", () => {
  const text = writeFirstConfig(
    [{ name: "support", folder: "fixtures/recorded/support" }],
    "promptcost.yml",
  );
  const all = text
    .replaceAll(/^ {4}# (\w+: \{.*\})(?: +#.*)?$/gm, "    $1")
    .replace("budget: { ", "budget: { monthly: $200, increase: { percent: 5 }, ");
  expect(text).toContain("monthly: $200, increase: { percent: 5 }");
  for (const each of [text, all])
    expect(parseConfig({ file: "promptcost.yml", text: each })).toMatchObject({ problems: [] });
  expect(all).toMatch(/^ {4}traffic: /m);
});
