/** What can be sorted by: texts by UTF-16 code units whatever the locale, numbers by size. */
type Sortable = string | number | bigint;

/**
 * Compares for a sort, smallest first: negative where `a` comes first, zero where both are equal.
 */
export function ascending(a: Sortable, b: Sortable): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The comparison of a sort by a key, smallest first. */
export function ascendingBy<Item>(keyOf: (item: Item) => Sortable): (a: Item, b: Item) => number {
  return (a, b) => ascending(keyOf(a), keyOf(b));
}

/** The comparison of a sort by a key, largest first. */
export function descendingBy<Item>(keyOf: (item: Item) => Sortable): (a: Item, b: Item) => number {
  return (a, b) => ascending(keyOf(b), keyOf(a));
}

/** Items by key: keys in the order they come up first, and under each its items in their order. */
export function groupBy<Item, Key>(
  items: Iterable<Item>,
  keyOf: (item: Item) => Key,
): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The first item of each key, in order. */
export function uniqueBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => unknown): Item[] {
  const seen = new Set<unknown>();
  const unique: Item[] = [];
  for (const item of items) {
    const key = keyOf(item);
    if (seen.has(key)) continue;
    seen.add(key);
    unique.push(item);
  }
  return unique;
}
