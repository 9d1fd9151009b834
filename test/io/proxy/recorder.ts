/**
 * A process that can be killed: a proxy in front of the base URL it is given, its calls written below
 * the folder it is given, what the policy redacts left out. It prints where it listens.
 */
import { createRecordPorts } from "../../../src/io/proxy/ports.ts";
import { createRedactor } from "../../../src/record/redact/redactor.ts";

const [base = "", folder = ""] = process.argv.slice(2);
const ports = createRecordPorts({
  folder,
  journalFolder: folder,
  environment: { ANTHROPIC_BASE_URL: base },
  preload: null,
});
const captures = ports.openCaptures(createRedactor([]));
if ("failed" in captures || "running" in captures) throw new Error(JSON.stringify(captures));
const proxy = await ports.startProxy({
  port: 0,
  answer: null,
  unanswered: "refuse",
  onCall: (call) => {
    if (!captures.append(call)) throw new Error("not written");
  },
});
if ("failed" in proxy) throw new Error(JSON.stringify(proxy));
process.stdout.write(`${proxy.url}\n`);
