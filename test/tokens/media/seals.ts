/** Members as only the API can make them, with a text of so many bytes sealed in them. */
export function sealOf(bytes: number, form: number | null = null): string {
  const key = [...field(1, [...varint(1, 11), ...varint(3, 2), ...field(5, zeros(64))])];
  const inner = [
    ...key,
    ...field(2, zeros(12)),
    ...field(3, zeros(12)),
    ...field(4, zeros(48)),
    ...field(5, zeros(bytes + 16)),
  ];
  const head = form === null ? [] : varint(1, form);
  return Buffer.from([...head, ...field(2, inner), ...varint(3, 1)]).toString("base64");
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

function varint(number: number, value: number): number[] {
  return [number * 8, ...encode(value)];
}

function field(number: number, bytes: readonly number[]): number[] {
  return [number * 8 + 2, ...encode(bytes.length), ...bytes];
}

function encode(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...encode(Math.floor(value / 128))];
}
