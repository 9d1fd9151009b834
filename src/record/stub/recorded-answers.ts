/** Which recorded answer a request gets: by hash, by place, or by what it has in common with one. */
import { withoutMarkers } from "../../api/cache-control.ts";
import { modelMember } from "../../api/model.ts";
import { messagesOf } from "../../api/request.ts";
import type { Digest } from "../../digest.ts";
import { isArray, isObject, writeJson, type Json, type JsonObject } from "../../json.ts";
import { groupBy } from "../../order.ts";

/** A request that was recorded, with what was answered. */
export interface RecordedAnswer {
  readonly body: JsonObject;
  /** Its `inputHash`, and where it stands for another body's answer that one's too. */
  readonly hashes: readonly string[];
  /** The `x-promptcost-run` it was sent under, or the fixture's id; null: none. */
  readonly run: string | null;
  /** The API's answer, as a fixture keeps it. */
  readonly response: JsonObject;
  /** Something in its messages changes with every run or request. */
  readonly isVolatile: boolean;
}

/** A request that looks for its answer. */
export interface WantedAnswer {
  readonly body: JsonObject;
  readonly hash: string;
  readonly run: string | null;
}

/** `same`: the very request was recorded; `changed`: one that stands in its place. */
export type FoundAnswer = { readonly recorded: RecordedAnswer; readonly how: "same" | "changed" };

/** Recorded answers; each is given once before any is given twice. */
export interface RecordedAnswers {
  /** `fits`: whether an answer can be one to a request that is not quite the one it was given to. */
  readonly find: (
    wanted: WantedAnswer,
    fits: (response: JsonObject) => boolean,
  ) => FoundAnswer | null;
}

/** How much of the texts of two requests must be equal for one to stand in the other's place. */
const leastAlike = 0.5;

/** So many are compared text by text; the others are found by what they are equal in. */
const mostCompared = 256;

interface Candidate {
  readonly recorded: RecordedAnswer;
  readonly shape: Shape;
  /** Its place among all. */
  readonly order: number;
  given: number;
}

/** What requests are told apart by, as digests. */
interface Shape {
  readonly settings: string;
  readonly messages: string;
  readonly count: number;
  /** The last answer that it sends back, with its place; null: it has none. */
  readonly continued: string | null;
  /** That answer calls tools: its ids are found nowhere else. */
  readonly hasCalls: boolean;
}

/** Opens the answers of recordings, in the order they were made. */
export function openRecordedAnswers(
  recordings: readonly RecordedAnswer[],
  digest: Digest,
): RecordedAnswers {
  const candidates = recordings.map((recorded, order): Candidate => ({
    recorded,
    shape: shapeOf(recorded.body, digest),
    order,
    given: 0,
  }));
  const hashed = candidates.flatMap((candidate) =>
    [...new Set(candidate.recorded.hashes)].map((hash) => ({ hash, candidate })),
  );
  const byHash = groupBy(hashed, ({ hash }) => hash);
  const byMessages = groupBy(candidates, ({ shape }) => shape.messages);
  const byContinued = groupBy(candidates, ({ shape }) => shape.continued ?? "");
  const byCount = groupBy(candidates, ({ shape }) => shape.count);
  const give = (candidate: Candidate, how: FoundAnswer["how"]): FoundAnswer => {
    candidate.given += 1;
    return { recorded: candidate.recorded, how };
  };
  return {
    find: (wanted, fits) => {
      const same = leastGiven(
        ofRun(
          (byHash.get(wanted.hash) ?? []).map(({ candidate }) => candidate),
          wanted.run,
        ),
      );
      if (same !== null) return give(same, "same");
      const shape = shapeOf(wanted.body, digest);
      const moved =
        leastGiven(byMessages.get(shape.messages) ?? []) ??
        leastGiven(
          shape.continued !== null && shape.hasCalls
            ? (byContinued.get(shape.continued) ?? [])
            : [],
        ) ??
        mostAlike(wanted, shape, {
          continuing: byContinued.get(shape.continued ?? "") ?? [],
          asLong: byCount.get(shape.count) ?? [],
        });
      return moved === null || !fits(moved.recorded.response) ? null : give(moved, "changed");
    },
  };
}

