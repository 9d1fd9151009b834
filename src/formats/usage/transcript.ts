import { anyNumber } from "../../api/number.ts";
import { isArray, isObject, writeJson, type Json, type JsonObject } from "../../json.ts";
import { problem } from "../../problem.ts";
import type { Call, Format, FormatContext, FormatDocument, FormatReader } from "../format.ts";
import { callOf, isMessage, textOf, timeOf } from "./entry.ts";

/**
 * Claude Code's own log of a session, a line of JSONL each message. Its usage is the API's own.
 * Lines that share `message.id` are one answer: the one with the largest output counts. Source:
 * imports.md §2, row transcript.
 */
export const transcript = {
  title: "a Claude Code transcript",
  sees: (document) =>
    isObject(document) &&
    textOf(document["type"]) !== null &&
    (textOf(document["sessionId"]) !== null ||
      textOf(document["leafUuid"]) !== null ||
      (document["type"] === "file-history-snapshot" && "messageId" in document)),
  runs: "log",
  open,
} as const satisfies Format;

/** An answer as one of its lines has it. */
export interface LoggedAnswer {
  readonly message: JsonObject;
  readonly document: Pick<FormatDocument, "place">;
  readonly at: string | null;
  readonly id: string | null;
  /** Whose conversation: the run's name is made of it once all lines are known. */
  readonly line: JsonObject;
}

function open(context: FormatContext): FormatReader {
  const answers = openAnswers();
  /** The line before each line of a sidechain; null for its first. */
  const parents = new Map<string, string | null>();
  return {
    read: (document) => {
      const { value } = document;
      if (!isObject(value)) return [];
      const uuid = textOf(value["uuid"]);
      if (value["isSidechain"] === true && uuid !== null)
        parents.set(uuid, textOf(value["parentUuid"]));
      const { message } = value;
      if (value["type"] !== "assistant" || !isMessage(message)) return [];
      if (message["model"] === "<synthetic>") {
        context.leaveOut({ why: "synthetic", name: "" });
        return [];
      }
      const id = textOf(message["id"]);
      const at = timeOf(value["timestamp"]);
      answers.add({ message, document, at, id, line: value });
      return [];
    },
    end: () => {
      const rootOf = openRoots(parents);
      return answers.end(context, ({ line }) => runOf(line, rootOf));
    },
  };
}

/** Gathers the answers of a log that has each on several lines. */
export function openAnswers(): {
  readonly add: (answer: LoggedAnswer) => void;
  /** The calls, in the order of their first lines; says how many hold first counts only. */
  readonly end: (
    context: FormatContext,
    runOf: (answer: LoggedAnswer) => string | null,
  ) => readonly Call[];
} {
  const answers = new Map<string, { answer: LoggedAnswer; ended: Json }>();
  return {
    add: (answer) => {
      const key = answer.id ?? `line ${answers.size}`;
      const known = answers.get(key);
      const ended = answer.message["stop_reason"] ?? known?.ended ?? null;
      const isKept = known !== undefined && !isFuller(answer, known.answer);
      answers.set(key, { answer: isKept ? known.answer : withoutTexts(answer), ended });
    },
    end: (context, runOf) => {
      const list = [...answers.values()];
      const open = list.filter(({ ended }) => ended === null);
      const [first] = open;
      if (first !== undefined)
        context.report(
          problem("log-output-first-counts", first.answer.document.place(["message"]), {
            calls: open.length,
          }),
        );
      return list.map(({ answer, ended }) =>
        callOf({
          path: ["message"],
          document: answer.document,
          response: endedAs(answer.message, ended),
          at: answer.at,
          run: runOf(answer),
          id: answer.id,
        }),
      );
    },
  };
}

/**
 * What is needed of a line once it is read: logs are long, and hold whole files. A line has a block
 * of its answer or some; their kinds stay.
 */
function withoutTexts({ message, document, at, id, line }: LoggedAnswer): LoggedAnswer {
  const { content, ...rest } = message;
  const kinds = (isArray(content) ? content : []).map((block) => ({
    type: isObject(block) ? (block["type"] ?? null) : null,
  }));
  const { sessionId = null, agentId = null, uuid = null, isSidechain = null } = line;
  return {
    message: { ...rest, content: kinds },
    document: { place: document.place },
    at,
    id,
    line: { sessionId, agentId, uuid, isSidechain },
  };
}

/** The line with more output is the later one; of equal ones the same is taken in any order. */
function isFuller(answer: LoggedAnswer, than: LoggedAnswer): boolean {
  const [a, b] = [answer, than].map(({ message }) => outputOf(message));
  if (a !== b) return (a ?? 0) > (b ?? 0);
  const [one, other] = [answer, than].map(({ message }) => writeJson(message["usage"] ?? null));
  return (one ?? "") > (other ?? "");
}

function outputOf(message: JsonObject): number {
  const { usage } = message;
  return isObject(usage) ? anyNumber(usage["output_tokens"]) : 0;
}

/**
 * The message with the stop reason that one of its lines has. Without any it says none: that the
 * output is what the stream said first is said once for the file.
 */
function endedAs(message: JsonObject, ended: Json): JsonObject {
  const { stop_reason: _, ...rest } = message;
  return ended === null ? rest : { ...rest, stop_reason: ended };
}

/** A session's own conversation, or the one of a sidechain or a subagent in it. */
function runOf(line: JsonObject, rootOf: (uuid: string) => string): string | null {
  const session = textOf(line["sessionId"]);
  const agent = textOf(line["agentId"]);
  const uuid = textOf(line["uuid"]);
  if (agent !== null) return `${session ?? ""}/${agent}`;
  if (line["isSidechain"] === true && uuid !== null) return `${session ?? ""}/${rootOf(uuid)}`;
  return session;
}

/** The first line of the sidechain that a line stands in. Each line is passed once. */
function openRoots(parents: ReadonlyMap<string, string | null>): (uuid: string) => string {
  const roots = new Map<string, string>();
  return (uuid) => {
    const passed: string[] = [];
    const onWay = new Set<string>();
    let at = uuid;
    for (;;) {
      const known = roots.get(at);
      const parent = parents.get(at) ?? null;
      if (known === undefined) {
        passed.push(at);
        onWay.add(at);
      }
      if (known !== undefined || parent === null || !parents.has(parent) || onWay.has(parent)) {
        const root = known ?? at;
        for (const each of passed) roots.set(each, root);
        return root;
      }
      at = parent;
    }
  };
}
