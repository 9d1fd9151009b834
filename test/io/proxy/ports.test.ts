import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createRecordPorts } from "../../../src/io/proxy/ports.ts";
import { scratchFolder } from "../../repositories/scratch-repository.ts";
import { messageOf, startLoopback } from "../../servers/loopback.ts";
import { buildPreload } from "./command/build-preload.ts";
import { bodyOf } from "./through.ts";

const proxied = { port: 0, answer: null, unanswered: "refuse" } as const;

test("a command reaches the proxy by its variables and by the preload, and its calls are kept", async () => {
  const folder = scratchFolder();
  const paths: string[] = [];
  await using server = await startLoopback((request, response) => {
    paths.push(`${request.url ?? ""} ${String(request.headers["x-api-key"])}`);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(messageOf("Hi")));
  });
  const ports = createRecordPorts({
    folder,
    journalFolder: join(folder, ".promptcost"),
    environment: {
      PATH: process.env["PATH"],
      ANTHROPIC_BASE_URL: `${server.url}/gateway/v1`,
      ANTHROPIC_API_KEY: "own",
    },
    api: server.url,
    preload: await buildPreload(scratchFolder()),
  });
  const captures = ports.openCaptures((text) => text);
  if ("failed" in captures || "running" in captures) throw new Error(JSON.stringify(captures));
  const proxy = await ports.startProxy({
    ...proxied,
    onCall: (call) => void captures.append(call),
  });
  if ("failed" in proxy) throw new Error(JSON.stringify(proxy));
  writeFileSync(
    join(folder, "main.mjs"),
    `const { ANTHROPIC_BASE_URL: base, ANTHROPIC_API_KEY: key } = process.env;
    for (const url of [base + "/v1/messages", base + "/messages", "https://api.anthropic.com/v1/messages"])
      await (await fetch(url, { method: "POST", headers: { "x-api-key": key }, body: ${JSON.stringify(bodyOf("Hi"))} })).text();
    `,
  );
  const end = await ports.runCommand({
    words: [process.execPath, "main.mjs"],
    proxy,
    stub: true,
    timeoutSeconds: 30,
    output: "stderr",
  });
  expect(end).toEqual({ kind: "exited", code: 0 });
  await proxy.close();
  expect(paths).toEqual([
    "/gateway/v1/messages own",
    "/gateway/v1/messages own",
    "/v1/messages own",
  ]);
  expect(captures.calls().map(({ outcome }) => outcome)).toEqual([
    "answered",
    "answered",
    "answered",
  ]);
  captures.close(true);
  expect(readdirSync(folder)).toEqual(["main.mjs"]);
});

test("a base URL that is none is named by its variable", async () => {
  for (const url of ["no address", "ftp://a.example"]) {
    const folder = scratchFolder();
    const ports = createRecordPorts({
      folder,
      journalFolder: folder,
      environment: { ANTHROPIC_API_URL: url },
      preload: null,
    });
    expect(await ports.startProxy({ ...proxied, onCall: () => undefined })).toEqual({
      failed: "base-url",
      variable: "ANTHROPIC_API_URL",
    });
  }
});
