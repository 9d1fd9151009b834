import type { JsonObject } from "../json.ts";

/** Why the API gave no answer to a free question. Never its words: they may quote the request. */
export interface ApiRefusal {
  readonly status: number | null;
  readonly kind: string;
}

/** Why `count_tokens` gave no number. */
export interface CountRefusal extends ApiRefusal {
  /** Whether it is an error as the API writes them; else something else answered, or nothing. */
  readonly isApiError: boolean;
  /** The API's own words, which may quote the request: shown only without those of the request. */
  readonly message: string | null;
  /** What `retry-after` asks for, milliseconds. */
  readonly retryAfterMs: number | null;
}

/** What counting asks of the API. */
export interface TokenApi {
  /**
   * Input tokens of a body as `count_tokens` says. `retries`: how often the connection itself asks
   * again; by default as often as its library does.
   */
  readonly countTokens: (
    body: JsonObject,
    betas: readonly string[],
    retries?: number,
  ) => Promise<number | CountRefusal>;
}
