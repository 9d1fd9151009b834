/** Something that is worked out when it is asked for first, and then remembered. */
export function remember<Value>(work: () => Value): () => Value {
  let known: { readonly value: Value } | null = null;
  return () => {
    known ??= { value: work() };
    return known.value;
  };
}
