/** What `record` asks of the world, on this machine. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RecordPorts } from "../../record/ports.ts";
import { openCaptures } from "./captures.ts";
import { callersBaseUrl, pointClients, type Environment } from "./command/environment.ts";
import { runCommand } from "./command/run.ts";
import { startProxy } from "./proxy.ts";
import { apiUrl, createUpstream, type Upstream } from "./upstream.ts";

interface Machine {
  /** Where the command runs. */
  readonly folder: string;
  /** Below it the file of captures lies. */
  readonly journalFolder: string;
  readonly environment: Environment;
  /** Where programs that fix the API's host send their requests; the API itself, but in tests. */
  readonly api?: string;
  /** Path of the preload; null: none. Undefined: the one that is built beside this file. */
  readonly preload?: string | null;
}

/** A proxy on loopback, a file of captures, and a command that is pointed to the proxy. */
export function createRecordPorts(machine: Machine): RecordPorts {
  const { folder, journalFolder, environment, api = apiUrl } = machine;
  const preload = machine.preload === undefined ? builtPreload() : machine.preload;
  return {
    startProxy: async (options) => {
      const base = callersBaseUrl(environment);
      const own = readUpstream(base?.url ?? api);
      if (own === null)
        return { failed: "base-url", variable: base?.variable ?? "ANTHROPIC_BASE_URL" };
      return startProxy(options, { own, api: createUpstream(api) });
    },
    runCommand: async ({ words, proxy, stub, timeoutSeconds, output }) => {
      const end = await runCommand({
        words,
        folder,
        environment: pointClients(environment, { ...proxy, stub, preload }),
        timeoutSeconds,
        output,
      });
      await proxy.settle();
      return end;
    },
    openCaptures: (redact) => openCaptures(journalFolder, redact),
  };
}

/** Null: it is no URL of HTTP. */
function readUpstream(base: string): Upstream | null {
  try {
    return createUpstream(base);
  } catch {
    return null;
  }
}

/** The preload as it lies beside the built command line; null where nothing is built. */
function builtPreload(): string | null {
  const path = fileURLToPath(new URL("preload.cjs", import.meta.url));
  return existsSync(path) ? path : null;
}
