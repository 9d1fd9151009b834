import { groupBy } from "../../order.ts";
import { readNow } from "./clock.ts";
import { saysWhatWasSent } from "./known.ts";
import { observeTexts } from "./observed-texts.ts";
import { rewriteExchange, type WrittenExchange } from "./rewrite-exchange.ts";
import type {
  ObservedExchange,
  RewriteOptions,
  RewrittenRequests,
  TextRepository,
} from "./rewritten.ts";
import { createReferencedFiles } from "./ties/referenced-files.ts";
import { findTies, noTies } from "./ties/ties.ts";
import { findOrderMarks } from "./tool-order.ts";

/**
 * The requests of one scenario as they are written into its fixtures: texts that change by
 * themselves as placeholders, texts that a file of the repository holds as references to it. One
 * whose snapshot still says what was sent stays as the snapshot has it.
 */
export function rewriteRequests(
  exchanges: readonly ObservedExchange[],
  repository: TextRepository,
  options: RewriteOptions,
): RewrittenRequests {
  const now = readNow(options.from, options.until);
  const files = createReferencedFiles(repository);
  const context = { files, now };
  const isKnown = exchanges.map(
    ({ known, bodies, takesValues = false }) =>
      known !== null &&
      !takesValues &&
      bodies.every((body) => saysWhatWasSent(known, body, context)),
  );
  const observed = observeTexts(exchanges, now);
  const ties = options.literal
    ? noTies
    : findTies(
        observed.byExchange.flatMap((texts, index) => (isKnown[index] === true ? [] : texts)),
        exchanges.map(({ bodies: [body] }) => body),
        { repository, files },
      );
  const marks = groupBy(findOrderMarks(exchanges), ({ exchange }) => exchange);
  const values = groupBy(ties.values, ({ exchange }) => exchange);
  const written = exchanges.map((exchange, index): WrittenExchange => {
    if (exchange.known !== null && isKnown[index] === true)
      return { request: exchange.known, isKnown: true, placeholders: [], tied: [], findings: [] };
    return rewriteExchange({
      index,
      exchange,
      texts: observed.byExchange[index] ?? [],
      marks: marks.get(index) ?? [],
      ties: { ...ties, values: values.get(index) ?? [] },
      context,
    });
  });
  const differing = observed.findings.filter(({ exchange }) => isKnown[exchange] !== true);
  return {
    requests: written.map(({ request, isKnown: stays }) => ({ request, isKnown: stays })),
    placeholders: written.flatMap(({ placeholders }) => placeholders),
    tied: written.flatMap(({ tied }) => tied),
    findings: [...written.flatMap(({ findings }) => findings), ...differing],
  };
}
