/** Work that is done one at a time. */

/** Does a piece of work once all that were given before it are done. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.then(
      () => undefined,
      () => undefined,
    );
    return next;
  };
}
