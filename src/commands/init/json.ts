import type { Report } from "../../report/report.ts";
import type { InitPlan } from "./plan.ts";
import { holdsRequests } from "./recordings/recordings.ts";
import type { Survey } from "./survey.ts";

/** What `init --json` prints. Paths are from the repository's root. */
export function initJson(options: {
  readonly survey: Survey;
  readonly plan: InitPlan | null;
  readonly report: Report | null;
  readonly dryRun: boolean;
}): object {
  const { survey, plan, report, dryRun } = options;
  const { packages, sites, models, prompts, recordings, test, unread } = survey;
  return {
    found: {
      packages: packages.map(({ name, file }) => ({ name, file })),
      calls: sites,
      models,
      prompts,
      recordings: recordings.map((recording) => ({
        file: recording.path,
        kind: recording.title,
        requests: recording.requests.length,
        usageOnly: !holdsRequests(recording),
      })),
      test: test === null ? null : { command: test.words, folder: test.folder },
      unread,
    },
    [dryRun ? "wouldWrite" : "wrote"]: plan?.files ?? [],
    kept: plan?.kept ?? [],
    scenarios: (report?.scenarios ?? []).map(({ id, monthlyUsd, perRunUsd, outputAtMost }) => ({
      id,
      monthlyUsd,
      perRunUsd,
      outputAtMost,
    })),
    problems: report?.problems ?? [],
  };
}
