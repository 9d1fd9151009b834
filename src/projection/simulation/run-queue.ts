/** Times in a heap, each with a number: the earliest first. Grows, and never shrinks. */
export interface RunQueue {
  /** The earliest time; Infinity where it is empty. */
  readonly earliest: () => number;
  readonly push: (time: number, item: number) => void;
  /** Takes the item of the earliest time out; -1 where it is empty. */
  readonly pop: () => number;
  /** Makes all times earlier by as much. */
  readonly shift: (by: number) => void;
}

/** Makes an empty queue. */
export function createRunQueue(): RunQueue {
  let times = new Float64Array(256);
  let items = new Int32Array(256);
  let size = 0;
  const timeAt = (at: number): number => times[at] ?? Infinity;

  const put = (at: number, time: number, item: number): void => {
    times[at] = time;
    items[at] = item;
  };

  const grow = (): void => {
    const [wider, more] = [new Float64Array(size * 2), new Int32Array(size * 2)];
    wider.set(times);
    more.set(items);
    [times, items] = [wider, more];
  };

  return {
    earliest: () => (size === 0 ? Infinity : timeAt(0)),
    push: (time, item) => {
      if (size === times.length) grow();
      let at = size;
      size += 1;
      while (at > 0) {
        const above = (at - 1) >> 1;
        if (timeAt(above) <= time) break;
        put(at, timeAt(above), items[above] ?? -1);
        at = above;
      }
      put(at, time, item);
    },
    pop: () => {
      if (size === 0) return -1;
      const first = items[0] ?? -1;
      size -= 1;
      const [time, item] = [timeAt(size), items[size] ?? -1];
      let at = 0;
      for (let below = 1; below < size; below = 2 * at + 1) {
        const next = below + 1 < size && timeAt(below + 1) < timeAt(below) ? below + 1 : below;
        if (timeAt(next) >= time) break;
        put(at, timeAt(next), items[next] ?? -1);
        at = next;
      }
      put(at, time, item);
      return first;
    },
    shift: (by) => {
      for (let at = 0; at < size; at += 1) times[at] = timeAt(at) - by;
    },
  };
}
