import { isObject, type JsonObject, type Path } from "../../json.ts";
import { problem, type Place } from "../../problem.ts";
import type { Call, Format, FormatContext, FormatDocument, FormatReader } from "../format.ts";
import { callOf, countOf, isMessage, isNativeUsage, responseOf, textOf } from "./entry.ts";
import { openAnswers } from "./transcript.ts";

/**
 * What `claude -p` prints: lines of `stream-json`, a list of these, or the one result. A result's
 * `modelUsage` counts every request of every model, `usage` those of the main loop alone; so each
 * model of a result is a call, and `usage` says which of the writes were for how long. Lines of
 * answers hold first counts: they count only where the session has no result. Source: imports.md
 * §2, row claude-print.
 */
export const claudePrint = {
  title: "the output of claude -p",
  sees: (document) => isObject(document) && (isResult(document) || isLine(document)),
  runs: "log",
  open,
} as const satisfies Format;

/** Kinds of lines that `stream-json` has; new ones come and hold no usage. */
const lineTypes =
  /^(?:system|assistant|user|stream_event|rate_limit_event|control_\w+|\w+_status)$/;

function isLine(document: JsonObject): boolean {
  return lineTypes.test(textOf(document["type"]) ?? "") && textOf(document["session_id"]) !== null;
}

function isResult(document: JsonObject): boolean {
  return (
    document["type"] === "result" &&
    (isObject(document["usage"]) || isObject(document["modelUsage"])) &&
    ("session_id" in document || "num_turns" in document || "total_cost_usd" in document)
  );
}

interface Session {
  /** The model of its last answer, else of its first line: the one the main loop asks. */
  model: string | null;
  readonly answers: ReturnType<typeof openAnswers>;
  hasResult: boolean;
}

function open(context: FormatContext): FormatReader {
  const sessions = new Map<string, Session>();
  const seen = new Set<string>();
  let unnamed: { readonly place: Place; count: number } | null = null;
  const sessionOf = (name: string): Session => {
    const session = sessions.get(name) ?? { model: null, answers: openAnswers(), hasResult: false };
    sessions.set(name, session);
    return session;
  };
  return {
    read: (document) => {
      const { value, place } = document;
      if (!isObject(value)) return [];
      const name = textOf(value["session_id"]) ?? "";
      const session = sessionOf(name);
      if (!isResult(value)) {
        readLine(value, session, document);
        return [];
      }
      session.hasResult = true;
      const uuid = textOf(value["uuid"]);
      if (uuid !== null && seen.has(uuid)) {
        context.leaveOut({ why: "repeated", name: "" });
        return [];
      }
      if (uuid !== null) seen.add(uuid);
      if (!isObject(value["modelUsage"]))
        unnamed = { place: unnamed?.place ?? place([]), count: (unnamed?.count ?? 0) + 1 };
      return readResult(value, { session, context, place, uuid });
    },
    end: () => {
      if (unnamed !== null)
        context.report(
          problem("log-usage-by-model-missing", unnamed.place, { results: unnamed.count }),
        );
      return [...sessions].flatMap(([name, { hasResult, answers }]) =>
        hasResult ? [] : answers.end(context, () => name),
      );
    },
  };
}

function readLine(line: JsonObject, session: Session, document: FormatDocument): void {
  const { message } = line;
  if (line["type"] === "system" && line["subtype"] === "init")
    session.model ??= textOf(line["model"]);
  if (line["type"] !== "assistant" || !isMessage(message)) return;
  if (message["model"] === "<synthetic>") return;
  session.model = textOf(message["model"]) ?? session.model;
  const id = textOf(message["id"]);
  session.answers.add({ message, document, at: null, id, line });
}

/** Tokens of a model of a result, in the API's names. */
type Tokens = Readonly<Record<(typeof classes)[number][0], number>>;

/** The API's name of each class, and the one `modelUsage` has. */
const classes = [
  ["input_tokens", "inputTokens"],
  ["cache_read_input_tokens", "cacheReadInputTokens"],
  ["cache_creation_input_tokens", "cacheCreationInputTokens"],
  ["output_tokens", "outputTokens"],
] as const;

