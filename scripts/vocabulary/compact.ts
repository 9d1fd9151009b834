/**
 * The compact form, little-endian: three counts (nodes, nodes with more children than a byte tells,
 * byte prefixes; 32 bits), the numbers of children of those nodes (16 bits), the code unit of each
 * node (16 bits), a byte a node (twice the number of its children, at most 127, plus 1 where a
 * piece ends), and 3 bytes a prefix. Nodes stand level by level, so the children of one stand side
 * by side, right after those of the node before.
 */
export function writePieces(pieces: readonly string[], prefixes: readonly string[]): Buffer {
  const units: number[] = [0];
  const nodes: Node[] = [growTree(pieces)];
  for (const node of nodes) {
    for (const [unit, child] of node.children) {
      units.push(unit);
      nodes.push(child);
    }
  }
  const large = nodes.map((node) => node.children.size).filter((size) => size >= 127);
  const counts = Buffer.alloc(12);
  counts.writeUInt32LE(nodes.length, 0);
  counts.writeUInt32LE(large.length, 4);
  counts.writeUInt32LE(prefixes.length, 8);
  return Buffer.concat([
    counts,
    Buffer.from(Uint16Array.from(large).buffer),
    Buffer.from(Uint16Array.from(units).buffer),
    Buffer.from(
      nodes.map((node) => Math.min(node.children.size, 127) * 2 + (node.isPiece ? 1 : 0)),
    ),
    Buffer.from(prefixes.map((prefix) => prefix.padEnd(6, "0")).join(""), "hex"),
  ]);
}

/**
 * A node of the tree of pieces: its children by code unit, in order, and whether a piece ends in
 * it.
 */
interface Node {
  readonly children: Map<number, Node>;
  isPiece: boolean;
}

function growTree(sorted: readonly string[]): Node {
  const root: Node = { children: new Map(), isPiece: false };
  for (const piece of sorted) {
    let node = root;
    for (let index = 0; index < piece.length; index++) {
      const unit = piece.charCodeAt(index);
      const child = node.children.get(unit) ?? {
        children: new Map<number, Node>(),
        isPiece: false,
      };
      node.children.set(unit, child);
      node = child;
    }
    node.isPiece = true;
  }
  return root;
}
