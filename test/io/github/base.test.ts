import { expect, test } from "vitest";
import { startGitHub } from "../../servers/github.ts";
import { connect } from "../../publish/connection.ts";

test("the merge base of two commits", async () => {
  await using github = await startGitHub();
  github.mergeBases.set("main...head", "c".repeat(40));
  expect(await connect(github).base.mergeBase("main", "head")).toBe("c".repeat(40));
  expect(await connect(github).base.mergeBase("main", "other")).toBeNull();
});
