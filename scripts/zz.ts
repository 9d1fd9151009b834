import { startClaude } from "../test/claude-server.ts";
const c = await startClaude(
  () => 9,
  undefined,
  () => ({ kind: "answer", usage: { input_tokens: 9, cache_read_input_tokens: 0, cache_creation_input_tokens: 0, output_tokens: 20 } }),
);
console.log(c.url);
await new Promise((r) => setTimeout(r, 600000));
