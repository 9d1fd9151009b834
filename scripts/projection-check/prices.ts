/**
 * The model of the check: USD per token and the least tokens of a cached prefix, as the vendor's
 * list says (billing.md §1, claude-sonnet-4-5).
 */
export const model = "claude-sonnet-4-5";
export const prices = {
  input: 3e-6,
  output: 15e-6,
  read: 0.3e-6,
  write5m: 3.75e-6,
  write1h: 6e-6,
} as const;
export const minimum = 1_024;
