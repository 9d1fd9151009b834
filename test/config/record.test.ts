import { expect, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";

const parse = (text: string, file = "promptcost.yml") =>
  parseConfig({ file, text: `scenarios: { a: { fixtures: "a.json" } }\n${text}` });
const codes = (text: string): readonly string[] =>
  parse(text).problems.map(({ code, line, path }) => `${String(line)} ${code} ${path ?? ""}`);

test("snapshots lie in fixtures/recorded beside the config, or where `record` says", () => {
  expect(parse("").config?.recordInto).toBe("fixtures/recorded");
  expect(parse("", "apps/chat/promptcost.yml").config?.recordInto).toBe(
    "apps/chat/fixtures/recorded",
  );
  expect(parse("record: { into: ../kept }", "apps/promptcost.yml").config?.recordInto).toBe("kept");
  expect(parse("record: {}").config?.recordInto).toBe("fixtures/recorded");
});

test("not out of the repository, and not into git's folder", () => {
  expect(codes("record: { into: ../kept }")).toEqual(["2 config-outside record.into"]);
  expect(codes("record: { into: .git/kept }")).toEqual(["2 config-outside record.into"]);
  expect(codes("record: { into: 4 }")).toEqual(["2 config-wrong-value record.into"]);
  expect(codes("record: { inot: kept }")).toEqual(["2 config-unknown-key record.inot"]);
});

test("a pattern that cannot be searched for is named, and says what can", () => {
  expect(parse("redact: ['ACCT-[0-9]{8}', secret]").config?.redact).toEqual([
    "ACCT-[0-9]{8}",
    "secret",
  ]);
  expect(codes("redact: [ok, '(?=x)', 'a*']")).toEqual([
    "2 redact-pattern redact.1",
    "2 redact-pattern redact.2",
  ]);
  expect(codes("redact: secret")).toEqual(["2 config-wrong-value redact"]);
});
