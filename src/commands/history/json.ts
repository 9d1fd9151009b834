import { formatUsd } from "../../money.ts";
import { problemJson, type ProblemJson } from "../problem-json.ts";
import type { Problem } from "../../problem.ts";
import type { History, HistoryPoint } from "./history.ts";
import type { MovementReason } from "./movements.ts";

/** The document that `history --json` prints. USD as exact decimal texts. */
export interface HistoryJson {
  readonly schemaVersion: 1;
  readonly file: string;
  /** The oldest first. */
  readonly commits: readonly HistoryJsonCommit[];
  readonly problems: readonly ProblemJson[];
}

interface HistoryJsonCommit {
  readonly commit: string;
  readonly day: string;
  /** The commit whose files it was computed from; null where it does not say. */
  readonly computedAt: string | null;
  readonly state: HistoryPoint["state"];
  readonly usdPerMonth: string | null;
  readonly scenarios: Readonly<
    Record<string, { readonly usdPerMonth: string | null; readonly usdPerRun: string }>
  >;
  readonly moved: readonly {
    readonly scenario: string;
    readonly usd: string;
    readonly basis: "month" | "run";
    readonly reasons: readonly MovementReason[];
  }[];
}

/** The result as the JSON document that other tools read; without commits where there is none. */
export function historyJson(
  file: string,
  history: History | null,
  problems: readonly Problem[],
): HistoryJson {
  return {
    schemaVersion: 1,
    file,
    commits: history?.points.map(commitJson) ?? [],
    problems: problems.map(problemJson),
  };
}

function commitJson({ commit, state, scenarios, month, moved }: HistoryPoint): HistoryJsonCommit {
  return {
    commit: commit.sha,
    day: commit.day,
    computedAt: commit.computedAt,
    state,
    usdPerMonth: month === null ? null : formatUsd(month),
    scenarios: Object.fromEntries(
      [...scenarios].map(([id, figures]) => [
        id,
        {
          usdPerMonth: figures.month === null ? null : formatUsd(figures.month),
          usdPerRun: formatUsd(figures.run),
        },
      ]),
    ),
    moved: moved.map(({ usd, ...rest }) => ({ ...rest, usd: formatUsd(usd) })),
  };
}
