/** The first `promptcost.yml`, and lines for one that does not read all snapshots yet. */
import { folderOf, relativeTo } from "../config/paths.ts";

/** A scenario whose snapshots lie in a folder. */
interface ScenarioFolder {
  readonly name: string;
  /** From the root. */
  readonly folder: string;
}

/** A config that reads the snapshots of some scenarios, with what to add in comments. */
export function writeFirstConfig(
  scenarios: readonly ScenarioFolder[],
  /** Where the config will stand, from the root. */
  file: string,
): string {
  const entries = scenarios.map(
    (scenario) =>
      writeScenario(scenario, file) +
      "    # traffic: { runs: 10k/month }      # how often it runs: then there is a figure a month\n" +
      "    # output: 300                       # tokens of an answer, where none is recorded\n" +
      "    # budget: { per-run: $0.05 }        # with traffic also monthly: $200, increase: { percent: 5 }\n",
  );
  return (
    "# What a change costs is worked out from these runs. `promptcost record -- <your tests>` keeps\n" +
    "# them up to date; `promptcost check` says what they come to.\n" +
    `version: 1\nscenarios:\n${entries.join("")}`
  );
}

/**
 * The lines that have a config read a scenario's snapshots. `others`: what its scenario of that name
 * reads already, from the root; the lines take their place.
 */
export function writeScenario(
  { name, folder }: ScenarioFolder,
  file: string,
  others: readonly string[] = [],
): string {
  const written = [...others, `${folder}/*.json`].map((glob) =>
    quoteKey(relativeTo(folderOf(file), glob)),
  );
  const fixtures =
    written.length === 1
      ? ` ${written.join("")}`
      : written.map((glob) => `\n      - ${glob}`).join("");
  return `  ${quoteKey(name)}:\n    fixtures:${fixtures}\n`;
}

/** A text as YAML: quoted where it could be read as something else. */
function quoteKey(text: string): string {
  const isPlain =
    /^[A-Za-z_][\w./-]*(?:\/\*\.json)?$/.test(text) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
