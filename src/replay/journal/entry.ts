/** The lines of a replay's journal: what each says, and how it is written and read. */
import { usualConfig } from "../../config/paths.ts";
import { isDocument, type JsonObject } from "../../json.ts";
import type { Pico } from "../../money.ts";

/** Identifies one request of a replay. */
export interface JournalKey {
  /** Path of its config from the root, where that is another than the one that is replayed. */
  readonly config?: string;
  /** Id of the scenario. */
  readonly scenario: string;
  /** Id of the run in its scenario. */
  readonly run: string;
  /** Position of the exchange in its run; counts from 0. */
  readonly index: number;
  /** Which of several times the run is sent; counts from 0. */
  readonly sample: number;
  /** Digest of the whole body and its betas. */
  readonly body: string;
}

/** An answer as a line says it, with what it cost. */
export interface JournaledAnswer {
  /** As its fixture will hold it (`recordResponse`): without `content` where that is not kept. */
  readonly response: JsonObject;
  readonly requestId: string | null;
  /** When the request was sent, ISO. */
  readonly at: string;
  /** What it cost, pico-dollars. */
  readonly usd: Pico;
  /** Whether it went in a batch. */
  readonly batch: boolean;
  /** Whether it was sent without the run's gaps; false in a journal that does not say. */
  readonly fast: boolean;
}

/** A request that was sent and has neither an answer nor a refusal: it may have been billed. */
export interface UnknownOutcome {
  readonly key: JournalKey;
  /** The upper bound of its cost, pico-dollars: what is counted as spent. */
  readonly usd: Pico;
  /** Name of the batch it went in, as the journal calls it; null: it was sent by itself. */
  readonly batch: string | null;
  /** False where `usd` is only what was expected, because nothing bounds the cost. */
  readonly firm: boolean;
}

/** A batch that was sent, or is about to be. */
export interface SentBatch {
  /** Chosen before it is sent: the API's id comes later. */
  readonly name: string;
  /** When it was sent, ISO. */
  readonly at: string;
  /** How many requests it holds. */
  readonly size: number;
  /** The API's id; null until the API gave it. */
  readonly id: string | null;
  /**
   * Tells the account it was sent from apart from others, without anything of its key: the API
   * lists a batch to its own account only.
   */
  readonly account: string;
  /** Id of the batch that was the API's newest just before; null: there was none, or nobody said. */
  readonly after: string | null;
  /** When it was sent by the API's own clock, ISO; null: nobody said. */
  readonly apiAt: string | null;
}

/** One line of a journal. */
export type JournalEntry =
  /** Written before a request leaves. */
  | ({ readonly kind: "sent" } & UnknownOutcome)
  | { readonly kind: "answered"; readonly key: JournalKey; readonly answered: JournaledAnswer }
  /** The request was not billed. */
  | { readonly kind: "refused"; readonly key: JournalKey }
  /** What is known of one request serves another that asks the same: it stands elsewhere now. */
  | { readonly kind: "moved"; readonly key: JournalKey; readonly to: JournalKey }
  /** Written before the `sent` entries of its requests, and again once its id is known. */
  | ({ readonly kind: "batch" } & SentBatch);

/**
 * One line, with its line break. `config`: the one that is replayed; a line says which its request
 * belongs to, unless to the usual one.
 */
export function writeEntry(entry: JournalEntry, config: string = usualConfig): string {
  const { kind, ...rest } = entry;
  const line = {
    kind,
    ...rest,
    ...("key" in rest ? { key: keyWithConfig(rest.key, config) } : {}),
    ...("to" in rest ? { to: keyWithConfig(rest.to, config) } : {}),
  };
  return `${JSON.stringify(line, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value))}\n`;
}

function keyWithConfig({ config: other, ...key }: JournalKey, own: string): JournalKey {
  const config = other ?? own;
  return config === usualConfig ? key : { config, ...key };
}

/** A line of a journal that holds no config, as that of one; without its line break. */
export function withConfig(line: string, config: string): string {
  const entry = parseLine(line);
  const key = readKey(entry?.["key"], usualConfig);
  return entry === null || key === null
    ? line
    : JSON.stringify({ ...entry, key: keyWithConfig(key, config) });
}

/** Whether a line written by `writeEntry` is an answer. */
export function isAnswerLine(line: string): boolean {
  return line.startsWith('{"kind":"answered"');
}

/** A key as text: equal texts are equal keys. */
export function keyText({ config, scenario, run, index, sample, body }: JournalKey): string {
  return JSON.stringify([
    ...(config === undefined ? [] : [config]),
    scenario,
    run,
    index,
    sample,
    body,
  ]);
}

/** The run a key belongs to as text, whichever of several times it is sent. */
export function runText({
  config,
  scenario,
  run,
}: Pick<JournalKey, "config" | "scenario" | "run">): string {
  return JSON.stringify([...(config === undefined ? [] : [config]), scenario, run]);
}

/** The object a line holds; null where the line is empty or cut off. */
export function parseLine(line: string): JsonObject | null {
  if (line === "") return null;
  try {
    const value: unknown = JSON.parse(line);
    return isDocument(value) ? value : null;
  } catch {
    return null;
  }
}

/** A key of a line, as the replay of a config knows it; null where it is none. */
export function readKey(value: unknown, own: string): JournalKey | null {
  if (typeof value !== "object" || value === null) return null;
  const { config, scenario, run, index, sample, body } = {
    config: usualConfig,
    scenario: null,
    run: null,
    index: null,
    sample: null,
    body: null,
    ...value,
  };
  if (
    typeof config !== "string" ||
    typeof scenario !== "string" ||
    typeof run !== "string" ||
    typeof index !== "number" ||
    typeof sample !== "number" ||
    typeof body !== "string"
  )
    return null;
  const key = { scenario, run, index, sample, body };
  return config === own ? key : { config, ...key };
}

/** The batch a line tells of; null where something of it is missing. */
export function readBatch(entry: JsonObject): SentBatch | null {
  const { name, at, size, id, account, after, apiAt } = entry;
  return typeof name === "string" &&
    typeof at === "string" &&
    typeof size === "number" &&
    typeof account === "string"
    ? {
        name,
        at,
        size,
        id: typeof id === "string" ? id : null,
        account,
        after: typeof after === "string" ? after : null,
        apiAt: typeof apiAt === "string" ? apiAt : null,
      }
    : null;
}

/** The answer a line holds; null where something of it is missing. */
export function readAnswer(value: unknown): JournaledAnswer | null {
  if (typeof value !== "object" || value === null) return null;
  const { response, requestId, at, usd, batch, fast } = {
    response: null,
    requestId: null,
    at: null,
    usd: null,
    batch: null,
    fast: null,
    ...value,
  };
  const amount = readPico(usd);
  return isDocument(response) && typeof at === "string" && amount !== null
    ? {
        response,
        requestId: typeof requestId === "string" ? requestId : null,
        at,
        usd: amount,
        batch: batch === true,
        fast: fast === true,
      }
    : null;
}

/** Pico-dollars as `writeEntry` writes them; null where it is no such text. */
export function readPico(value: unknown): Pico | null {
  return typeof value === "string" && /^\d+$/.test(value) ? BigInt(value) : null;
}
