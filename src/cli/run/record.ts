/** `record`: keeps what a command sends as fixtures. */
import { dirname, join } from "node:path";
import type { RecordJob, RecordWorld } from "../../commands/record/job.ts";
import { recordJson } from "../../commands/record/json.ts";
import { record, type RecordOutcome } from "../../commands/record/record.ts";
import { readRecorded } from "../../commands/record/recorded.ts";
import { recordText } from "../../commands/record/text.ts";
import { createEvaluationContext, type EvaluationContext } from "../../evaluation/context.ts";
import { removeDrafts } from "../../io/fixture-files.ts";
import { localNow } from "../../io/clock.ts";
import { withCommandContext } from "../../io/context.ts";
import { createRecordPorts } from "../../io/proxy/ports.ts";
import { findWriteObstacle, replaceFiles } from "../../io/replace-files.ts";
import { hasErrors, nowhere, problem } from "../../problem.ts";
import { createRedactor } from "../../record/redact/redactor.ts";
import { renderProblems } from "../../report/views/problem-list.ts";
import type { ExitCode, World } from "../command-line.ts";
import { openFolder, type OpenedFolder } from "../folder.ts";
import type { ArgumentsOf } from "../usage.ts";

/** How long a command may run where nobody sits before it, seconds. */
const usualTimeout = 1800;

export async function runRecord(args: ArgumentsOf<"record">, world: World): Promise<ExitCode> {
  if (args.option("new") !== null && !args.option("stub")) {
    const said = "`--new` says what the stub does with new requests; give `--stub` too";
    return world.refuse(
      problem("command-line", nowhere, { said, help: "promptcost record --help" }),
    );
  }
  const opened = openFolder(args.option("config"), world);
  if (opened === null) return 2;
  const { head, file } = opened;
  const context = await withContext((counting) => counting);
  const { config, source, draft, runs, problems } = readRecorded(head.tree, file, context);
  const job: RecordJob = {
    words: args.operands,
    scenario: args.option("scenario"),
    stub: args.option("stub"),
    check: args.option("check"),
    once: args.option("once"),
    newAnswers: args.option("new") ?? "echo",
    literal: args.option("literal"),
    timeoutSeconds: args.option("timeout") ?? (world.isTerminal ? null : usualTimeout),
    port: args.option("port") ?? 0,
    output: args.option("json") ? "stderr" : "stdout",
    tree: head.tree,
    config,
    configFile: file,
    draft,
    context,
    redact: createRedactor(config?.redact ?? []),
    recorded: runs,
  };
  if (!job.check) removeDrafts(opened.root, filesOf(runs));
  const outcome: RecordOutcome =
    problems.length > 0
      ? { recording: null, problems }
      : await record(job, createWorld(opened, world));
  const said = { ...outcome, problems: [...outcome.problems, ...noteRepository(opened)] };
  if (args.option("json")) world.print(`${JSON.stringify(recordJson(said, job), null, 2)}\n`);
  else {
    const list = renderProblems(said.problems, { source, notes: true });
    const text = said.recording === null ? "" : recordText(said.recording, job);
    world.print(`${text}${list === "" ? "" : `${list}\n`}`);
  }
  return exitCode(said, job);
}

function filesOf(runs: RecordJob["recorded"]): ReadonlySet<string> {
  return new Set(runs.flatMap(({ exchanges }) => exchanges.map(({ place }) => place.file ?? "")));
}

function withContext<Result>(work: (context: EvaluationContext) => Result): Promise<Result> {
  return withCommandContext({ asOf: null, dry: false }, (given) =>
    work(createEvaluationContext(given)),
  );
}

function createWorld({ root, file }: OpenedFolder, { folder, env }: World): RecordWorld {
  const journalFolder = join(root, dirname(file), ".promptcost");
  return {
    ...createRecordPorts({ folder, journalFolder, environment: env }),
    withContext,
    now: localNow,
    findWriteObstacle: (into) => findWriteObstacle(root, into),
    replaceFiles: (changes) => replaceFiles(root, changes, join(journalFolder, "record", "drafts")),
  };
}

/** That there is no git repository to compare in. */
function noteRepository({ head }: OpenedFolder): RecordOutcome["problems"] {
  return head.root === null
    ? [problem("record-no-repository", nowhere, { readable: head.failure === null })]
    : [];
}

function exitCode({ recording, problems }: RecordOutcome, { check }: RecordJob): ExitCode {
  if (recording === null || hasErrors(problems)) return 2;
  return check && recording.differences.length > 0 ? 1 : 0;
}
