/** Headers on their way through: what goes on, and the few that are kept. */
import type { IncomingHttpHeaders } from "node:http";
import type { CapturedCall } from "../../record/captured-call.ts";

/** Of one connection only (RFC 9110 §7.6.1), and not passed on. */
const hopByHop = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** How a client says what its call is of. */
const scenarioHeader = "x-promptcost-scenario";
const runHeader = "x-promptcost-run";

/** Of a request: the connection's, those meant for us, and those the upstream gets of its own. */
const ofRequests = [...hopByHop, "host", "expect", scenarioHeader, runHeader];

/** The headers of a request to send on to a host: as they came, in their order and spelling. */
export function requestHeaders(raw: readonly string[], host: string): string[] {
  return ["Host", host, ...without(raw, ofRequests)];
}

/**
 * Those of a call: no coding of the answer is asked for that we could not read (`isKnown`), since an
 * answer that is paid for would be lost.
 */
export function callHeaders(
  raw: readonly string[],
  host: string,
  isKnown: (coding: string) => boolean,
): string[] {
  return requestHeaders(raw, host).map((text, index, all) => {
    if (index % 2 === 0 || all[index - 1]?.toLowerCase() !== "accept-encoding") return text;
    const offered = text.split(",").map((offer) => offer.trim());
    const known = offered.filter((offer) => {
      const [name = ""] = offer.toLowerCase().split(/\s*;/);
      return name === "*" || isKnown(name);
    });
    return known.length === offered.length ? text : known.join(", ") || "identity";
  });
}

/** The headers of an answer to pass on. */
export function answerHeaders(raw: readonly string[]): string[] {
  return without(raw, hopByHop);
}

/** Those of an answer whose body is replaced by another one. */
export function replacedHeaders(raw: readonly string[], length: number): string[] {
  return [...without(raw, [...hopByHop, "content-length"]), "Content-Length", String(length)];
}

/** Those of a request whose answer must come as its text. */
export function plainRequestHeaders(raw: readonly string[], host: string): string[] {
  return [
    ...requestHeaders(without(raw, ["accept-encoding"]), host),
    "Accept-Encoding",
    "identity",
  ];
}

/** A flat list of names and values without some, and without those that `connection` names. */
function without(raw: readonly string[], names: readonly string[]): string[] {
  const pairs = raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? ""] as const] : [],
  );
  const named = pairs.flatMap(([name, value]) =>
    name.toLowerCase() === "connection" ? value.toLowerCase().split(/\s*,\s*/) : [],
  );
  const dropped = new Set([...names, ...named]);
  return pairs.flatMap(([name, value]) => (dropped.has(name.toLowerCase()) ? [] : [name, value]));
}

/** What of the headers of a call is kept: nothing but these. */
export function keptHeaders(
  headers: IncomingHttpHeaders,
): Pick<CapturedCall, "betas" | "scenario" | "run"> {
  const betas = textOf(headers["anthropic-beta"])
    .split(",")
    .map((beta) => beta.trim())
    .filter((beta) => beta !== "");
  return {
    betas: [...new Set(betas)].toSorted(),
    scenario: textOf(headers[scenarioHeader]).trim() || null,
    run: textOf(headers[runHeader]).trim() || null,
  };
}

function textOf(value: string | readonly string[] | undefined): string {
  return typeof value === "string" ? value : (value ?? []).join(",");
}
