import type {
  ObservedExchange,
  RewriteOptions,
  RewrittenRequests,
  TextRepository,
} from "./rewritten.ts";

/**
 * The requests of one scenario as they are written into its fixtures: texts that change by
 * themselves as placeholders, texts that a file of the repository holds as references to it.
 */
export function rewriteRequests(
  exchanges: readonly ObservedExchange[],
  _repository: TextRepository,
  _options: RewriteOptions,
): RewrittenRequests {
  return {
    requests: exchanges.map(({ bodies: [request] }) => ({ request, isKnown: false })),
    placeholders: [],
    tied: [],
    findings: [],
  };
}
