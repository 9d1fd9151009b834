import { expect, test } from "vitest";
import { batchRefusal } from "../../src/api/batch.ts";

test("of several members a batch refuses, one is named", () => {
  expect(batchRefusal({ store: true, fallbacks: [] })).toBe("a batch refuses `fallbacks`");
  expect(batchRefusal({ model: "claude-sonnet-5" })).toBeNull();
});

test.each([
  [{ model: "us.anthropic.claude-opus-5" }, "there are no such batches on Bedrock"],
  [{ model: "claude-haiku-4-5@20251001" }, "there are no such batches on Vertex AI"],
  [{ speed: "fast", store: true }, "a batch refuses fast mode"],
  [{ max_tokens: 0 }, "a batch refuses `max_tokens: 0`"],
  [
    { billing_policy: { bill_to: "user_profile" } },
    "a batch refuses to bill a user profile (`billing_policy`)",
  ],
  [{ billing_policy: { bill_to: "organization" }, speed: "standard", max_tokens: 1 }, null],
])("%j", (body, refusal) => {
  expect(batchRefusal(body)).toBe(refusal);
});
