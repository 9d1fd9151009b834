/** What a measurement prints: a row each, and how many missed their targets. */
let misses = 0;

/** `verdict`: whether the target is met; null where there is none. */
export function row(name: string, figures: string, verdict: boolean | null, target: string): void {
  if (verdict === false) misses += 1;
  const mark = verdict === null ? "" : verdict ? "ok" : "MISSED";
  console.log(`${name.padEnd(52)} ${figures.padEnd(46)} ${target.padEnd(12)} ${mark}`);
}

export function missed(): number {
  return misses;
}

export function ms(value: number): string {
  return `${value.toFixed(0).padStart(5)} ms`;
}

export function times(value: number): string {
  return `${value.toFixed(2)}x`;
}
