/** Where code calls the Claude API. Only names and places leave this file, never code. */

/** A line that calls the API. */
export interface CallSite {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What it calls, as people know it: `messages.create`. */
  readonly calls: string;
}

/** What a file of code says about its requests. */
export interface CodeFacts {
  readonly sites: readonly CallSite[];
  /** Ids of models that stand in it, each once, in order. */
  readonly models: readonly string[];
  /** It sets a breakpoint somewhere. */
  readonly caches: boolean;
}

/**
 * Calls, the most telling first; of a line only the first counts. `messages.create` alone proves
 * nothing (others have messages to create): the file must speak of Claude as well.
 */
const calls: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [
    // `threads.messages.create` is somebody else's.
    /(?<!threads\.)\bmessages\s*(?:\(\))?\s*(?:\.|->)\s*((?:create|new)(?:_?streaming)?|stream|parse|tool_?runner)\b/i,
    ([, method = ""]) => `messages.${method}`,
  ],
  [/\bmessages\s*(?:\(\))?\s*(?:\.|->)\s*batches\b/i, () => "messages.batches"],
  [/\bapi\.anthropic\.com\/v1\/messages\b/, () => "api.anthropic.com/v1/messages"],
  [/\b(?:new\s+)?(ChatAnthropic|AnthropicChatModel)\s*[({.]/, ([, name = ""]) => name],
  [/\b(createAnthropic|anthropic)\(\s*["'`{]/, ([, name = ""]) => `${name}()`],
  [/\blitellm\.a?completion\s*\(/, () => "litellm.completion"],
  [
    // With a space before the bracket it is prose: `Anthropic (Claude)`.
    /\b((?:Async)?Anthropic(?:Bedrock|Vertex|Foundry)?(?:OkHttp)?(?:Client)?)(?:\(|\s*\.(?:fromEnv|builder))/,
    ([, name = ""]) => `${name}()`,
  ],
  [/\b(Anthropic::(?:Client|Anthropic)\.new|anthropic\.NewClient)\b/, ([, name = ""]) => name],
  [/\bclaude_agent_sdk\b|@anthropic-ai\/claude-agent-sdk/, () => "the Claude Agent SDK"],
];

const speaksOfClaude = /anthropic|claude/i;
const comment = /^\s*(?:\/\/|#|\*|\/\*|--|<!--)/;
const modelId = /\bclaude-[a-z0-9]+(?:[.-][a-z0-9]+)*\b/g;

/** Reads a file of code. */
export function readCode(file: string, text: string): CodeFacts {
  if (!speaksOfClaude.test(text)) return nothing;
  const sites = text.split("\n").flatMap((line, at) => {
    if (comment.test(line) || line.length > longestLine) return [];
    for (const [pattern, nameOf] of calls) {
      const found = pattern.exec(line);
      if (found !== null) return [{ file, line: at + 1, calls: nameOf(found) }];
    }
    return [];
  });
  return {
    sites,
    models: [...new Set(text.match(modelId) ?? [])],
    caches: /cache_?control/i.test(text),
  };
}

const nothing: CodeFacts = { sites: [], models: [], caches: false };

/** Longer lines are generated. */
const longestLine = 2_000;
