/**
 * - `uncounted`: changes no input count, so the hash a recording vouches by leaves it out
 *   (DESIGN.md, "What a recording vouches for").
 * - `setting`: changes the input count besides the blocks of the prompt.
 * - `not in a batch`: a batch refuses a request that has it (billing.md §3).
 */
type Trait = "uncounted" | "setting" | "not in a batch";

/**
 * Top-level members of a request body that are more than a part of the prompt. What is not listed
 * enters the hash, is no setting, and may stand in a batch.
 */
const members = {
  fallbacks: ["not in a batch"],
  thread: ["uncounted", "setting", "not in a batch"],
  store: ["not in a batch"],
  previous_thread_event_id: ["not in a batch"],
  cache_hint: ["not in a batch"],
  context_hint: ["not in a batch"],
  research_preview: ["not in a batch"],
  tool_choice: ["setting"],
  thinking: ["setting"],
  output_config: ["setting"],
  output_format: ["setting"],
  context_management: ["setting"],
  mcp_servers: ["setting"],
  container: ["setting"],
  anthropic_beta: ["setting"],
  cache_control: ["uncounted"],
  max_tokens: ["uncounted"],
  metadata: ["uncounted"],
  stream: ["uncounted"],
  stop_sequences: ["uncounted"],
  service_tier: ["uncounted"],
  diagnostics: ["uncounted"],
  billing_policy: ["uncounted"],
  fallback_credit_token: ["uncounted"],
} as const satisfies Readonly<Record<string, readonly Trait[]>>;

/** The members that have a trait, in the order of the table. */
export function membersThatAre(trait: Trait): readonly string[] {
  return Object.entries<readonly Trait[]>(members).flatMap(([name, traits]) =>
    traits.includes(trait) ? [name] : [],
  );
}
