/**
 * A measured number of tokens, the recordings that fit it exactly, and where it is written down.
 * `n` 0: inferred.
 */
export interface Measured {
  readonly tokens: number;
  readonly n: number;
  readonly source: string;
}

export function measured(tokens: number, n: number, source: string): Measured {
  return { tokens, n, source };
}
