import type { OpenedBase } from "../../baseline/open-base.ts";
import type { CommandContext } from "../../evaluation/context.ts";
import type { Problem } from "../../problem.ts";
import type { CheckResult } from "../../report/build.ts";
import type { Tree } from "../../tree.ts";

/** What a check is given. */
export interface CheckInput extends CommandContext {
  readonly head: Tree;
  readonly base: OpenedBase;
  /** Path of the config from the repository's root, in both trees. */
  readonly file: string;
  /** The head is somebody else's repository: main's rules judge it. */
  readonly fork: boolean;
  readonly links: CheckResult["links"];
  /** Problems found before, such as those of the action's inputs. */
  readonly problems: readonly Problem[];
}
