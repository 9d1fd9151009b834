/** What `init` writes, decided from what it found. */
import type { Tree } from "../../tree.ts";
import { configText, type WrittenScenario } from "./config-text.ts";
import { makeFirstFixture, type FirstFixture } from "./first-fixture.ts";
import { groupRecordings, holdsRequests, kindsOf, type FoundScenario } from "./recordings.ts";
import type { Survey } from "./survey.ts";
import { preCommitPath, preCommitText, workflowPath, workflowText } from "./workflow.ts";

/** A file to write: path from the repository's root, and text. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

export interface InitPlan {
  readonly files: readonly PlannedFile[];
  /** Paths that are there already, and stay as they are. */
  readonly kept: readonly string[];
  /** The config that counts, from the repository's root. */
  readonly config: string;
  /** What the new config names; empty where there is one already. */
  readonly scenarios: readonly FoundScenario[];
  /** Null where there are recordings, or a config. */
  readonly first: FirstFixture | null;
}

/** Whether anything was found that a config could name. */
export function hasFoundAnything({ packages, sites, recordings }: Survey): boolean {
  return packages.length > 0 || sites.length > 0 || recordings.some(holdsRequests);
}

/** Plans the files. What is there already is never written over. */
export function planInit(options: {
  readonly tree: Tree;
  readonly survey: Survey;
  /** The config that counts today, or that is to be; from the repository's root. */
  readonly config: string;
  /** The folder that is set up, from the repository's root. */
  readonly folder: string;
  /** Where pushes update the baseline. */
  readonly branch: string;
  readonly preCommit: boolean;
}): InitPlan {
  const { tree, survey, config, folder, branch, preCommit } = options;
  const isThere = (path: string): boolean => tree.entry(path) !== undefined;
  const isNew = !isThere(config);
  const scenarios = isNew ? groupRecordings(survey.recordings, tree.paths()) : [];
  const first = isNew && scenarios.length === 0 ? makeFirstFixture(survey, folder, isThere) : null;
  const written: readonly WrittenScenario[] = [
    ...scenarios.map(({ name, fixtures, recordings }) => ({
      name,
      fixtures,
      note: `${kindsOf(recordings)}, read where they lie`,
    })),
    ...(first === null
      ? []
      : [
          { name: first.name, fixtures: [first.path], note: "a first request; nobody sent it yet" },
        ]),
  ];
  const recording =
    survey.test === null || survey.recordings.some(holdsRequests)
      ? null
      : { test: survey.test, folder: survey.test.folder };
  const wanted: readonly PlannedFile[] = [
    { path: config, text: configText(written, folder) },
    ...(first === null ? [] : [{ path: first.path, text: first.text }]),
    { path: workflowPath, text: workflowText({ branch, recording, folder }) },
    ...(preCommit ? [{ path: preCommitPath, text: preCommitText }] : []),
  ];
  return {
    files: wanted.filter(({ path }) => !isThere(path)),
    kept: wanted.flatMap(({ path }) => (isThere(path) ? [path] : [])),
    config,
    scenarios,
    first,
  };
}
