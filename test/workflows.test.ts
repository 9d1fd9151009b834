import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod/mini";
import { inputs } from "../src/action/inputs.ts";

/** The workflows to copy: of a form GitHub takes, with no permission more than their job needs. */
const docs = join(import.meta.dirname, "../docs");
const page = readFileSync(join(docs, "workflows.md"), "utf8");
const names = readdirSync(join(docs, "workflows"));

const Workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.strictObject({}),
  concurrency: z.strictObject({ group: z.string(), "cancel-in-progress": z.string() }),
  jobs: z.record(
    z.string(),
    z.strictObject({
      if: z.optional(z.string()),
      "runs-on": z.literal("ubuntu-latest"),
      "timeout-minutes": z.int(),
      permissions: z.record(z.string(), z.enum(["read", "write"])),
      steps: z.array(
        z.strictObject({
          uses: z.string(),
          with: z.optional(z.record(z.string(), z.unknown())),
        }),
      ),
    }),
  ),
});

const reading = { contents: "read", "pull-requests": "write" };
const permissions: Readonly<Record<string, unknown>> = {
  "commit.yml": { check: reading, update: { contents: "write" } },
  "pull-request.yml": {
    check: reading,
    update: { contents: "write", "pull-requests": "write" },
  },
  "verify.yml": { check: reading },
};

test("each way has its file, and the page leads to it", () => {
  expect(names.toSorted()).toEqual(Object.keys(permissions).toSorted());
  for (const name of names) expect(page).toContain(`(workflows/${name})`);
});

test.for(names)("%s", (name) => {
  const { jobs } = Workflow.parse(parse(readFileSync(join(docs, "workflows", name), "utf8")));
  const given = Object.entries(jobs).map(([job, { permissions: own }]) => [job, own]);
  expect(Object.fromEntries(given)).toEqual(permissions[name]);
  // The versions are those of the page.
  for (const { uses } of Object.values(jobs).flatMap(({ steps }) => steps))
    expect(page).toContain(`uses: ${uses}\n`);
  for (const { steps } of Object.values(jobs)) {
    const [checkout, own] = steps;
    expect(checkout?.with).toEqual({ "persist-credentials": false });
    const known = Object.values(inputs).map((input) => input.name);
    expect(known).toEqual(expect.arrayContaining(Object.keys(own?.with ?? {})));
    const { update } = own?.with ?? {};
    if (update !== undefined)
      expect(inputs.update.read(typeof update === "string" ? update : "")).toBe(update);
  }
});
