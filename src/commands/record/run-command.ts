/** Runs the command, once or twice, and says how it ended. */
import { nowhere, problem, type Problem, type ProblemDetails } from "../../problem.ts";
import type { CapturedCall } from "../../record/captured-call.ts";
import type { CommandEnd, OpenCaptures, ProxyFacts, ProxyFailure } from "../../record/ports.ts";
import { createAnswering, type Answering } from "./answerers.ts";
import type { RecordJob, RecordWorld } from "./job.ts";

/** What running the command came to. */
export interface CommandRuns {
  /** How often it ran. */
  readonly passes: number;
  readonly facts: ProxyFacts;
  readonly answering: Answering;
  /** Why it did not end well, or sent nothing; none: it did. */
  readonly problems: readonly Problem[];
}

/** Runs the command behind the proxy. Nothing of it is written but the captures. */
export async function runCommandTwice(
  job: RecordJob,
  world: RecordWorld,
  captures: OpenCaptures,
): Promise<CommandRuns | { readonly failed: Problem }> {
  const answering = createAnswering(job, captures.before);
  let isKept = true;
  const proxy = await world.startProxy({
    port: job.port,
    answer: answering.answer,
    unanswered: job.stub ? "refuse" : "pass-on",
    onCall: (call) => {
      if (!captures.append(call)) isKept = false;
    },
  });
  if ("failed" in proxy) return { failed: problemOfProxy(proxy) };
  const { words, stub, timeoutSeconds, output } = job;
  const wanted = job.once ? 1 : 2;
  const problems: Problem[] = [];
  let passes = 0;
  while (passes < wanted && problems.length === 0) {
    const pass = passes;
    answering.begin(pass, pass === 0 ? [] : captures.calls());
    proxy.startPass(pass);
    const end = await world.runCommand({ words, proxy, stub, timeoutSeconds, output });
    passes += 1;
    const run = job.once ? "only" : pass === 0 ? "first" : "second";
    const sent = whatWasSent(captures.calls(), answering);
    problems.push(...problemsOfEnd(end, { job, run, sent }));
    if (!isKept) problems.push(problem("record-journal", nowhere, {}));
    if (pass === 0) {
      const found = problemsOfCalls(captures.calls(), proxy.facts());
      // Why a command failed is what it says; that nothing was answered may be the reason.
      problems.push(...(problems.length === 0 ? found : found.filter(isReason)));
    }
  }
  const facts = proxy.facts();
  await proxy.close();
  if (stub && answering.tally().refused > 0)
    problems.push(problem("record-not-recorded", nowhere, { calls: answering.tally().refused }));
  return { passes, facts, answering, problems };
}

function isReason({ code }: Problem): boolean {
  return code !== "record-nothing-sent";
}

function problemOfProxy(failure: ProxyFailure): Problem {
  if (failure.failed === "base-url")
    return problem("record-base-url", nowhere, { variable: failure.variable });
  const { port, why } = failure;
  return problem("record-port-taken", nowhere, { port, why });
}

/** What of the requests so far may be why a command fails. */
function whatWasSent(
  calls: readonly CapturedCall[],
  answering: Answering,
): ProblemDetails<"record-command-failed">["sent"] {
  if (calls.length === 0) return "nothing";
  return answering.tally().made > 0 ? "made-up" : "else";
}

/** Why a command did not end well; none: it did. */
function problemsOfEnd(
  end: CommandEnd,
  {
    job,
    run,
    sent,
  }: { readonly job: RecordJob } & Pick<ProblemDetails<"record-command-failed">, "run" | "sent">,
): readonly Problem[] {
  const program = (job.words[0] ?? "").slice(0, 80);
  switch (end.kind) {
    case "exited":
      return end.code === 0
        ? []
        : [
            problem("record-command-failed", nowhere, {
              how: `exit code ${String(end.code)}`,
              run,
              sent,
            }),
          ];
    case "killed":
      return [
        problem("record-command-failed", nowhere, { how: `ended by ${end.signal}`, run, sent }),
      ];
    case "timed-out":
      return [problem("record-timed-out", nowhere, { seconds: job.timeoutSeconds ?? 0 })];
    case "stopped":
      return [problem("record-stopped", nowhere, { signal: end.signal })];
    case "not-found":
      return [problem("record-command-missing", nowhere, { program })];
    case "not-started":
      break;
  }
  return [problem("record-command-not-started", nowhere, { program, why: end.why })];
}

/** Why the first run left nothing to record; none: it did leave something. */
function problemsOfCalls(calls: readonly CapturedCall[], facts: ProxyFacts): readonly Problem[] {
  const unreached = facts.unreached.map((each) => problem("record-unreached", nowhere, each));
  const sent = calls.filter(({ endpoint }) => endpoint === "messages");
  if (sent.some(({ outcome }) => outcome === "answered")) return unreached;
  if (unreached.length > 0) return unreached;
  if (sent.length === 0) {
    const elsewhere = [...facts.elsewhere.keys()].sort();
    return [problem("record-nothing-sent", nowhere, { elsewhere })];
  }
  const statuses = [...new Set(sent.flatMap(({ status }) => status ?? []))].sort((a, b) => a - b);
  return [problem("record-nothing-answered", nowhere, { calls: sent.length, statuses })];
}
