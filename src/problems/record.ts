import { counted, listNames, plural } from "../words.ts";
import { text } from "./text.ts";

/** How a client learns the proxy's address; docs/record.md has the whole table. */
const pointing =
  "Leave the client its default address, or give it ANTHROPIC_BASE_URL where the program sets one. " +
  "The manual's page on `record` says which variable each client reads.";

/** The other reason why nothing arrives. */
const mocked =
  "Tests that answer in the API's place (a mocked client, nock, msw, a cassette) send nothing: run ones that " +
  "do send, or take the cassettes as fixtures.";

/** What the system says of a file or a port, in words; other codes as they are. */
const systemWords: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EADDRINUSE: "in use",
  EISDIR: "a folder lies there",
  ENOSPC: "the disk is full",
  ENOTDIR: "a file lies where its folder should be",
  EPERM: "not permitted",
  EROFS: "the disk is read-only",
  link: "it lies behind a link",
};

/** What of a command's requests may be why it failed. */
type Sent = "nothing" | "made-up" | "else";

const afterFailure: Readonly<Record<Sent, string>> = {
  nothing:
    "It sent nothing: where its output speaks of a connection or an address, a cassette or a mock " +
    "refuses every other than the API's. Run it without them, as `pytest --disable-recording` does.",
  "made-up":
    "Some answers were made up, and a test that looks for something in an answer fails on that: record once " +
    "with a key, without `--stub`; or leave such tests out; or let them fail: `-- sh -c '… || true'`.",
  else: "Paid answers are kept for that.",
};

