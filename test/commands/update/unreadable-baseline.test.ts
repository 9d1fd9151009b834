import { expect, test } from "vitest";
import { describeUpdate } from "../../../src/commands/update/text.ts";
import { workOutBaseline } from "../../../src/commands/update/update.ts";
import { createMemoryTree } from "../../repositories/memory-tree.ts";
import { asked, checked, codes, config, context, recordingOf } from "../check/recordings.ts";

test("a baseline that is no text is there and unreadable, for check and update alike", () => {
  const tree = createMemoryTree({
    "promptcost.yml": config,
    "a.json": JSON.stringify({ request: asked, recorded: recordingOf(asked) }),
    ".promptcost/baseline.json": Uint8Array.of(0xff, 0xfe, 0x7b, 0x00),
  });
  const report = checked({ head: tree, base: tree });
  expect(report.base?.baseline).toBe("corrupt");
  expect(codes(report)).toEqual(["baseline-corrupt"]);
  const { plan } = workOutBaseline({ ...context(), tree, file: "promptcost.yml" });
  expect(plan).toMatchObject({ unreadable: true, current: false, added: ["a"] });
  expect(describeUpdate(plan, { check: false })).toBe(
    ".promptcost/baseline.json written (what was there could not be read; new: a)",
  );
});
