/** Numbers names from 0 on, in the order they come up; one name has one number. */
export function createNumbering(): (name: string | number) => number {
  const numbers = new Map<string | number, number>();
  return (name) => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const next = numbers.size;
    numbers.set(name, next);
    return next;
  };
}
