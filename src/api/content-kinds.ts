import { blockKinds, toolKinds } from "./keys/faults.ts";

/** Whether the API has content blocks of this kind. */
export function isKnownKind(kind: string): boolean {
  return blockKinds.has(kind);
}

/** Whether the API has tools of this kind, whatever the date at its end. */
export function isKnownTool(kind: string): boolean {
  return toolKinds.has(kind.replace(/_\d{8}$/, ""));
}
