/** How a command's clients are told of the proxy: by the variables they read. */

import { elsewhereVariable, proxyVariable } from "./preload-variables.ts";

/**
 * Variables that clients of the API read its base URL from (imports.md §3). All get the proxy's URL
 * without `/v1`: SDKs put `/v1/messages` behind it, the AI SDK `/messages`, and the proxy knows both.
 * The first that the caller has set says where requests go on to.
 */
export const addressVariables = [
  // The vendor's SDKs in every language, the AI SDK, Claude Code and the Agent SDKs, and what is built
  // on them: pydantic-ai, instructor, llm-anthropic.
  "ANTHROPIC_BASE_URL",
  // LangChain reads it before ANTHROPIC_BASE_URL.
  "ANTHROPIC_API_URL",
  // LiteLLM reads it before ANTHROPIC_BASE_URL.
  "ANTHROPIC_API_BASE",
  // Spring AI's property spring.ai.anthropic.base-url, as Spring Boot reads it from the environment.
  "SPRING_AI_ANTHROPIC_BASE_URL",
] as const;

/** Variables that a client may take a key from; where none is set it refuses to start. */
const keyVariables = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"] as const;

/** Plainly no key. */
const stubKey = "none-needed-promptcost-record-stub";

/** A process's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The base URL the caller's own clients use; null: none is set, so the API's. */
export function callersBaseUrl(
  environment: Environment,
): { readonly variable: string; readonly url: string } | null {
  for (const variable of addressVariables) {
    const url = environment[variable]?.trim() ?? "";
    if (url !== "") return { variable, url };
  }
  return null;
}

export interface Pointing {
  /** The proxy's URL. */
  readonly url: string;
  /** Where Node programs note calls to other vendors. */
  readonly elsewhereFile: string;
  readonly stub: boolean;
  /** Path of the preload for Node programs; null: there is none. */
  readonly preload: string | null;
}

/** The environment of a command whose clients are to reach the proxy. */
export function pointClients(environment: Environment, pointing: Pointing): NodeJS.ProcessEnv {
  const { url, elsewhereFile, stub, preload } = pointing;
  const pointed: NodeJS.ProcessEnv = { ...environment };
  for (const name of addressVariables) pointed[name] = url;
  // A company's proxy must not be asked for what is on this machine.
  for (const name of ["NO_PROXY", "no_proxy"])
    pointed[name] = [environment[name] ?? "", "127.0.0.1", "localhost"]
      .filter((host) => host !== "")
      .join(",");
  if (stub && keyVariables.every((name) => (environment[name] ?? "") === ""))
    pointed["ANTHROPIC_API_KEY"] = stubKey;
  if (preload !== null) {
    pointed[proxyVariable] = url;
    pointed[elsewhereVariable] = elsewhereFile;
    pointed["NODE_OPTIONS"] = [environment["NODE_OPTIONS"] ?? "", requireOption(preload)]
      .filter((option) => option !== "")
      .join(" ");
  }
  return pointed;
}

/**
 * `--require`, and not `--import`: every Node takes it, and what it changes in node's own modules
 * holds for ES modules too. In NODE_OPTIONS a path may stand in quotes, in which a backslash escapes.
 */
function requireOption(path: string): string {
  const plain = path.replaceAll("\\", "/");
  return `--require ${/[\s"]/.test(plain) ? `"${plain.replaceAll('"', '\\"')}"` : plain}`;
}
