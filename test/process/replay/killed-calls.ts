/** Calls of `replay` that are killed, and what may be left of them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { expect } from "vitest";
import type { ClaudeServer } from "../../servers/claude.ts";
import {
  createRepository,
  git,
  plainEnvironment,
  runProcess,
  type Files,
  type Outcome,
} from "../../repositories/scratch-repository.ts";
import { readText } from "../cli.ts";
import { commandHere } from "../here.ts";

/** When a call is killed. */
export type Kill =
  /** So many milliseconds after the server was asked so often. */
  | { readonly calls: number; readonly ms: number }
  /** At a step of replacing a fixture (`kill-switch.cjs`), `rename:1`. */
  | { readonly step: string };

/** What a kill of a round is, by the round's number: at every step, and between all of them. */
export function killOf(round: number, calls: number): Kill {
  const steps = ["rename", "half", "renamed", "draft"];
  const part = Math.floor(round / 2);
  if (round % 2 === 1)
    return {
      step: `${steps[part % steps.length] ?? ""}:${String(1 + (Math.floor(part / steps.length) % 3))}`,
    };
  // The same moments in every run: spread over the calls, and over the time behind each.
  return { calls: (part * 7) % (calls + 1), ms: (part * 13) % 41 };
}

const question = (content: string) => ({
  model: "claude-sonnet-4-6",
  max_tokens: 50,
  messages: [{ role: "user", content }],
});
const questions = ["one", "two", "three", "four", "five", "six"];

/** Seven questions in two files, and with `chat` a conversation of two turns, which no batch takes. */
export function createQuestions(chat: boolean): string {
  const files: Files = {
    "promptcost.yml": 'scenarios: { ask: { fixtures: "f/*" } }\n',
    "f/all.jsonl": questions
      .map((content) => `${JSON.stringify({ request: question(content) })}\n`)
      .join(""),
    "f/own.json": { request: question("seven") },
    ...(chat
      ? {
          "f/chat.yaml": `# two turns
exchanges:
  - request: ${JSON.stringify(question("ten"))}
  - offset: 20ms
    request: { messages: { $append: [{ role: assistant, content: [{ $answer: true }] }, { role: user, content: and }] } }
`,
        }
      : {}),
  };
  return createRepository({ files });
}

const command = join(import.meta.dirname, "../../../dist/cli.js");
const killSwitch = join(import.meta.dirname, "kill-switch.cjs");

/** Calls `replay`; `killed`: whether the kill came before its end. */
export async function callReplay(
  root: string,
  claude: ClaudeServer,
  { words, kill = null }: { readonly words: readonly string[]; readonly kill?: Kill | null },
) {
  const typed = ["replay", "--json", "--max-usd", "1", ...words];
  const env = { ANTHROPIC_BASE_URL: claude.url, ANTHROPIC_API_KEY: "k" };
  const outcome =
    kill === null
      ? await commandHere(root, typed, env)
      : await killWhile(kill, { root, claude, typed, env });
  const problems: readonly { readonly code: string }[] =
    outcome.code === null ? [] : JSON.parse(outcome.stdout).problems;
  return { ...outcome, killed: outcome.code === null, codes: problems.map(({ code }) => code) };
}

async function killWhile(
  kill: Kill,
  call: {
    readonly root: string;
    readonly claude: ClaudeServer;
    readonly typed: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  },
): Promise<Outcome> {
  const { root, claude, typed, env } = call;
  const timers: NodeJS.Timeout[] = [];
  const start = claude.calls.length;
  const outcome = await runProcess(process.execPath, [command, ...typed], {
    folder: root,
    env: {
      ...plainEnvironment(root),
      ...env,
      ...("step" in kill ? { NODE_OPTIONS: `--require=${killSwitch}`, KILL_AT: kill.step } : {}),
    },
    onStart: (signal) => {
      if ("step" in kill) return;
      timers.push(
        setInterval(() => {
          if (claude.calls.length - start < kill.calls) return;
          clearInterval(timers[0]);
          timers.push(setTimeout(() => signal("SIGKILL"), kill.ms));
        }, 1),
      );
    },
  });
  for (const timer of timers) clearTimeout(timer);
  return outcome;
}

/** What a fixture has of an answer. */
interface RecordedAnswer {
  readonly text: string;
  /** How many answers there are of the request. */
  readonly samples: number;
}

interface Written {
  readonly recorded?: {
    readonly samples?: readonly unknown[];
    readonly response: { readonly content: readonly { readonly text: string }[] };
  };
}

/** Every exchange of the fixtures, in order; null: not recorded. Throws where a file is not whole. */
export function readRecorded(root: string, chat: boolean): readonly (RecordedAnswer | null)[] {
  const lines: readonly Written[] = readText(root, "f/all.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const own: Written = JSON.parse(readText(root, "f/own.json"));
  const turns: readonly Written[] = chat ? parse(readText(root, "f/chat.yaml")).exchanges : [];
  expect([lines.length, turns.length]).toEqual([questions.length, chat ? 2 : 0]);
  return [...lines, own, ...turns].map(({ recorded }) =>
    recorded === undefined
      ? null
      : {
          text: recorded.response.content[0]?.text ?? "",
          samples: recorded.samples?.length ?? 1,
        },
  );
}

/** The first answers that the journal holds, as texts, and how many there are to each request. */
export function readJournaled(root: string): {
  readonly texts: readonly string[];
  readonly answers: number;
} {
  const path = join(root, ".promptcost/replay/journal.jsonl");
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  const answered = lines
    .filter((line) => line.startsWith('{"kind":"answered"') && line.endsWith("}}"))
    .map((line) => JSON.parse(line));
  return {
    texts: answered
      .filter(({ key }) => key.sample === 0)
      .map(({ answered: { response } }) => response.content[0].text),
    answers: answered.length,
  };
}

/** What lies about that should not, once everything is recorded. */
export function findLeftovers(root: string): readonly string[] {
  const changed = git(root, "status", "--porcelain", "--ignored").split("\n");
  const drafts = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".tmp"),
  );
  // An empty folder too, of which git says nothing.
  const folders = [".promptcost"].filter((name) => existsSync(join(root, name)));
  const others = changed.filter((line) => line !== "" && !/^ ?M f\//.test(line));
  return [...others, ...drafts, ...folders];
}
