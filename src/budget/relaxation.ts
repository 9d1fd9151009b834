import type { Path } from "../json.ts";

/** A rule that is laxer than it was, at a path of the config, with both as people read them. */
export interface Relaxation {
  readonly path: Path;
  readonly from: string;
  readonly to: string;
}

/** Relaxations found below a path, with their whole paths. */
export function below(found: readonly Relaxation[], ...path: Path): readonly Relaxation[] {
  return found.map((relaxation) => ({ ...relaxation, path: [...path, ...relaxation.path] }));
}
