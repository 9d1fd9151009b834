import type { BaselineState } from "../../baseline/proof.ts";
import { costAgainstTrafficOf } from "../../evaluation/cost-against-traffic.ts";
import type { ProjectedScenario } from "../../evaluation/project.ts";
import { spreadOf } from "../../evaluation/spread.ts";
import { buildReport, type CheckResult } from "../../report/build.ts";
import type { ScenarioResult } from "../../report/scenario.ts";
import type { ScenarioComparison } from "../../compare/comparison.ts";
import { keptPath, readKept } from "../../reconcile/kept.ts";
import type { Report } from "../../report/report.ts";
import { adviceOf } from "./advise.ts";
import type { CheckInput } from "./input.ts";
import type { AcceptedChange } from "./accept.ts";
import type { JudgedChange } from "./judge.ts";
import type { RefusedCheck } from "./project.ts";

/** The report of a check that went all the way. */
export function reportChange(change: AcceptedChange): Report {
  const { input, state, comparisons } = change;
  const bill = readLastBill(change);
  const byId = new Map(change.head.scenarios.map((each) => [each.scenario.config.id, each]));
  return buildReport({
    ...circumstances(input, state.baseline),
    reconciled: bill.kept,
    comparison: state.comparison,
    scenarios: comparisons.map((comparison) =>
      scenarioResult(comparison, byId.get(comparison.id), change),
    ),
    judgement: change.judgement,
    acceptances: change.acceptances,
    loosened: change.relaxed,
    problems: [...state.problems, ...change.problems, ...bill.problems],
    error: state.error,
  });
}

/** The report of a check that could not go on: its problems, and why there is no base, if so. */
export function reportRefusal({ input, problems }: RefusedCheck): Report {
  return buildReport({
    ...circumstances(input, null),
    reconciled: null,
    comparison: "not-compared",
    scenarios: [],
    judgement: null,
    acceptances: [],
    loosened: [],
    problems: "problem" in input.base ? [input.base.problem, ...problems] : problems,
    error: true,
  });
}

/** The last bill, as the tree keeps it whose rules count: of a fork main's. */
function readLastBill({ input, config }: JudgedChange): ReturnType<typeof readKept> {
  const { fork, head, base } = input;
  const tree = !fork ? head : "problem" in base ? null : base.tree;
  return tree === null ? { kept: null, problems: [] } : readKept(tree, keptPath(config.baseline));
}

/** What a report says whatever came out. A baseline nobody looked at counts as missing. */
function circumstances(
  { asOf, file, base, links }: CheckInput,
  baseline: BaselineState | null,
): Pick<CheckResult, "asOf" | "config" | "base" | "links"> {
  return {
    asOf,
    config: file,
    base:
      "problem" in base
        ? null
        : { sha: base.commit.sha, why: base.commit.why, baseline: baseline ?? "missing" },
    links,
  };
}

function scenarioResult(
  comparison: ScenarioComparison,
  projected: ProjectedScenario | undefined,
  { config, head, variants, selfTests }: JudgedChange,
): ScenarioResult {
  return {
    comparison,
    measured: projected?.measured ?? null,
    traffic: projected?.measured.traffic ?? null,
    untied: projected?.scenario.notLinked ?? [],
    alternatives:
      projected === undefined
        ? null
        : {
            variants: variants.get(projected.projection) ?? [],
            get breakEven() {
              return costAgainstTrafficOf(projected, head).points;
            },
            get advice() {
              return adviceOf(projected, head);
            },
          },
    spread:
      projected === undefined
        ? null
        : spreadOf(projected, head, selfTests.get(projected.projection) ?? null),
    place: config.locate(["scenarios", comparison.id]),
  };
}
