import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { exchangeFolders, readRecordings } from "../../scripts/accuracy/corpus.ts";
import { withCounter } from "../../src/io/context.ts";
import { takePasses } from "../../src/projection/passes.ts";
import { createBlockTable } from "../../src/prompt/block-table.ts";
import { readPrompt } from "../../src/prompt/blocks.ts";
import { inputTotal } from "../../src/api/response.ts";
import { longerThanSaid } from "../../src/tokens/answers/shown-answer.ts";
import { isPlausibleTotal } from "../../src/tokens/witness/plausible.ts";

const corpus = fileURLToPath(new URL("../../../shared/corpus/", import.meta.url));
const present = existsSync(corpus);
if (!present)
  console.warn(`SKIPPED: no recorded traffic at ${corpus}; bounds were not held against it.`);

test.skipIf(!present)(
  "no recording of the corpus is refused that nobody edited",
  async () => {
    const recordings = readRecordings(exchangeFolders(corpus));
    const refused = await withCounter((counter) => {
      const table = createBlockTable();
      return recordings.flatMap(({ id, model, exchange: { exchange }, odd, tokens }) => {
        const { request, betas, recorded } = exchange;
        const prompt = readPrompt({ request, betas, table });
        const count = counter.count(prompt);
        const earned = request.body;
        const size = () => ({ total: count.total, cached: null, minimum: 1_024 });
        const first = recorded === null ? null : takePasses(recorded, { body: earned, size }).first;
        const total = first === null ? tokens : (inputTotal(first.response)?.total ?? tokens);
        const response = recorded?.response ?? null;
        const isInputFine = isPlausibleTotal(total, { prompt, count }, response);
        const isOutputFine =
          response === null || longerThanSaid({ response, earned, counter }) === null;
        return odd === null && (!isInputFine || !isOutputFine) ? [`${id} ${model}`] : [];
      });
    });
    expect([recordings.length > 3_000, refused]).toEqual([true, []]);
  },
  60_000,
);
