import type { JsonObject } from "../../../src/json.ts";
import { writeJson } from "../../../src/json.ts";
import { rewriteRequests } from "../../../src/record/texts/rewrite-requests.ts";
import type { ObservedExchange, RewrittenRequests } from "../../../src/record/texts/rewritten.ts";
import { load } from "../../fixture/load-text.ts";

export type Texts = Readonly<Record<string, string>>;

export const from = "2026-11-28T14:01:00+01:00";
const until = "2026-11-28T14:03:00+01:00";

/** An exchange that each pass sent as given. */
export function sent(
  bodies: readonly [JsonObject, ...JsonObject[]],
  more: Partial<ObservedExchange> = {},
): ObservedExchange {
  return { run: "r", startedMs: null, known: null, ...more, bodies };
}

export function rewrite(
  exchanges: readonly ObservedExchange[],
  files: Texts = {},
  literal = false,
): RewrittenRequests {
  const repository = {
    paths: Object.keys(files).sort(),
    text: (path: string) => files[path]?.replace(/^\uFEFF/, "") ?? null,
    folder: "fixtures/recorded/a",
    without: ["fixtures/recorded"],
  };
  return rewriteRequests(exchanges, repository, { from, until, literal });
}

/** What a fixture with that request reads as. */
export function fill(request: JsonObject, files: Texts = {}) {
  const { scenarios, problems } = load({
    ...files,
    "promptcost.yml": 'scenarios: { a: { fixtures: "fixtures/recorded/a/*.json" } }',
    "fixtures/recorded/a/run.json": writeJson({ exchanges: [{ request }] }),
  });
  const found = scenarios[0]?.runs[0]?.exchanges[0]?.request;
  if (found === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return { ...found, problems: problems.map(({ code }) => code) };
}

export function body(more: JsonObject = {}): JsonObject {
  return {
    model: "claude-sonnet-5",
    max_tokens: 100,
    messages: [{ role: "user", content: "Where is my refund?" }],
    ...more,
  };
}

export function withSystem(text: string): JsonObject {
  return body({ system: [{ type: "text", text }] });
}

/** Each placeholder as `name kind changes why`. */
export function placeholdersOf({ placeholders }: RewrittenRequests): readonly string[] {
  return placeholders.map(({ name, changes, why, path }) =>
    [path.join("."), name, String(changes), why].join(" "),
  );
}
