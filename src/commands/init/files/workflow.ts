/** The workflow that `init` writes, and the entry of a pre-commit hook that it offers. */
import type { TestCommand } from "../code/test-command.ts";

export const workflowPath = ".github/workflows/promptcost.yml";
export const preCommitPath = ".pre-commit-config.yaml";

/** What a workflow runs before the action so that fixtures are what the code sends; null: nothing. */
export interface RecordingStep {
  readonly test: TestCommand;
  /** The folder that tests run in, from the repository's root; empty: the root. */
  readonly folder: string;
}

/**
 * The whole workflow: pull requests are checked, a push to `branch` updates what main holds, each
 * with the least permissions. `recording`: a step before the action runs the project's tests.
 */
export function workflowText(options: {
  readonly branch: string;
  readonly recording: RecordingStep | null;
  /** The folder of promptcost.yml; empty: the root. */
  readonly folder: string;
}): string {
  const { branch, recording, folder } = options;
  const steps = stepsOf(recording, folder);
  return `name: promptcost
on:
  pull_request:
  merge_group:
  push: { branches: [${quoted(branch)}] }
permissions: {}
concurrency:
  group: promptcost-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
jobs:
  check:
    if: github.event_name != 'push'
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions: { contents: read, pull-requests: write }
    steps:
${steps}
  update:
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions: { contents: write }
    steps:
${steps}
`;
}

function stepsOf(recording: RecordingStep | null, folder: string): string {
  const inputs = [
    ...(recording === null ? [] : ["tree: working"]),
    ...(folder === "" ? [] : [`working-directory: ${quoted(folder)}`]),
  ];
  const steps = [
    "uses: actions/checkout@v7\nwith: { persist-credentials: false }",
    ...(recording === null ? [] : recordingSteps(recording)),
    `uses: promptcost/promptcost@v0${inputs.length === 0 ? "" : `\nwith: { ${inputs.join(", ")} }`}`,
  ];
  return steps.map((step) => `      - ${step.replaceAll("\n", "\n        ")}`).join("\n");
}

/** The project is set up, then its tests run against a stub: no key, no network. */
function recordingSteps({ test, folder }: RecordingStep): readonly string[] {
  const place = folder === "" ? "" : `\nworking-directory: ${quoted(folder)}`;
  return [
    ...test.setup.map((step) => (step.startsWith("run:") ? step + place : step)),
    `run: npx --yes promptcost record --stub -- ${test.words}${place}`,
  ];
}

function quoted(text: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(text) ? text : JSON.stringify(text);
}

/** What `.pre-commit-config.yaml` needs for our hook, of that version. */
export function preCommitText(version: string): string {
  return `repos:
  - repo: https://github.com/promptcost/promptcost
    rev: v${version}
    hooks:
      - id: promptcost
`;
}
