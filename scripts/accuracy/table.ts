/** Tables and figures of the page. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map((_, index) => (index === 0 ? "---" : "--:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}

export function percent(share: number, digits: number): string {
  return `${(share * 100).toFixed(digits)} %`;
}

export function tokens(count: number): string {
  return count.toLocaleString("en-US");
}
