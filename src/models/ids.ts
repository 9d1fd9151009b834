/**
 * The ids that prices are kept under. A model is its id here, a file and a line in `catalogue.ts`:
 * none of them compiles without the others.
 */
export type ModelId =
  | "claude-fable-5-2"
  | "claude-fable-5-1"
  | "claude-fable-5"
  | "claude-mythos-5-2"
  | "claude-mythos-5-1"
  | "claude-mythos-5"
  | "claude-mythos-preview"
  | "claude-opus-5-5"
  | "claude-opus-5"
  | "claude-opus-4-8"
  | "claude-opus-4-7"
  | "claude-opus-4-6"
  | "claude-opus-4-5"
  | "claude-opus-4-1"
  | "claude-opus-4-20250514"
  | "claude-3-opus-20240229"
  | "claude-sonnet-5-5"
  | "claude-sonnet-5"
  | "claude-sonnet-4-6"
  | "claude-sonnet-4-5"
  | "claude-sonnet-4-20250514"
  | "claude-3-7-sonnet-20250219"
  | "claude-3-5-sonnet-20241022"
  | "claude-3-5-sonnet-20240620"
  | "claude-3-sonnet-20240229"
  | "claude-haiku-5-5"
  | "claude-haiku-4-5"
  | "claude-3-5-haiku-20241022"
  | "claude-3-haiku-20240307";
