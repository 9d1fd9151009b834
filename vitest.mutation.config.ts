import { defineConfig } from "vitest/config";
import usual from "./vitest.config.ts";

/**
 * The tests that are held against mutants: those beside the mutated folders, in one process and
 * without the built binaries, so that thousands of runs end in a night.
 */
// oxlint-disable-next-line import/no-default-export -- the tool asks for it
export default defineConfig({
  test: {
    ...usual.test,
    include: [
      "test/baseline/**/*.test.ts",
      "test/budget/**/*.test.ts",
      "test/compare/**/*.test.ts",
      "test/commands/check/**/*.test.ts",
    ],
  },
});
