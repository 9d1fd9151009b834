/**
 * Loaded into Node programs before their own code: requests to the API's host go to the proxy,
 * whatever base URL the program fixes, and calls to other vendors are noted. It changes
 * nothing else, and stands alone: it is built as one file.
 */
import { appendFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import tls from "node:tls";
import { directPrefix } from "../direct-prefix.ts";
import { findVendor } from "../vendors.ts";
import { elsewhereVariable, proxyVariable } from "./preload-variables.ts";

/** The API's host: what stands for it in a program that fixes it. */
const apiHost = "api.anthropic.com";

/** What of a request's options says where it goes. */
interface Target {
  readonly host: string;
  readonly path: string;
}

const proxy = readProxy(process.env[proxyVariable]);
const elsewhere = process.env[elsewhereVariable];
if (proxy !== null) turnRequests(proxy);

function readProxy(text: string | undefined): URL | null {
  try {
    return text === undefined ? null : new URL(text);
  } catch {
    return null;
  }
}

function turnRequests(proxy: URL): void {
  const send = http.request;

  /** Notes that a program calls somebody else, at once: it may end the next moment. */
  const tell = (host: string): void => {
    const vendor = findVendor(host);
    if (vendor === null || elsewhere === undefined) return;
    try {
      appendFileSync(elsewhere, `${vendor}\n`);
    } catch {
      // A program that may not write there runs as it would without us.
    }
  };

  const turned = (original: typeof http.request) =>
    function request(this: unknown, ...args: readonly unknown[]): http.ClientRequest {
      const { options, callback } = readArguments(args);
      const target = targetOf(options);
      if (target?.host === apiHost) {
        const own = {
          ...options,
          protocol: "http:",
          host: proxy.hostname,
          hostname: proxy.hostname,
          port: proxy.port,
          path: directPrefix + target.path,
          // What leads to a host over TLS leads nowhere here.
          agent: options["agent"] === false ? false : undefined,
          createConnection: undefined,
          defaultPort: undefined,
          _defaultAgent: undefined,
          socketPath: undefined,
          servername: undefined,
        };
        return Reflect.apply(send, http, callback === undefined ? [own] : [own, callback]);
      }
      if (target !== null) tell(target.host);
      return Reflect.apply(original, this, [...args]);
    };
  for (const module of [http, https]) {
    const request = turned(module.request);
    const get = (...args: readonly unknown[]): http.ClientRequest => {
      const made = Reflect.apply(request, module, args);
      made.end();
      return made;
    };
    replace(module, "request", request);
    replace(module, "get", get);
  }
  turnFetch(proxy, tell);
  watchHttp2(tell);
  syncBuiltinESMExports();
}

/**
 * Connections for HTTP/2, which the AWS SDK and gRPC make: told once each, since no request on them
 * is seen. The module itself is not loaded for that: it takes long.
 */
function watchHttp2(tell: (host: string) => void): void {
  const { connect } = tls;
  const watched = function (this: unknown, ...args: readonly unknown[]): tls.TLSSocket {
    const options = args.find((argument) => typeof argument === "object" && argument !== null);
    const given: Readonly<Record<string, unknown>> = { ...options };
    const { ALPNProtocols: protocols, servername, host } = given;
    const named = [servername, host, args[1]].find((name) => typeof name === "string");
    if (Array.isArray(protocols) && protocols.includes("h2") && named !== undefined) tell(named);
    return Reflect.apply(connect, this, [...args]);
  };
  replace(tls, "connect", watched);
}

/** `fetch`, which comes to a host by connections of its own. */
function turnFetch(proxy: URL, tell: (host: string) => void): void {
  const { fetch } = globalThis;
  if (typeof fetch !== "function") return;
  const turned = function (input: unknown, init?: unknown): unknown {
    const url = urlOf(input);
    if (url === null || url.hostname !== apiHost || isMocked(init)) {
      if (url !== null && url.hostname !== apiHost) tell(url.hostname);
      return Reflect.apply(fetch, globalThis, init === undefined ? [input] : [input, init]);
    }
    const own = new URL(`${directPrefix}${url.pathname}${url.search}`, proxy);
    const request = input instanceof Request ? new Request(own, input) : own.href;
    return Reflect.apply(
      fetch,
      globalThis,
      init === undefined ? [request] : [request, direct(init)],
    );
  };
  Object.defineProperty(turned, "name", { value: "fetch" });
  replace(globalThis, "fetch", turned);
}

/** Whether undici's own mocks answer a fetch: a test that has its answer is left alone. */
function isMocked(init: unknown): boolean {
  const given =
    typeof init === "object" && init !== null && "dispatcher" in init ? init.dispatcher : null;
  const common: unknown = Reflect.get(globalThis, Symbol.for("undici.globalDispatcher.1"));
  const dispatcher = given ?? common;
  return (
    typeof dispatcher === "object" &&
    dispatcher !== null &&
    dispatcher.constructor.name.startsWith("Mock")
  );
}

/** The options of a fetch without a dispatcher that leads through another proxy. */
function direct(init: unknown): unknown {
  if (typeof init !== "object" || init === null || !("dispatcher" in init)) return init;
  const { dispatcher: _dispatcher, ...others } = init;
  return others;
}

function urlOf(input: unknown): URL | null {
  const text =
    typeof input === "string" || input instanceof URL
      ? String(input)
      : input instanceof Request
        ? input.url
        : null;
  return readProxy(text ?? undefined);
}

/** The arguments of `http.request`: a URL or options, or both, and a callback. */
function readArguments(args: readonly unknown[]): {
  readonly options: Readonly<Record<string, unknown>>;
  readonly callback: unknown;
} {
  const [first, ...others] = args;
  const given = typeof first === "string" || first instanceof URL ? urlOf(first) : null;
  const isUrl = typeof first === "string" || first instanceof URL;
  const options = isUrl ? others[0] : first;
  return {
    options: {
      ...(given === null ? {} : optionsOf(given)),
      ...(typeof options === "object" && options !== null ? options : {}),
    },
    callback: args.find((argument) => typeof argument === "function"),
  };
}

function optionsOf(url: URL): Readonly<Record<string, unknown>> {
  const { protocol, hostname, port, pathname, search, username, password } = url;
  const auth = username === "" ? {} : { auth: `${username}:${password}` };
  return { protocol, hostname, port, path: `${pathname}${search}`, ...auth };
}

/** Null: nothing says which host. */
function targetOf(options: Readonly<Record<string, unknown>>): Target | null {
  const { hostname, host, path } = options;
  const named = typeof hostname === "string" ? hostname : host;
  if (typeof named !== "string") return null;
  return {
    host: named.replace(/:\d+$/, "").toLowerCase(),
    path: typeof path === "string" ? path : "/",
  };
}

/** Puts a function in another's place, as it stands there: writable, seen or not. */
function replace(owner: object, name: string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const { enumerable = true } = before ?? {};
  Object.defineProperty(owner, name, { value, enumerable, writable: true, configurable: true });
}
