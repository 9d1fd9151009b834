/** Something that is worked out when it is asked for first, and then remembered. */
export function remember<Value>(work: () => Value): () => Value {
  let known: { readonly value: Value } | null = null;
  return () => {
    known ??= { value: work() };
    return known.value;
  };
}

/** A function of things that do not change, which remembers what it made of each still in use. */
export function rememberBy<Key extends object, Value>(
  work: (key: Key) => Value,
): (key: Key) => Value {
  const known = new WeakMap<Key, () => Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before();
    const made = remember(() => work(key));
    known.set(key, made);
    return made();
  };
}
