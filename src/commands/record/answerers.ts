/** Who answers the command's calls, run by run. */
import type { CapturedCall } from "../../record/captured-call.ts";
import type { Answerer } from "../../record/ports.ts";
import { redactObject } from "../../record/redact/redactor.ts";
import { answersOfCalls, answersOfRuns, countsOfRecordings } from "../../record/recordings.ts";
import { countsOf } from "../../record/stub/counts.ts";
import { createStub, type Stub, type StubOptions, type StubTally } from "../../record/stub/stub.ts";
import type { RecordJob } from "./job.ts";

/** Answers the calls of both runs of a command. */
export interface Answering {
  readonly answer: Answerer;
  /** A run begins; `sent`: what the one before sent and was answered. */
  readonly begin: (pass: number, sent: readonly CapturedCall[]) => void;
  /** How the stub answered the first run. */
  readonly tally: () => StubTally;
}

/**
 * The first run's calls are answered from snapshots where there is no key, and those of an earlier
 * `record` that was cut short from what was paid for then. The second run is answered as the first
 * one was: nothing is paid for twice, and what differs between the two is the command's doing.
 */
export function createAnswering(job: RecordJob, before: readonly CapturedCall[]): Answering {
  const { digest, counter, table } = job.context;
  const snapshots = job.stub ? job.recorded : [];
  const options = (calls: readonly CapturedCall[], over: Partial<StubOptions>): StubOptions => ({
    recordings: [...answersOfCalls(calls, digest), ...answersOfRuns(snapshots)],
    counted: countsOfRecordings(snapshots, calls, digest),
    newAnswers: job.stub ? job.newAnswers : "pass",
    extraKeys: job.config?.extraKeys ?? [],
    asKept: (body) => redactObject(body, job.redact),
    lengthIn: (scenario) => lengthIn(job, scenario),
    digest,
    ...countsOf(counter, table),
    ...over,
  });
  const first = createStub(options(before, { exactOnly: !job.stub }));
  const stubs: Stub[] = [first];
  return {
    // With a key and nothing left over, nobody knows an answer in the first run.
    answer: (call) =>
      call.pass === 0 && !job.stub && before.length === 0
        ? null
        : (stubs[call.pass] ?? first).answer(call),
    begin: (pass, sent) => {
      if (pass > 0) stubs[pass] = createStub(options([...sent, ...before], {}));
    },
    tally: first.tally,
  };
}

/** Output tokens of an answer that nobody recorded: what its scenario says in the config. */
function lengthIn({ config, scenario: given }: RecordJob, scenario: string | null): number | null {
  const name = scenario ?? given;
  return config?.scenarios.find(({ id }) => id === name)?.output ?? null;
}

/**
 * Calls with the time of those that an earlier `record` had paid for: answered anew from what it
 * left, they are as good as paid for now.
 */
export function withEarlierTimes(
  calls: readonly CapturedCall[],
  before: readonly CapturedCall[],
): readonly CapturedCall[] {
  const times = new Map(before.map(({ response, at }) => [response?.["id"], at]));
  times.delete(undefined);
  return times.size === 0
    ? calls
    : calls.map((call) => ({ ...call, at: call.at ?? times.get(call.response?.["id"]) ?? null }));
}
