import type { Acceptance } from "../../budget/acceptance/acceptance.ts";
import type { OpenedBase } from "../../baseline/open-base.ts";
import type { CommandContext } from "../../evaluation/context.ts";
import type { Problem } from "../../problem.ts";
import type { CheckResult } from "../../report/build.ts";
import type { Tree } from "../../tree.ts";

/** What people accepted by comments on the pull request, and what is wrong with such comments. */
export interface CommentedAcceptances {
  readonly acceptances: readonly Acceptance[];
  readonly problems: readonly Problem[];
}

/** Where there is no pull request, as on the command line: only the config's entries count. */
export const noComments: CommentedAcceptances = { acceptances: [], problems: [] };

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