interface ResultContext {
  readonly session: Session;
  readonly context: FormatContext;
  readonly place: (path: Path) => Place;
  readonly uuid: string | null;
}

function readResult(result: JsonObject, at: ResultContext): readonly Call[] {
  const { session, context, place, uuid } = at;
  const { usage, modelUsage } = result;
  const main = isNativeUsage(usage) ? withoutIterations(usage) : null;
  const sum = main === null ? null : tokensOf(main, 0);
  const models = Object.entries(isObject(modelUsage) ? modelUsage : {}).flatMap(([model, used]) =>
    isObject(used) ? [{ model, used, tokens: tokensOf(used, 1) }] : [],
  );
  const asked = models.filter(({ used, tokens }) => !isNothing(tokens) || searchesOf(used) > 0);
  const run = textOf(result["session_id"]);
  if (asked.length === 0) {
    if (main === null || sum === null || isNothing(sum)) {
      context.leaveOut({ why: "no-usage", name: textOf(result["subtype"]) ?? "" });
      return [];
    }
    const response = responseOf(session.model, main, null);
    return [callOf({ path: ["usage"], response, run, id: uuid })];
  }
  const mainModel = sum === null ? null : mainOf(asked, sum, session.model);
  return asked.map(({ model, used, tokens }) => {
    const known = model === mainModel ? main : null;
    const path = ["modelUsage", model];
    const rest = tokens.cache_creation_input_tokens - splitOf(known);
    if (known !== null && splitOf(known) > 0 && rest > 0)
      context.report(problem("log-writes-unsplit", place(path), { model, tokens: rest }));
    const searches = searchesOf(used);
    const counted = {
      ...(splitOf(known) === 0 ? withoutSplit(known) : known),
      ...tokens,
      ...(searches === 0 ? {} : { server_tool_use: { web_search_requests: searches } }),
    };
    return callOf({ path, response: responseOf(model, counted, null), run, id: uuid });
  });
}

/** The iterations of a result's usage are those of its last answer alone. */
function withoutIterations(usage: JsonObject): JsonObject {
  const { iterations: _, ...rest } = usage;
  return rest;
}

/** A split of nothing says nothing of what side requests wrote. */
function withoutSplit(usage: JsonObject | null): JsonObject {
  const { cache_creation: _, ...rest } = usage ?? {};
  return rest;
}

function tokensOf(object: JsonObject, name: 0 | 1): Tokens {
  const count = (index: 0 | 1 | 2 | 3): number => countOf(object[classes[index][name]]) ?? 0;
  return {
    input_tokens: count(0),
    cache_read_input_tokens: count(1),
    cache_creation_input_tokens: count(2),
    output_tokens: count(3),
  };
}

function isNothing(tokens: Tokens): boolean {
  return classes.every(([name]) => tokens[name] === 0);
}

function searchesOf(used: JsonObject): number {
  return countOf(used["webSearchRequests"]) ?? 0;
}

/** Writes of a usage whose lifetime it says. */
function splitOf(usage: JsonObject | null): number {
  const split = usage?.["cache_creation"];
  if (!isObject(split)) return 0;
  return (
    (countOf(split["ephemeral_5m_input_tokens"]) ?? 0) +
    (countOf(split["ephemeral_1h_input_tokens"]) ?? 0)
  );
}

/**
 * The model that the main loop's usage is of: one whose sums hold it; of several the one the
 * session's answers name, else the one that is nearest.
 */
function mainOf(
  models: readonly { readonly model: string; readonly tokens: Tokens }[],
  sum: Tokens,
  answered: string | null,
): string | null {
  const holding = models.filter(({ tokens }) =>
    classes.every(([name]) => tokens[name] >= sum[name]),
  );
  const named = holding.find(({ model }) => model.replace(/\[\w+\]$/, "") === answered);
  const beyond = (tokens: Tokens): number =>
    classes.reduce((total, [name]) => total + tokens[name] - sum[name], 0);
  const [nearest] = holding.toSorted((a, b) => beyond(a.tokens) - beyond(b.tokens));
  return (named ?? nearest)?.model ?? null;
}
