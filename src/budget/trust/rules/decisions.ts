/**
 * How a change of every member of something is judged: what it relaxes, or in words why nothing can
 * be relaxed by it or who else judges it. A member without a decision does not compile.
 */
export type Decisions<Of, Args extends readonly unknown[], Found> = {
  readonly [Key in keyof Required<Of>]: ((...args: Args) => readonly Found[]) | string;
};

/** All that the decisions find, in their order. */
export function decide<Args extends readonly unknown[], Found>(
  decisions: Readonly<Record<string, ((...args: Args) => readonly Found[]) | string>>,
  ...args: Args
): readonly Found[] {
  return Object.values(decisions).flatMap((decision) =>
    typeof decision === "string" ? [] : decision(...args),
  );
}
