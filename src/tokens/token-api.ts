import type { JsonObject } from "../json.ts";

/** Why the API gave no count. Never its words: they may quote the request. */
export interface ApiRefusal {
  readonly status: number | null;
  readonly kind: string;
}

/** What counting asks of the API. */
export interface TokenApi {
  /** Input tokens of a body as `count_tokens` says. */
  readonly countTokens: (
    body: JsonObject,
    betas: readonly string[],
  ) => Promise<number | ApiRefusal>;
}
