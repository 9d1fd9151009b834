/**
 * The admin reports of the Claude API over HTTP. The key goes to api.anthropic.com by https and
 * nowhere else, but for a server on loopback that the environment names.
 */
import { shownErrorType } from "../../api/shown/error-types.ts";
import { parseJson } from "../../json-text.ts";
import { isObject, type Json } from "../../json.ts";
import { nowhere, problem, type Problem } from "../../problem.ts";
import type { AdminAnswer, AdminApi, ReportRequest } from "../../reconcile/reports/admin-api.ts";
import { sleep } from "../clock.ts";

/** What of the environment says where the reports are and who asks. */
export type AdminEnvironment = Readonly<Record<string, string | undefined>>;

const home = "https://api.anthropic.com";
const keyName = "ANTHROPIC_ADMIN_KEY";
const timeoutMs = 60_000;
const mostBytes = 64 * 1024 * 1024;

/**
 * Connects with ANTHROPIC_ADMIN_KEY. A problem where there is none; `remarks` are what is to be said
 * besides. `waiting` is told of each wait, in seconds.
 */
export function connectAdmin(
  env: AdminEnvironment,
  waiting: (seconds: number) => void,
): { readonly api: AdminApi; readonly remarks: readonly Problem[] } | Problem {
  const key = env[keyName]?.trim() ?? "";
  if (!/^[\x21-\x7e]{1,500}$/.test(key))
    return problem("admin-key-missing", nowhere, { malformed: key !== "" });
  const asked = env["ANTHROPIC_BASE_URL"] ?? "";
  const own = asked === "" ? null : loopbackOf(asked);
  const elsewhere = own === null && asked !== "" && !isHome(asked);
  const base = own ?? home;
  return {
    api: {
      ask: (request) => ask(base, key, request),
      wait: async (seconds) => {
        waiting(seconds);
        await sleep(seconds * 1_000);
      },
      hasOrdinaryKey: key.startsWith("sk-ant-api"),
    },
    remarks: elsewhere ? [problem("admin-base-url", nowhere, {})] : [],
  };
}

/** An address on this machine, without a slash at its end; null: it is none. */
function loopbackOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, origin, pathname } = new URL(address);
  const isLocal = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
  return isLocal && (protocol === "http:" || protocol === "https:")
    ? `${origin}${pathname}`.replace(/\/+$/, "")
    : null;
}

function isHome(address: string): boolean {
  return URL.canParse(address) && new URL(address).origin === home;
}

async function ask(base: string, key: string, request: ReportRequest): Promise<AdminAnswer> {
  const url = new URL(`${base}${request.path}`);
  for (const [name, value] of request.parameters) url.searchParams.append(name, value);
  const isToken = key.startsWith("sk-ant-oat");
  const headers = {
    accept: "application/json",
    "anthropic-version": "2023-06-01",
    ...(isToken ? { authorization: `Bearer ${key}` } : { "x-api-key": key }),
    ...(request.beta === null ? {} : { "anthropic-beta": request.beta }),
  };
  try {
    // A redirect is not followed: it could lead the key elsewhere.
    const response = await fetch(url, {
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return await readAnswer(response);
  } catch (error) {
    return { kind: "lost", said: saidBy(error) };
  }
}

async function readAnswer(response: Response): Promise<AdminAnswer> {
  const { status } = response;
  if (status >= 300 && status < 400) {
    await response.body?.cancel();
    return { kind: "foreign", what: `a redirect (${String(status)}), which is not followed` };
  }
  const text = await readText(response);
  if (text === null) return { kind: "foreign", what: "more than any report has" };
  const body = parseJson(text);
  if (status !== 200)
    return {
      kind: "refused",
      status,
      type: errorTypeOf(body),
      retryAfterSeconds: retryAfterOf(response.headers),
    };
  if (isObject(body)) return { kind: "page", page: body };
  if (/^\s*</.test(text)) return { kind: "foreign", what: "an HTML page" };
  const type = response.headers.get("content-type") ?? "";
  return type.includes("json") || body !== undefined || /^\s*\{/.test(text)
    ? { kind: "lost", said: "their answer is cut off" }
    : { kind: "foreign", what: text.trim() === "" ? "nothing" : "a text that is no JSON" };
}

/** A body as text; null where it is larger than a report can be. Throws where it is cut off. */
async function readText(response: Response): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The API's word for an error; the words around it are not repeated. */
function errorTypeOf(body: Json | undefined): string {
  const error = isObject(body) ? body["error"] : undefined;
  const type = isObject(error) ? error["type"] : undefined;
  return shownErrorType(type) ?? "no reason given";
}

function retryAfterOf(headers: Headers): number | null {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}

/** What the system says of a connection, by its code: messages may quote what was sent. */
function saidBy(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "they do not answer in time";
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ("code" in cause && typeof cause.code === "string" && /^[A-Z_]{2,40}$/.test(cause.code))
      return /ECONNRESET|UND_ERR_SOCKET/.test(cause.code)
        ? "their answer is cut off"
        : `they cannot be reached (${cause.code})`;
  return "they cannot be reached, or their answer is cut off";
}
