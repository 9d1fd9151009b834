import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startClaude } from "../servers/claude.ts";
import { createRepository, scratchFolder, write } from "../repositories/scratch-repository.ts";
import { commandHere } from "./here.ts";

const key = "sk-ant-canary-key";
const request = {
  model: "claude-sonnet-4-5",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Hello there" }],
};
function count(folder: string, url: string, ...files: readonly string[]) {
  return commandHere(folder, ["count", ...files, "--api", "--write", "--json"], {
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: key,
  });
}

/** What a fixture's own text becomes; everything but the count keeps its bytes. */
const yaml = `# who wrote this, and why
id: greeting   # kept
exchanges:
  - offset: 0s
    request:
      model: claude-sonnet-4-5
      max_tokens: 1024   # enough
      messages: [{ role: user, content: Hello there }]
`;

describe("count --api --write", () => {
  test("keeps the answer in JSON, YAML and JSONL, and touches nothing else", async () => {
    await using claude = await startClaude(() => 11);
    const root = createRepository({
      files: {
        "a.json": `{ "request": ${JSON.stringify(request)} }\n`,
        "b.yaml": yaml,
        "c.jsonl": `${JSON.stringify({ request })}\n\n${JSON.stringify({ request })}\n`,
      },
    });
    const before = ["a.json", "b.yaml", "c.jsonl"].map((name) =>
      readFileSync(join(root, name), "utf8"),
    );
    const { code, stdout } = await count(root, claude.url, "a.json", "b.yaml", "c.jsonl");
    expect(code).toBe(0);
    const { exchanges } = JSON.parse(stdout);
    expect(
      exchanges.map((exchange: { witness: string; inputTokens: number }) => [
        exchange.witness,
        exchange.inputTokens,
      ]),
    ).toEqual(Array.from({ length: 4 }, () => ["api", 11]));
    const after = ["a.json", "b.yaml", "c.jsonl"].map((name) =>
      readFileSync(join(root, name), "utf8"),
    );
    const kept = /"?counted"?: \{ ?"inputHash": "sha256:[0-9a-f]{64}", "tokens": 11 ?\},?\s*/g;
    expect(after.map((text) => text.match(kept)?.length)).toEqual([1, 1, 2]);
    expect(after.map((text) => text.replaceAll(kept, ""))).toEqual(before);
    // What was kept is what vouches from now on, and asking again changes nothing.
    const offline = JSON.parse(
      (await commandHere(root, ["count", "a.json", "b.yaml", "c.jsonl", "--json"])).stdout,
    );
    expect(
      offline.exchanges.every((exchange: { witness: string }) => exchange.witness === "api"),
    ).toBe(true);
    await count(root, claude.url, "a.json", "b.yaml", "c.jsonl");
    expect(
      ["a.json", "b.yaml", "c.jsonl"].map((name) => readFileSync(join(root, name), "utf8")),
    ).toEqual(after);
  });

  test("outside of a repository too", async () => {
    await using claude = await startClaude(() => 11);
    const folder = scratchFolder();
    write(folder, { "a.json": { request } });
    expect((await count(folder, claude.url, "a.json")).code).toBe(0);
    expect(readFileSync(join(folder, "a.json"), "utf8")).toContain('"tokens": 11');
  });

  test("sends the whole request, without what the endpoint does not take", async () => {
    await using claude = await startClaude(() => 11);
    const folder = scratchFolder();
    write(folder, {
      "a.json": {
        request: { ...request, stream: true, temperature: 0 },
        betas: ["interleaved-thinking-2025-05-14"],
      },
    });
    await count(folder, claude.url, "a.json");
    expect(claude.calls).toHaveLength(1);
    expect(claude.calls[0]?.path).toMatch(/^\/v1\/messages\/count_tokens/);
    expect(claude.calls[0]?.headers["anthropic-beta"]).toContain("interleaved-thinking-2025-05-14");
    expect(Object.keys(JSON.parse(claude.calls[0]?.body ?? "{}")).sort()).toEqual([
      "messages",
      "model",
    ]);
  });

  test.each([
    ["a limit that passes", 429, "rate_limit_error"],
    ["an overload that passes", 529, "overloaded_error"],
  ])("%s is waited for", async (_, status, type) => {
    await using claude = await startClaude(() => 11, { status, type, times: 1 });
    const folder = scratchFolder();
    write(folder, { "a.json": { request } });
    const { code } = await count(folder, claude.url, "a.json");
    expect([code, claude.calls.length]).toEqual([0, 2]);
  });

  test.each([
    [400, "invalid_request_error", 1],
    [401, "authentication_error", 1],
    [403, "permission_error", 1],
    [404, "not_found_error", 1],
  ])(
    "%i: exit 2, the fixture unchanged, nothing of the request or the key repeated",
    async (status, type, calls) => {
      await using claude = await startClaude(() => 11, { status, type, times: 99 });
      const folder = scratchFolder();
      write(folder, { "a.json": { request } });
      const before = readFileSync(join(folder, "a.json"), "utf8");
      const { code, stdout, stderr } = await count(folder, claude.url, "a.json");
      expect([code, claude.calls.length]).toEqual([2, calls]);
      expect(JSON.parse(stdout).problems).toMatchObject([
        { code: "count-api-refused", severity: "error", file: "a.json" },
      ]);
      expect(stdout + stderr).not.toMatch(/Hello there|canary/);
      expect(readFileSync(join(folder, "a.json"), "utf8")).toBe(before);
    },
  );

  test("no key, nobody there: exit 2 and what to do", async () => {
    const folder = scratchFolder();
    write(folder, { "a.json": { request } });
    const keyless = await commandHere(folder, ["count", "a.json", "--api"], {
      ANTHROPIC_BASE_URL: "http://127.0.0.1:9",
    });
    expect(keyless.code).toBe(2);
    expect(keyless.stdout + keyless.stderr).toContain("ANTHROPIC_API_KEY");
    const nobody = await count(folder, "http://127.0.0.1:9", "a.json");
    expect(nobody.code).toBe(2);
  }, 30_000);

  test("a declared block has no text to send; a read-only folder is said", async () => {
    await using claude = await startClaude(() => 11);
    const folder = scratchFolder();
    write(folder, {
      "a.json": { request: { ...request, system: { $tokens: 20, name: "policy" } } },
      "kept/b.json": { request },
    });
    const declared = await count(folder, claude.url, "a.json");
    expect(JSON.parse(declared.stdout).problems).toMatchObject([{ code: "count-api-unsendable" }]);
    expect(claude.calls).toHaveLength(0);
    if (process.platform === "win32" || process.getuid?.() === 0) return;
    chmodSync(join(folder, "kept"), 0o555);
    const { stdout } = await count(folder, claude.url, "kept/b.json");
    chmodSync(join(folder, "kept"), 0o755);
    expect(JSON.parse(stdout).problems).toMatchObject([{ code: "count-not-kept" }]);
  });
});
