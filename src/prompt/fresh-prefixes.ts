import type { BlockTable } from "./block-table.ts";
import type { Block, Prompt } from "./prompt.ts";

/**
 * The prompt with prefixes of its own from the first block on that holds something which changes
 * with every request: no other request has written them. `request` names it among all others.
 */
export function withFreshPrefixes(
  prompt: Prompt,
  { table, request }: { readonly table: BlockTable; readonly request: string },
): Prompt {
  const first = prompt.blocks.findIndex(isFresh);
  if (first === -1) return prompt;
  const own = table.text(`request:${request}`);
  const blocks = prompt.blocks.map((block, index) =>
    index < first ? block : { ...block, prefix: table.chain(block.prefix, own) },
  );
  return { ...prompt, blocks };
}

function isFresh({ placeholders }: Block): boolean {
  return placeholders.some(({ changes, inherited }) => changes === "request" && !inherited);
}