/** What can be wrong with recording what a command sends. Nothing of a request's text. */
export const recordProblems = {
  "record-command-missing": text(
    "error",
    (details: { program: string }) => `There is no program \`${details.program}\` to run.`,
    () =>
      "Write the command as in a shell, behind `--`: `promptcost record -- npm test`. For pipes and " +
      "variables, let a shell run it: `-- sh -c '…'`.",
  ),
  "record-command-not-started": text(
    "error",
    (details: { program: string; why: string }) =>
      `\`${details.program}\` could not be started: ${systemWords[details.why] ?? details.why}.`,
    () => "Make it executable, or name the program that runs it.",
  ),
  "record-command-failed": text(
    "error",
    (details: { how: string; run: "first" | "second" | "only"; sent: Sent }) =>
      `The command failed${details.run === "second" ? " when it ran again" : ""}: ${details.how}. ` +
      "Fixtures stay as they are.",
    ({ run, sent }: { run: "first" | "second" | "only"; sent: Sent }) =>
      run === "second"
        ? "Have it run twice alike (`--once` runs it a single time), then record again. Paid answers are kept for that."
        : `Mend what its output names, then record again. ${afterFailure[sent]}`,
  ),
  "record-timed-out": text(
    "error",
    (details: { seconds: number }) =>
      `The command was still running after ${counted(details.seconds, "second")} and was ended. ` +
      "Fixtures stay as they are.",
    () =>
      "Have it end by itself (a watch mode does not), or give it longer with `--timeout S`. Paid " +
      "answers are kept for the next `record`.",
  ),
  "record-stopped": text(
    "error",
    (details: { signal: string }) => `Stopped (${details.signal}). Fixtures stay as they are.`,
    () => "Record again: paid answers are kept for that.",
  ),
  "record-nothing-sent": text(
    "error",
    (details: { elsewhere: readonly string[] }) =>
      "The command sent nothing to the address it was given" +
      `${details.elsewhere.length === 0 ? "" : `, but to ${listNames(details.elsewhere, "and")}`}. ` +
      "Fixtures stay as they are.",
    () => `${pointing} ${mocked}`,
  ),
  "record-elsewhere": text(
    "warning",
    (details: { name: string; calls: number }) =>
      `${counted(details.calls, "request")} went to ${details.name}; ` +
      `${plural(details.calls, "it is", "they are")} not recorded.`,
    () =>
      "Bedrock, Vertex AI and other vendors come by other ways. To record these requests, have the " +
      "command send them to the Claude API.",
  ),
  "record-unreached": text(
    "error",
    (details: { origin: string; why: string; calls: number }) =>
      `${counted(details.calls, "request")} could not be passed on: ` +
      `${details.origin} was not reached (${details.why}).`,
    () =>
      "Check the network and ANTHROPIC_BASE_URL; without key and network, `--stub` answers from recordings.",
  ),
  "record-unreadable": text(
    "warning",
    (details: { calls: number }) =>
      `${counted(details.calls, "request")} could not be read, or the answer to ` +
      `${plural(details.calls, "it", "them")}: no JSON, or packed in a way that is not known. ` +
      `${plural(details.calls, "It is", "They are")} not recorded.`,
    () =>
      "The API refuses a request that is no JSON object: mend the program that sends it. An answer " +
      "that is none of the API's comes from what stands between, at ANTHROPIC_BASE_URL.",
  ),
  "record-nothing-answered": text(
    "error",
    (details: { calls: number; statuses: readonly number[] }) =>
      `None of ${counted(details.calls, "request")} was answered` +
      `${details.statuses.length === 0 ? "" : ` (status ${details.statuses.join(", ")})`}. Fixtures stay as they are.`,
    (details: { statuses: readonly number[] }) =>
      details.statuses.includes(400)
        ? "A 400 says in the command's own output what is wrong with the request."
        : "A 401 or 403 says that the command has no valid key: give it one, or answer from recordings " +
          "with `--stub`, which needs none.",
  ),
  "record-not-recorded": text(
    "error",
    (details: { calls: number }) =>
      `${counted(details.calls, "request")} ${plural(details.calls, "is", "are")} not recorded, ` +
      "and `--new=fail` answers no others.",
    () => "Run `promptcost record` with a key to record the answers, or leave out `--new=fail`.",
  ),
  "record-port-taken": text(
    "error",
    (details: { port: number; why: string }) =>
      `Port ${String(details.port)} of 127.0.0.1 cannot be listened on: ${systemWords[details.why] ?? details.why}.`,
    () => "Leave out `--port` to have any free one, or end what listens there.",
  ),
  "record-base-url": text(
    "error",
    (details: { variable: string }) => `${details.variable} is no address of HTTP.`,
    () =>
      "Give it one (`https://api.anthropic.com`), or leave it out: requests then go to the API.",
  ),
  "record-running": text(
    "error",
    (details: { file: string }) => `Another \`record\` is at work here (${details.file}).`,
    () => "Wait until it has ended; two would write the same fixtures.",
  ),
  "record-journal": text(
    "error",
    () =>
      "What is answered could not be written down, so that it would be lost if this process ended.",
    () =>
      "Make room on the disk and let `.promptcost` be written. With `--stub` nothing is paid for.",
  ),
  "record-not-written": text(
    "error",
    (details: { why: string }) =>
      `The fixture cannot be written: ${systemWords[details.why] ?? details.why}. None was changed.`,
    () => "Let it be written, or name another folder with `record: { into: … }` in promptcost.yml.",
  ),
  "record-no-repository": text(
    "note",
    (details: { readable: boolean }) =>
      details.readable
        ? "This folder lies in no git repository: `check` will have nothing to compare with."
        : "git does not read this repository: `check` will have nothing to compare with.",
    (details: { readable: boolean }) =>
      details.readable
        ? "Run `git init` and commit, or record where the repository is."
        : "See what `git status` says in this folder.",
  ),
  "recordings-disagree": text(
    "warning",
    (details: { other: string; tokens: number; otherTokens: number }) =>
      `This recording and ${details.other} are of the same request, but say ` +
      `${counted(details.tokens, "input token")} and ${counted(details.otherTokens, "input token")}.`,
    () =>
      "Record one of them again: the same input has one size. Until then the stub gives the first one's answer.",
  ),
  "record-snapshot-link": text(
    "error",
    () => "This is no regular file, so it is no snapshot, and nothing is written in its place.",
    () => "Put a plain file in its place, or take it away: `record` writes it anew.",
  ),
  "record-not-expressible": text(
    "warning",
    (details: { run: string }) =>
      `A request of run \`${details.run}\` has a key that means something else in a fixture; the run is not kept.`,
    () => "Rename the key that begins with `$`, or leave this run out of the recording.",
  ),
};
