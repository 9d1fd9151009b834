/** The `promptcost.yml` that `init` writes. */
import { pathFrom } from "../../../config/paths.ts";

/** A scenario to be written. */
export interface WrittenScenario {
  readonly name: string;
  /** Globs and paths from the repository's root. */
  readonly fixtures: readonly string[];
  /** What they are, for a comment; a line. */
  readonly note: string;
}

/** The text of a config that stands in `folder`, `""` for the root. */
export function configText(scenarios: readonly WrittenScenario[], folder: string): string {
  return `# A scenario is a kind of work. With \`traffic\` its figures are a month's, with \`budget\` they are judged.
scenarios:
${scenarios.map((scenario) => scenarioText(scenario, folder)).join("")}`;
}

/** What the config of a first fixture begins with: it stands only until something is recorded. */
const draftMark =
  "# A draft: `promptcost record -- <your tests>` replaces it as long as nobody has edited it.\n";

/** The first fixture of a scenario, from the config's folder. */
function firstFixtureOf(name: string): string {
  return `fixtures/${name}/first.json`;
}

/** The text of a config that names a first fixture alone; it stands in the fixtures' folder's parent. */
export function draftText(name: string): string {
  const note = "a first request; nobody sent it yet";
  return draftMark + configText([{ name, fixtures: [firstFixtureOf(name)], note }], "");
}

/**
 * The first fixture that an untouched draft names, from the config's folder; null: it is no draft,
 * or somebody has edited it.
 */
export function readDraft(text: string): string | null {
  const [, name] = /^ {2}"?([a-z0-9-]+)"?:$/m.exec(text) ?? [];
  return name !== undefined && text === draftText(name) ? firstFixtureOf(name) : null;
}

function scenarioText({ name, fixtures, note }: WrittenScenario, folder: string): string {
  const paths = fixtures.map((path) => plain(pathFrom(folder, path)));
  const [only = ""] = paths;
  const value = paths.length === 1 ? ` ${only}` : paths.map((path) => `\n      - ${path}`).join("");
  return `  ${plain(name)}:
    # ${note}
    fixtures:${value}
    # traffic: { runs: 90k/month }
    # budget: { increase: { percent: 5 } }
`;
}

/** A text as YAML reads it, in quotes where it would read something else. */
function plain(text: string): string {
  return /^[A-Za-z_][\w./-]*(?:\*+[\w./-]*)*$/.test(text) &&
    !/^(?:true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
