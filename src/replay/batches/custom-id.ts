import type { Digest } from "../../digest.ts";
import { keyText, type JournalKey } from "../journal/entry.ts";

const maxLength = 64;
const hashLength = 24;

/**
 * The `custom_id` of a request in a batch, 1 to 64 characters (billing.md §3). It begins with
 * scenario, run, position and sample, for people; by the digest at its end a replay knows which
 * request of which of its batches a result belongs to, whichever config is replayed. `batch`: the
 * name of the batch.
 */
export function customIdOf(
  { config: _config, ...key }: JournalKey,
  batch: string,
  digest: Digest,
): string {
  const words = `${slug(key.scenario)}-${slug(key.run)}-${String(key.index)}-${String(key.sample)}`;
  return `${words.slice(0, maxLength - hashLength - 1)}-${digest(`${batch}\n${keyText(key)}`).slice(0, hashLength)}`;
}

function slug(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 14);
}
