/**
 * Recordings that are known not to be what the API saw: edited after they were made, or made by a
 * rule that is no more.
 */
import { isArray, isObject, type Json, type JsonObject } from "../../src/json.ts";

interface Odd {
  readonly why: string;
  readonly ids: readonly string[];
}

/** framing-tools.md §8, framing-messages.md §10. */
const named: readonly Odd[] = [
  {
    why: "model name edited after recording",
    ids: [
      "pydantic-ai-00a2dfbb6070",
      "pydantic-ai-41787046c396",
      "pydantic-ai-da2d69d93b2c",
      "pydantic-ai-6dccd7159175",
      "pydantic-ai-6b6a9516b531",
      "pydantic-ai-c80ae0647972",
      "pydantic-ai-ad4d2ae8292d",
      "pydantic-ai-dca406134074",
      "pydantic-ai-399376108b80",
    ],
  },
  {
    why: "total below the model's own tool prompt",
    ids: [
      "pydantic-ai-2da5401ebfd3",
      "pydantic-ai-bd0d1c7d642a",
      "pydantic-ai-3d192c8b0ad3",
      "pydantic-ai-67d38d732591",
    ],
  },
  {
    why: "one total for two different requests",
    ids: ["pydantic-ai-d5cdf9f5535d", "pydantic-ai-edcfad08ea65"],
  },
  { why: "24 more, no visible cause", ids: ["anthropic-sdk-python-de97ef432235"] },
  {
    why: "earlier thinking kept by a setting",
    ids: [
      "braintrust-sdk-javascript-4f04862ba2e0",
      "braintrust-sdk-javascript-9ebaf8fd0b9a",
      "braintrust-sdk-javascript-1d8075b49de9",
    ],
  },
  { why: "thinking tags in a text block", ids: ["dd-trace-py-cacd0adb46da"] },
  {
    why: "request or answer edited after recording",
    ids: ["pydantic-ai-54073ee3f7d9", "openinference-cbd762ab2749"],
  },
  { why: "a document was cut out of the request", ids: ["openllmetry-e7ce58820e13"] },
  { why: "system text cut at its end", ids: ["ruby_llm-b407ef8e7857"] },
  {
    why: "an older rule for images",
    ids: ["openllmetry-24535a052ea8", "pydantic-ai-bdb25ac1aae1"],
  },
  { why: "refused for reasoning extraction", ids: ["llm-anthropic-f49bba8a7839"] },
];

const reasonById = new Map(named.flatMap(({ why, ids }) => ids.map((id) => [id, why] as const)));

/** The response lists blocks of the request that the model was not shown. */
const dropped = "the API dropped a thinking block, as its answer says";

/**
 * In one source every em dash of requests and answers was written as two hyphens after recording.
 */
const dashes = "dashes replaced after recording";

const lostDash = /[a-z.] -- [a-z]/;

/** Why a recording is not what the API saw; null where nothing is known against it. */
export function oddReason(line: {
  readonly id: string;
  readonly source: string;
  readonly request: JsonObject;
  readonly response: JsonObject;
}): string | null {
  const known = reasonById.get(line.id);
  if (known !== undefined) return known;
  if ("input_transformations" in line.response) return dropped;
  if (line.source !== "pydantic/pydantic-ai") return null;
  return lostDash.test(texts(line.request)) ? dashes : null;
}

function texts(value: Json | undefined): string {
  if (typeof value === "string") return value;
  if (isArray(value)) return value.map(texts).join("\n");
  return isObject(value) ? Object.values(value).map(texts).join("\n") : "";
}

/** The same for a recorded answer, whose length was measured before its dashes were replaced. */
export function isOddAnswer(line: {
  readonly source: string;
  readonly response: JsonObject;
}): boolean {
  return line.source === "pydantic/pydantic-ai" && lostDash.test(texts(line.response["content"]));
}
