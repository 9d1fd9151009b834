import { expect, test } from "vitest";
import { nameScenarios } from "../../../src/commands/init/recordings/scenario-names.ts";

test.each<[string, readonly (readonly string[])[], readonly string[]]>([
  [
    "their own folders",
    [
      ["test/cassettes/agent/a.yaml", "test/cassettes/agent/b.yaml"],
      ["test/cassettes/labels/a.yaml"],
    ],
    ["agent", "labels"],
  ],
  [
    "how names begin, in one folder",
    [
      ["c/x/test_web_search.yaml", "c/x/test_web_fetch.yaml"],
      ["c/x/test_tools_one.yaml", "c/x/test_tools_two.yaml"],
    ],
    ["web", "tools"],
  ],
  [
    "the first of those that have nothing in common",
    [
      ["c/x/test_prompt.yaml", "c/x/test_image.yaml"],
      ["c/x/test_schema.yaml", "c/x/test_async.yaml"],
    ],
    ["prompt", "schema"],
  ],
  ["no name twice", [["a/chat/1.json"], ["b/chat/2.json"]], ["chat", "chat-2"]],
  ["what says nothing", [["cassettes/1.json", "cassettes/2.json"]], ["recorded"]],
  [
    "no characters that a key would need quotes for",
    [["c/Für Kunden: a/1.json"]],
    ["f-r-kunden-a"],
  ],
])("a scenario is named after %s", (_, groups, names) => {
  expect(nameScenarios(groups)).toEqual(names);
});
