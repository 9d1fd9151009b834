import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// oxlint-disable-next-line import/no-default-export -- the tool asks for it
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Many tests wait for processes and for time: one file more than there are cores.
    maxWorkers: availableParallelism() + 1,
    // Colour, locale and time zone of the machine must not decide a golden file.
    env: { NO_COLOR: "1", TZ: "UTC", LC_ALL: "C" },
    coverage: { include: ["src/**/*.ts"] },
  },
});
