import { blockKinds } from "./keys/faults.ts";

/** Whether the API has content blocks of this kind. */
export function isKnownKind(kind: string): boolean {
  return blockKinds.has(kind);
}
