/**
 * The members of a request body. Sources: `@anthropic-ai/sdk` 1.13.0 (its headers and Bedrock's and
 * Vertex's members among them), caching-rules.md §8 and §10, billing.md §3; `temperature`, `top_p`
 * and `top_k` as recorded until API version 2026-10-21.
 */
import { block, citationSwitch, marker, systemBlock } from "./blocks.ts";
import {
  list,
  one,
  plain,
  proseOrList,
  textOrOne,
  word,
  type Members,
  type Shape,
} from "./shape.ts";
import { tool } from "./tools.ts";

const format = one(plain({ type: word("json_schema"), schema: "free", name: "text" }));

const outputConfig = one(
  plain({
    effort: "text",
    format,
    task_budget: one(plain({ type: word("tokens"), total: "whole", remaining: "whole" })),
  }),
);

const thinking = one(
  plain({
    type: word("enabled", "disabled", "adaptive", "between_tools"),
    budget_tokens: "whole",
    display: word("summarized", "omitted", "updates"),
    block_binding: one(plain({ prefix_mismatch_behavior: "text" })),
  }),
);

/** An amount with its unit, or the word `all`. */
const threshold = textOrOne(
  plain({ type: word("input_tokens", "tool_uses", "thinking_turns", "all"), value: "whole" }),
);

const edits: Shape = {
  members: { type: "text" },
  kinds: {
    clear_tool_uses: {
      clear_at_least: threshold,
      clear_tool_inputs: "free",
      exclude_tools: "texts",
      keep: threshold,
      trigger: threshold,
    },
    clear_thinking: { keep: threshold },
    compact: { instructions: "text", pause_after_compaction: "flag", trigger: threshold },
  },
};

const message = plain({
  role: "text",
  content: proseOrList(block),
  clear_at: "text",
  output_config: one(plain({ effort: "text" })),
  // No message may carry one: that is said as what it is.
  cache_control: marker,
});

/** An entry of `tools`. */
export const toolEntry: Shape = tool(marker, citationSwitch);

const members: Members = {
  model: "text",
  max_tokens: "whole",
  output_config: outputConfig,
  speed: word("standard", "fast"),
  thinking,
  messages: list(message),
  system: proseOrList(systemBlock),
  tools: list(toolEntry),
  tool_choice: one(
    plain({
      type: word("auto", "any", "tool", "none"),
      name: "text",
      disable_parallel_tool_use: "flag",
    }),
  ),
  output_format: format,
  cache_control: marker,
  stop_sequences: "texts",
  stream: "flag",
  temperature: "number",
  top_p: "number",
  top_k: "number",
  metadata: one(plain({ user_id: "text" })),
  service_tier: word("auto", "standard_only"),
  inference_geo: word("global", "us"),
  container: textOrOne(
    plain({
      id: "text",
      skills: list(plain({ type: "text", skill_id: "text", version: "text" })),
    }),
  ),
  context_management: one(plain({ edits: list(edits) })),
  compaction: one(plain({ type: word("summarize"), instructions: "text" })),
  mcp_servers: list(
    plain({
      type: word("url"),
      name: "text",
      url: "text",
      authorization_token: "text",
      tool_configuration: one(plain({ allowed_tools: "texts", enabled: "flag" })),
    }),
  ),
  diagnostics: one(plain({ previous_message_id: "text" })),
  thread: one(plain({ type: word("create", "continue"), previous_message_id: "text" })),
  billing_policy: one(plain({ type: "text", bill_to: "text" })),
  fallback_credit_token: textOrOne(plain({ token: "text", mode: "text" })),
  store: "flag",
  previous_thread_event_id: "text",
  cache_hint: "free",
  context_hint: "free",
  research_preview: "free",
  user_profile_id: "text",
  workspace_id: "text",
  anthropic_version: "text",
  anthropic_beta: "texts",
};

/** A request body. A fallback takes any other member's place in it. */
export const request = plain({
  ...members,
  fallbacks: { shape: plain(members), as: ["text", "list"] },
});
