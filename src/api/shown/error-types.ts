/** Errors of the Claude API: the types and codes it answers with. */

/** Every type there is (billing.md §8; the SDK's `ErrorType`). */
export const errorTypes = [
  "invalid_request_error",
  "authentication_error",
  "billing_error",
  "permission_error",
  "not_found_error",
  "conflict_error",
  "request_too_large",
  "rate_limit_error",
  "api_error",
  "timeout_error",
  "overloaded_error",
] as const;

/**
 * The codes of `error.details.error_code` that requests for messages, counts and batches are
 * answered with (the SDK's error classes; billing.md §8).
 */
export const errorCodes = [
  "available_tools_limit_exceeded",
  "claude_code_key_creator_not_member",
  "cmek_context_unavailable",
  "cmek_key_disabled",
  "cmek_key_network_blocked",
  "cmek_key_unreachable",
  "compaction_block_ambiguous",
  "compaction_block_misplaced",
  "compaction_content_mismatch",
  "compaction_incomplete_turn",
  "compaction_nothing_to_summarize",
  "compaction_signature_invalid",
  "compaction_too_many_tool_references",
  "compaction_tool_changes_mismatch",
  "compaction_unavailable",
  "contract_spend_limit_reached",
  "enforced_spend_limit_reached",
  "file_expired",
  "file_not_downloadable",
  "image_dimensions_too_large",
  "linked_organization_billing_unavailable",
  "linked_organization_spend_limit_reached",
  "organization_not_enrolled_in_beta",
  "organization_on_hold",
  "organization_type_not_supported",
  "parent_organization_required",
  "ramp_limit_exceeded",
  "request_body_encoding_invalid",
  "request_body_encoding_unsupported",
  "request_body_timeout",
  "request_body_too_large_after_decoding",
  "thread_already_continued",
  "thread_continue_in_flight",
  "thread_fingerprint_mismatch",
  "thread_not_found",
  "thread_unsupported_request",
  "tool_name_conflict",
  "tool_reference_unresolved",
  "unsupported_charset",
  "workspace_human_review_disabled",
] as const;

/** What stands for a type or a code that is in no list: what else stands there may be a prompt. */
const unlisted = "error";

const types = new Set<unknown>(errorTypes);
const codes = new Set<unknown>(errorCodes);

/** The type of an error as it may be shown; null where there is none. */
export function shownErrorType(type: unknown): string | null {
  return shown(type, types);
}

/** The code of an error as it may be shown; null where there is none. */
export function shownErrorCode(code: unknown): string | null {
  return shown(code, codes);
}

function shown(word: unknown, known: ReadonlySet<unknown>): string | null {
  if (typeof word !== "string") return null;
  return known.has(word) ? word : unlisted;
}
