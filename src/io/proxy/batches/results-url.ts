/** Where the results of a batch are fetched: the API says it as a whole URL, past the proxy. */
import { directPrefix } from "../direct-prefix.ts";
import type { Upstream } from "../upstream.ts";

const resultsUrl = /("results_url"\s*:\s*")(https?:\/\/[^/"]+)[^"]*?(\/v1\/messages\/batches\/)/g;

/** The description of batches with their results to be fetched through the proxy, at `host`. */
export function turnResults(
  text: string,
  { own, api }: { readonly own: Upstream; readonly api: Upstream },
  host: string,
): string {
  return text.replace(resultsUrl, (whole, key: string, origin: string, path: string) => {
    if (origin === own.origin) return `${key}http://${host}${path}`;
    return origin === api.origin ? `${key}http://${host}${directPrefix}${path}` : whole;
  });
}
