import { isObject, type JsonObject } from "../../json.ts";
import { problem, type Place } from "../../problem.ts";
import type { Call, Format, FormatContext, FormatDocument, FormatReader } from "../format.ts";
import { createRepeats, isMessage, textOf } from "./entry.ts";
import { readResults, type PrintedResult } from "./printed-results.ts";
import { openAnswers } from "./transcript.ts";

/**
 * What `claude -p` prints: lines of `stream-json`, a list of these, or the one result. A result's
 * `modelUsage` counts every request of every model, `usage` those of the main loop alone; so each
 * model of a result is a call. Lines of answers hold first counts: they count only where the
 * session has no result. Source: imports.md §2, row claude-print.
 */
export const claudePrint = {
  title: "the output of `claude -p`",
  sees: (document) => isObject(document) && (isResult(document) || isLine(document)),
  runs: "log",
  open,
} as const satisfies Format;

/** Kinds of lines that `stream-json` has; new ones come and hold no usage. */
const lineTypes =
  /^(?:system|assistant|user|stream_event|rate_limit_event|control_\w+|\w+_(?:status|summary|progress))$/;

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
  /** The model that its answers name, else its first line: the one the main loop asks. */
  model: string | null;
  readonly answers: ReturnType<typeof openAnswers>;
  readonly results: PrintedResult[];
}

function open(context: FormatContext): FormatReader {
  const sessions = new Map<string, Session>();
  const isRepeated = createRepeats(context);
  return {
    read: (document) => {
      const { value } = document;
      if (!isObject(value)) return [];
      const name = textOf(value["session_id"]) ?? "";
      const session = sessions.get(name) ?? { model: null, answers: openAnswers(), results: [] };
      sessions.set(name, session);
      const uuid = textOf(value["uuid"]);
      if (!isResult(value)) readLine(value, session, document);
      else if (!isRepeated(uuid)) session.results.push({ result: value, document, uuid });
      return [];
    },
    end: () => readSessions(sessions, context),
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

function readSessions(
  sessions: ReadonlyMap<string, Session>,
  context: FormatContext,
): readonly Call[] {
  const results = [...sessions.values()].flatMap((session) => session.results);
  const [old, ...others] = results.filter(({ result }) => !isObject(result["modelUsage"]));
  if (old !== undefined)
    context.report(
      problem("log-usage-by-model-missing", placeOf(old), { results: others.length + 1 }),
    );
  return [...sessions].flatMap(([name, { model, results, answers }]) =>
    results.length === 0
      ? answers.end(context, () => name)
      : readResults(results, { run: name === "" ? null : name, model, context }),
  );
}

function placeOf({ document }: PrintedResult): Place {
  return document.place([]);
}
