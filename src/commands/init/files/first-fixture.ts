/** The fixture to start with where a repository has no recording: a request that nobody sent yet. */
import { pathFrom } from "../../../config/paths.ts";
import { findModel } from "../../../models/lookup.ts";
import type { ModelId } from "../../../models/ids.ts";
import { isTest, type Survey } from "../survey.ts";

/** Where code names no model that has a price, this one stands: the newest of the middle size. */
const usualModel: ModelId = "claude-sonnet-5-5";

/** Stands in the place of a question until somebody writes one, or something is recorded. */
const standIn = "Put a question here that is asked in production.";

/** Whether a first fixture still asks what stands in place of a question. */
export function isUntouched(text: string): boolean {
  return text.includes(JSON.stringify(standIn));
}

export interface FirstFixture {
  /** Of its scenario. */
  readonly name: string;
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
  readonly model: string;
  /** The code names that model. */
  readonly isModelFound: boolean;
  /** The prompt file it is tied to; null: there is none. */
  readonly prompt: string | null;
}

/**
 * A dry run of one request, tied to a prompt file where there is one. `folder`: what is set up,
 * from the repository's root.
 */
export function makeFirstFixture(
  survey: Survey,
  folder: string,
  isThere: (path: string) => boolean,
): FirstFixture {
  const start = folder === "" ? "" : `${folder}/`;
  const stem = nameAfter(survey);
  let name = stem;
  const own = (): string => `${start}fixtures/${name}`;
  for (let count = 2; isThere(`${own()}/first.json`); count += 1) name = `${stem}-${String(count)}`;
  const found = survey.models.find((id) => findModel(id) !== null);
  const model = found ?? usualModel;
  const [prompt = null] = survey.prompts;
  const system =
    prompt === null
      ? null
      : {
          type: "text",
          text: { $file: pathFrom(own(), prompt) },
          ...(survey.caches ? { cache_control: { type: "ephemeral" } } : {}),
        };
  const request = {
    model,
    max_tokens: 1024,
    ...(system === null ? {} : { system: [system] }),
    messages: [{ role: "user", content: standIn }],
  };
  return {
    name,
    path: `${own()}/first.json`,
    text: `${JSON.stringify({ request }, null, 2)}\n`,
    model,
    isModelFound: found !== undefined,
    prompt,
  };
}

/** Names of files and folders that say nothing of what they do. */
const general = new Set(
  (
    "index main app server client lib core api llm ai claude anthropic util utils helper helpers __init__ mod " +
    "program src package packages"
  ).split(" "),
);

/** A scenario's name, after the code that calls the API, that of tests last, else after its prompt. */
function nameAfter({ sites, prompts }: Survey): string {
  const code = sites.filter(({ file }) => !isTest(file)).map(({ file }) => file);
  const names = [...code.map(fileName), ...code.map(folderName), ...prompts.map(fileName)];
  const tests = sites.map(({ file }) => fileName(file));
  const name =
    [...names, ...tests].find((each) => each !== "" && !general.has(each.toLowerCase())) ?? "";
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "") || "first"
  );
}

/** Without what stands behind its first dot. */
function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\..*$/, "");
}

function folderName(path: string): string {
  return path.split("/").at(-2) ?? "";
}
