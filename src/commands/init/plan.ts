/** What `init` writes, decided from what it found. */
import { configText, draftText, type WrittenScenario } from "./files/config-text.ts";
import { makeFirstFixture, type FirstFixture } from "./files/first-fixture.ts";
import {
  groupRecordings,
  holdsRequests,
  kindsOf,
  type FoundScenario,
} from "./recordings/recordings.ts";
import type { Survey } from "./survey.ts";
import { preCommitPath, preCommitText, workflowPath, workflowText } from "./files/workflow.ts";

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
  /** Recordings that cannot be a fixture, and what is wrong with them: a code. */
  readonly leftOut: readonly UnusableRecording[];
  /** Null where there are recordings, or a config. */
  readonly first: FirstFixture | null;
  /** The entry for a pre-commit hook where none is set up; null: there is a file for hooks. */
  readonly hook: string | null;
}

/** A recording that `check` would refuse. */
export interface UnusableRecording {
  readonly path: string;
  readonly why: string;
}

/** Whether anything was found that a config could name. */
export function hasFoundAnything({ packages, sites, recordings }: Survey): boolean {
  return packages.length > 0 || sites.length > 0 || recordings.some(holdsRequests);
}

export interface PlanOptions {
  /** Whether anything stands at a path, what git ignores too. */
  readonly isThere: (path: string) => boolean;
  /** All files there are: a glob may match no other. */
  readonly paths: readonly string[];
  readonly survey: Survey;
  /** The config that counts today, or that is to be; from the repository's root. */
  readonly config: string;
  /** The folder that is set up, from the repository's root. */
  readonly folder: string;
  /** Where pushes update the baseline. */
  readonly branch: string;
  readonly preCommit: boolean;
  /** Our own version. */
  readonly version: string;
  readonly leftOut: readonly UnusableRecording[];
}

/** Plans the files. What is there already is never written over. */
export function planInit(options: PlanOptions): InitPlan {
  const { isThere, paths, survey, config, folder, branch, preCommit, version, leftOut } = options;
  const unusable = new Set(leftOut.map(({ path }) => path));
  const isNew = !isThere(config);
  const scenarios = isNew
    ? groupRecordings(
        survey.recordings.filter(({ path }) => !unusable.has(path)),
        paths,
      )
    : [];
  const first = isNew && scenarios.length === 0 ? makeFirstFixture(survey, folder, isThere) : null;
  const written: readonly WrittenScenario[] = scenarios.map(({ name, fixtures, recordings }) => ({
    name,
    fixtures,
    note: `${kindsOf(recordings)}, read where they lie`,
  }));
  const recording =
    survey.test === null || survey.recordings.some(holdsRequests)
      ? null
      : { test: survey.test, folder: survey.test.folder };
  const wanted: readonly PlannedFile[] = [
    { path: config, text: first === null ? configText(written, folder) : draftText(first.name) },
    ...(first === null ? [] : [{ path: first.path, text: first.text }]),
    { path: workflowPath, text: workflowText({ branch, recording, folder }) },
    ...(preCommit ? [{ path: preCommitPath, text: preCommitText(version) }] : []),
  ];
  return {
    files: wanted.filter(({ path }) => !isThere(path)),
    kept: wanted.flatMap(({ path }) => (isThere(path) ? [path] : [])),
    config,
    scenarios,
    leftOut,
    first,
    hook: preCommit || isThere(preCommitPath) ? null : preCommitText(version),
  };
}
