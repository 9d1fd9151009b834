import { runInChild } from "./action/child.ts";
import { endCrashesWithTwo, tolerateClosedOutput, type Crash } from "./io/crash.ts";

endCrashesWithTwo(tell);
// The log may be gone; the verdict, the comment and the outputs are not.
tolerateClosedOutput(() => undefined);

process.exitCode = await runInChild(process.env, async (crash) => {
  const env = { ...process.env };
  // @actions/github reads the event's file where it is loaded, and throws where that is no JSON.
  delete process.env["GITHUB_EVENT_PATH"];
  const { runAction, reportCrash } = await import("./action/run.ts");
  const write = (text: string): void => void process.stdout.write(text);
  return crash === null ? runAction(env, write) : reportCrash(env, { crash, write });
});

function tell({ name, frames }: Crash): void {
  process.stdout.write(`::error title=promptcost::It failed in a way nobody foresaw (${name}).\n`);
  process.stdout.write(`${frames}\n`);
}
