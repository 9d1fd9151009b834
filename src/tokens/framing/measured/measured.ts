/**
 * A measured number of tokens, the recordings that fit it exactly, and where it is written down.
 * `n` 0: inferred.
 */
export interface Measured {
  readonly tokens: number;
  readonly n: number;
  readonly source: string;
  /** What would be assumed had nobody recorded it: published, or as on the models before. */
  readonly otherwise: number;
}

export function measured(tokens: number, n: number, source: string, otherwise = tokens): Measured {
  return { tokens, n, source, otherwise };
}
