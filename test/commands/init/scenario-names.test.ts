import { expect, test } from "vitest";
import { nameScenarios } from "../../../src/commands/init/recordings/scenario-names.ts";

const folder = "tests/cassettes/test_anthropic";
const group = (sends: string, ...names: readonly string[]) => ({
  paths: names.map((name) => `${folder}/${name}.yaml`),
  sends,
});

test("scenarios of one folder are called after what tells them apart, with the numbers that do", () => {
  const names = nameScenarios([
    group("claude-sonnet-4-5", "test_prompt", "test_image", "test_schema"),
    group("claude-haiku-4-5", "test_stream", "test_thinking"),
    group("get_name", "test_tools", "test_calls"),
    group("claude-sonnet-4-6", "test_sonnet_46_prompt", "test_sonnet_46_effort"),
    group("claude-opus-4-6", "test_opus_46_prompt", "test_opus_46_schema"),
    group("claude-opus-4-6", "test_chat_1"),
  ]);
  expect(names).toEqual([
    "claude-sonnet-4-5",
    "claude-haiku-4-5",
    "get-name",
    "sonnet-46",
    "opus-46",
    "chat",
  ]);
});

test("a folder of its own names a scenario; names are given once", () => {
  const names = nameScenarios([
    { paths: ["test/cassettes/support/a.yaml", "test/cassettes/support/b.yaml"], sends: "x" },
    { paths: ["test/cassettes/agent/a.yaml"], sends: "x" },
    { paths: ["test/recorded/one.json", "test/recorded/two.json"], sends: "claude-opus-5" },
    { paths: ["test/data/one.json", "test/data/two.json"], sends: "claude-opus-5" },
  ]);
  expect(names).toEqual(["support", "agent", "claude-opus-5", "claude-opus-5-2"]);
});
