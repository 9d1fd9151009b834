/** A system prompt of about 2,700 tokens: long enough to be cached. */
export const policy =
  "You answer questions about returns, refunds and repairs. Be brief, be kind, promise nothing.\n".repeat(
    128,
  );
