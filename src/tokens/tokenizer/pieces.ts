/** Markers inside pieces and marked text; normalised text cannot hold these characters (tokenizer.md §2). */
export const wordStart = 1;
export const wordEnd = 2;
export const shift = 3;
export const capitals = 4;

/**
 * A vocabulary as a trie in typed arrays. Node 0 is the root; the children of a node stand side by side, by code unit.
 */
export interface Pieces {
  readonly units: Uint16Array;
  readonly firstChild: Int32Array;
  readonly childCount: Uint16Array;
  readonly isPiece: Uint8Array;
  /** Place in `rows` of a node's table of ASCII children (place among its children + 1), or 0: few children, no table. */
  readonly rowOf: Uint16Array;
  readonly rows: Uint8Array;
  /** Tokens of each code unit that no piece covers, by the bytes of its UTF-8 form (tokenizer.md §7). */
  readonly floor: (unit: number) => number;
  /** Tokens of a pair of surrogates, by its bytes. */
  readonly astralFloor: (codePoint: number) => number;
}

const fewChildren = 8;
const rowLength = 128;

/** Reads the compact form that `scripts/vocabulary.ts` writes (decompressed). Throws where the bytes are not that. */
export const readPieces = (bytes: Uint8Array): Pieces => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieceCount = view.getUint32(0, true);
  const unitCount = view.getUint32(4, true);
  const prefixCount = view.getUint32(8, true);
  const sharedAt = 12;
  const lengthAt = sharedAt + pieceCount;
  const lowAt = lengthAt + pieceCount;
  const highAt = lowAt + unitCount;
  const prefixAt = highAt + unitCount;
  if (prefixAt + 3 * prefixCount !== bytes.length) throw new Error("not a vocabulary in compact form");
  const listed = listNodes({
    shared: bytes.subarray(sharedAt, lengthAt),
    lengths: bytes.subarray(lengthAt, lowAt),
    low: bytes.subarray(lowAt, highAt),
    high: bytes.subarray(highAt, prefixAt),
  });
  return { ...layOut(listed), ...readFloors(bytes.subarray(prefixAt)) };
};

interface FrontCoded {
  readonly shared: Uint8Array;
  readonly lengths: Uint8Array;
  readonly low: Uint8Array;
  readonly high: Uint8Array;
}

interface Listed {
  readonly count: number;
  readonly units: Uint16Array;
  readonly parents: Int32Array;
  readonly childCount: Uint16Array;
  readonly isPiece: Uint8Array;
}

/** Nodes in the order of the sorted pieces, each after its parent: every unit that is not shared is a new node. */
const listNodes = ({ shared, lengths, low, high }: FrontCoded): Listed => {
  const count = low.length + 1;
  const units = new Uint16Array(count);
  const parents = new Int32Array(count);
  const childCount = new Uint16Array(count);
  const isPiece = new Uint8Array(count);
  const path = new Int32Array(256);
  let node = 0;
  for (let piece = 0; piece < shared.length; piece++) {
    let depth = shared[piece] ?? 0;
    const end = depth + (lengths[piece] ?? 0);
    let parent = path[depth] ?? 0;
    while (depth < end) {
      units[node + 1] = (low[node] ?? 0) | ((high[node] ?? 0) << 8);
      node++;
      parents[node] = parent;
      childCount[parent] = (childCount[parent] ?? 0) + 1;
      parent = node;
      depth++;
      path[depth] = node;
    }
    isPiece[node] = 1;
  }
  return { count, units, parents, childCount, isPiece };
};

/** The same nodes, moved so that children stand side by side. */
const layOut = (listed: Listed): Pick<Pieces, "units" | "firstChild" | "childCount" | "isPiece" | "rowOf" | "rows"> => {
  const { count } = listed;
  const units = new Uint16Array(count);
  const firstChild = new Int32Array(count);
  const childCount = new Uint16Array(count);
  const isPiece = new Uint8Array(count);
  const rowOf = new Uint16Array(count);
  const place = new Int32Array(count);
  const filled = new Int32Array(count);
  let free = 1;
  let rowCount = 1;
  for (let node = 0; node < count; node++) {
    const parent = listed.parents[node] ?? 0;
    const at = node === 0 ? 0 : (filled[parent] ?? 0);
    if (node > 0) filled[parent] = at + 1;
    place[node] = at;
    units[at] = listed.units[node] ?? 0;
    isPiece[at] = listed.isPiece[node] ?? 0;
    const children = listed.childCount[node] ?? 0;
    childCount[at] = children;
    firstChild[at] = free;
    filled[node] = free;
    free += children;
    if (children > fewChildren) rowOf[at] = rowCount++;
  }
  const rows = new Uint8Array(rowCount * rowLength);
  for (let at = 0; at < count; at++) {
    const row = (rowOf[at] ?? 0) * rowLength;
    if (row === 0) continue;
    const first = firstChild[at] ?? 0;
    const end = first + (childCount[at] ?? 0);
    for (let child = first; child < end; child++) {
      const unit = units[child] ?? 0;
      if (unit >= rowLength) break;
      rows[row + unit] = child - first + 1;
    }
  }
  return { units, firstChild, childCount, isPiece, rowOf, rows };
};

/** The child of a node for a code unit, or 0. */
export const findChild = (pieces: Pieces, node: number, unit: number): number => {
  const count = pieces.childCount[node] ?? 0;
  const first = pieces.firstChild[node] ?? 0;
  const units = pieces.units;
  if (count <= fewChildren) {
    for (let child = first; child < first + count; child++) if (units[child] === unit) return child;
    return 0;
  }
  if (unit < rowLength) {
    const step = pieces.rows[(pieces.rowOf[node] ?? 0) * rowLength + unit] ?? 0;
    return step === 0 ? 0 : first + step - 1;
  }
  let low = first;
  let high = first + count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((units[middle] ?? 0) < unit) low = middle + 1;
    else high = middle;
  }
  return units[low] === unit ? low : 0;
};

const readFloors = (bytes: Uint8Array): Pick<Pieces, "floor" | "astralFloor"> => {
  const prefixes = new Set<number>();
  for (let at = 0; at < bytes.length; at += 3) {
    prefixes.add(((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0));
  }
  // A UTF-8 byte after the first is never 0, so a prefix of two bytes is kept with a third that is.
  const known = (three: number): number => (prefixes.has(three) ? 3 : prefixes.has(three & 0xffff00) ? 2 : 1);
  return {
    floor: (unit) => {
      if (unit < 0x80) return 1;
      if (unit < 0x800) return 3 - known(((0xc0 | (unit >> 6)) << 16) | ((0x80 | (unit & 63)) << 8));
      return 4 - known(((0xe0 | (unit >> 12)) << 16) | ((0x80 | ((unit >> 6) & 63)) << 8) | 0x80 | (unit & 63));
    },
    astralFloor: (codePoint) =>
      5 - known(((0xf0 | (codePoint >> 18)) << 16) | ((0x80 | ((codePoint >> 12) & 63)) << 8) | 0x80 | ((codePoint >> 6) & 63)),
  };
};
