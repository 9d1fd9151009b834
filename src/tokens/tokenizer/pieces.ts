/**
 * Markers inside pieces and marked text; normalised text cannot hold these characters (tokenizer.md
 * §2).
 */
export const wordStart = 1;
export const wordEnd = 2;
export const shift = 3;
export const capitals = 4;

/**
 * A vocabulary as a trie. Node 0 is the root; the children of a node stand side by side, by code
 * unit.
 */
export interface Pieces {
  /** The child of a node for a code unit, or 0. */
  readonly findChild: (node: number, unit: number) => number;
  /** Whether the way from the root to a node is a piece. */
  readonly isPiece: (node: number) => boolean;
  /**
   * Tokens of a code unit that no piece covers, by the bytes of its UTF-8 form (tokenizer.md §7).
   */
  readonly floor: (unit: number) => number;
  /** Tokens of a pair of surrogates, by its bytes. */
  readonly astralFloor: (codePoint: number) => number;
}

/** The same, with what a loop needs to go down the trie without calls. */
export interface PieceTable extends Pieces {
  readonly units: Uint16Array;
  /**
   * Place of the first child times 2, plus 1 where a piece ends. Children end where those of the
   * next node begin.
   */
  readonly links: Int32Array;
}

const largest = 127;

/**
 * Reads the compact form that `scripts/vocabulary.ts` writes (decompressed). Throws where the bytes
 * are not that.
 */
export function readPieces(bytes: Uint8Array): PieceTable {
  // A copy begins at an even place, as 16-bit numbers need it.
  const copy = new Uint8Array(bytes);
  const view = new DataView(copy.buffer);
  const [nodeCount, largeCount, prefixCount] = [
    view.getUint32(0, true),
    view.getUint32(4, true),
    view.getUint32(8, true),
  ];
  const unitsAt = 12 + 2 * largeCount;
  const shapesAt = unitsAt + 2 * nodeCount;
  const prefixesAt = shapesAt + nodeCount;
  if (prefixesAt + 3 * prefixCount !== copy.length)
    throw new Error("not a vocabulary in compact form");
  const units = new Uint16Array(copy.buffer, unitsAt, nodeCount);
  const large = new Uint16Array(copy.buffer, 12, largeCount);
  const links = linkNodes(copy.subarray(shapesAt, prefixesAt), large);
  return {
    units,
    links,
    findChild: (node, unit) => {
      let low = (links[node] ?? 0) >> 1;
      let high = (links[node + 1] ?? 0) >> 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((units[middle] ?? 0) < unit) low = middle + 1;
        else high = middle;
      }
      return low < (links[node + 1] ?? 0) >> 1 && units[low] === unit ? low : 0;
    },
    isPiece: (node) => ((links[node] ?? 0) & 1) === 1,
    ...readFloors(copy.subarray(prefixesAt)),
  };
}

function linkNodes(shapes: Uint8Array, large: Uint16Array): Int32Array {
  const links = new Int32Array(shapes.length + 1);
  let child = 1;
  let next = 0;
  for (let node = 0; node < shapes.length; node++) {
    const shape = shapes[node] ?? 0;
    links[node] = (child << 1) | (shape & 1);
    child += shape >> 1 === largest ? (large[next++] ?? 0) : shape >> 1;
  }
  links[shapes.length] = child << 1;
  return links;
}

function readFloors(bytes: Uint8Array): Pick<Pieces, "floor" | "astralFloor"> {
  const prefixes = new Set<number>();
  for (let index = 0; index < bytes.length; index += 3) {
    prefixes.add(
      ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0),
    );
  }
  // A UTF-8 byte after the first is never 0, so a prefix of two bytes is kept with a third that is.
  const known = (three: number): number =>
    prefixes.has(three) ? 3 : prefixes.has(three & 0xffff00) ? 2 : 1;
  const second = (bits: number): number => 0x80 | (bits & 63);
  return {
    floor: (unit) => {
      if (unit < 0x80) return 1;
      if (unit < 0x800) return 3 - known(((0xc0 | (unit >> 6)) << 16) | (second(unit) << 8));
      return 4 - known(((0xe0 | (unit >> 12)) << 16) | (second(unit >> 6) << 8) | second(unit));
    },
    astralFloor: (codePoint) =>
      5 -
      known(
        ((0xf0 | (codePoint >> 18)) << 16) |
          (second(codePoint >> 12) << 8) |
          second(codePoint >> 6),
      ),
  };
}