function shapeOf(body: JsonObject, digest: Digest): Shape {
  const messages = messagesOf(body) ?? [];
  const { system = null, tools = null } = body;
  const answered = messages.findLastIndex((message) => roleOf(message) === "assistant");
  const answer = messages[answered] ?? null;
  return {
    settings: digest(write([modelMember(body), system, tools])),
    messages: digest(write(messages)),
    count: messages.length,
    continued: answer === null ? null : digest(`${String(answered)} ${write(answer)}`),
    hasCalls: isObject(answer) && blocksOf(answer).some(isCall),
  };
}

function write(value: Json): string {
  return writeJson(withoutMarkers(value));
}

function roleOf(message: Json): Json | undefined {
  return isObject(message) ? message["role"] : undefined;
}

function blocksOf(message: JsonObject): readonly Json[] {
  const { content } = message;
  return isArray(content) ? content : [];
}

function isCall(block: Json): boolean {
  return isObject(block) && block["type"] === "tool_use";
}

/** Those of a run, where it has a name and any of them is of it; else all. */
function ofRun(candidates: readonly Candidate[], run: string | null): readonly Candidate[] {
  const own = run === null ? [] : candidates.filter(({ recorded }) => recorded.run === run);
  return own.length > 0 ? own : candidates;
}

/** The first of those that were given least often. */
function leastGiven(candidates: readonly Candidate[]): Candidate | null {
  return candidates.reduce<Candidate | null>(
    (least, candidate) => (least === null || candidate.given < least.given ? candidate : least),
    null,
  );
}

/**
 * Of requests that were not yet found again the one whose texts are most alike: of the same run
 * where runs have names, that continue the same answer, or are as long a conversation.
 */
function mostAlike(
  wanted: WantedAnswer,
  shape: Shape,
  near: { readonly continuing: readonly Candidate[]; readonly asLong: readonly Candidate[] },
): Candidate | null {
  const pool = shape.continued === null ? near.asLong : [...near.continuing, ...near.asLong];
  const free = pool.filter(({ given }) => given === 0);
  const named = free.find(
    ({ recorded, shape: own }) =>
      wanted.run !== null && recorded.run === wanted.run && own.count === shape.count,
  );
  if (named !== undefined) return named;
  const texts = textsOf(wanted.body);
  const ranked = free
    .slice(0, mostCompared)
    .map((candidate) => ({ candidate, alike: likeness(texts, textsOf(candidate.recorded.body)) }))
    .toSorted((a, b) => b.alike - a.alike || a.candidate.order - b.candidate.order);
  const [best] = ranked;
  if (best !== undefined && best.alike >= leastAlike) return best.candidate;
  return (
    free.find(
      ({ recorded, shape: own }) => recorded.isVolatile && own.settings === shape.settings,
    ) ?? null
  );
}

/** The texts of all messages, in order. */
function textsOf(body: JsonObject): readonly string[] {
  const texts: string[] = [];
  const collect = (value: Json | undefined): void => {
    if (typeof value === "string") texts.push(value);
    else if (isArray(value)) for (const item of value) collect(item);
    else if (isObject(value)) {
      collect(value["text"]);
      collect(value["content"]);
    }
  };
  for (const message of messagesOf(body) ?? []) if (isObject(message)) collect(message["content"]);
  return texts;
}

/** The share of two lists of texts that is equal, place by place, from both ends of each text. */
function likeness(one: readonly string[], other: readonly string[]): number {
  let equal = 0;
  let all = 0;
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const [first = "", second = ""] = [one[at], other[at]];
    all += Math.max(first.length, second.length);
    equal += sharedLength(first, second);
  }
  return all === 0 ? 0 : equal / all;
}

/** How many characters two texts share at their beginning and at their end. */
function sharedLength(one: string, other: string): number {
  if (one === other) return one.length;
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return start + end;
}
