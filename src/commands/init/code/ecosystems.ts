/**
 * What `init` knows of each language: where its dependencies stand, what the clients of the API are
 * called there, and which files are its code. Names: the registries', and imports.md §3.
 */
import { namesOf } from "../../../names.ts";

interface Ecosystem {
  /** Its manifests, by the end of a path. */
  readonly manifests: RegExp;
  /** Names of packages that talk to the Claude API, as a manifest writes them. */
  readonly packages: readonly string[];
  /** How a manifest names a package: what may stand right before the name. */
  readonly before: string;
  /** And right after. */
  readonly after: string;
  /** Its code, by the end of a path. */
  readonly code: RegExp;
  /** Tests among its code, which send what the code sends. */
  readonly tests: RegExp;
}

const javascriptTests = /(?:^|\/)(?:__tests__|tests?|spec|e2e)\/|\.(?:test|spec)\.[cm]?[jt]sx?$/;

export const ecosystems = {
  node: {
    manifests: /(?:^|\/)package\.json$/,
    packages: [
      "@anthropic-ai/sdk",
      "@anthropic-ai/bedrock-sdk",
      "@anthropic-ai/vertex-sdk",
      "@anthropic-ai/foundry-sdk",
      "@anthropic-ai/claude-agent-sdk",
      "@ai-sdk/anthropic",
      "@langchain/anthropic",
    ],
    before: '"',
    after: '"\\s*:',
    code: /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte)$/,
    tests: javascriptTests,
  },
  python: {
    manifests:
      /(?:^|\/)(?:pyproject\.toml|setup\.(?:py|cfg)|Pipfile|[\w.-]*requirements\/?[\w.-]*\.(?:txt|in))$/,
    packages: [
      "anthropic",
      "claude-agent-sdk",
      "langchain-anthropic",
      "litellm",
      "pydantic-ai",
      "pydantic-ai-slim",
      "llm-anthropic",
      "instructor",
    ],
    before: "(?:^|[\\s\"'])",
    after: "(?:\\[[\\w,\\s-]*\\])?\\s*(?:$|[=<>~!;,\"'\\s])",
    code: /\.py$/,
    tests: /(?:^|\/)(?:tests?\/|test_[^/]*\.py$|conftest\.py$|[^/]*_test\.py$)/,
  },
  go: {
    manifests: /(?:^|\/)go\.mod$/,
    packages: [
      "github.com/anthropics/anthropic-sdk-go",
      "github.com/liushuangls/go-anthropic",
      "github.com/tmc/langchaingo",
    ],
    before: "\\s",
    after: "(?:/v\\d+)?\\s",
    code: /\.go$/,
    tests: /_test\.go$/,
  },
  ruby: {
    manifests: /(?:^|\/)(?:Gemfile|[^/]+\.gemspec)$/,
    packages: ["anthropic", "ruby-anthropic", "ruby_llm", "langchainrb"],
    before: "(?:gem|dependency)\\s*\\(?\\s*[\"']",
    after: "[\"']",
    code: /\.(?:rb|rake)$/,
    tests: /(?:^|\/)(?:spec|test)\//,
  },
  java: {
    manifests: /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml)$/,
    packages: [
      "anthropic-java",
      "anthropic-java-client-okhttp",
      "langchain4j-anthropic",
      "spring-ai-starter-model-anthropic",
      "spring-ai-anthropic",
    ],
    before: "[>:\"']",
    after: "[<:\"']",
    code: /\.(?:java|kts?|scala|groovy)$/,
    tests: /(?:^|\/)src\/(?:test|integrationTest)\//,
  },
  php: {
    manifests: /(?:^|\/)composer\.json$/,
    packages: ["anthropic-ai/sdk", "mozex/anthropic-laravel", "prism-php/prism"],
    before: '"',
    after: '"\\s*:',
    code: /\.php$/,
    tests: /(?:^|\/)tests?\//i,
  },
  dotnet: {
    manifests: /\.(?:cs|fs|vb)proj$|(?:^|\/)Directory\.Packages\.props$/,
    packages: ["Anthropic", "Anthropic.SDK", "Tryagi.Anthropic"],
    before: 'Include="',
    after: '"',
    code: /\.(?:cs|fs|vb)$/,
    tests: /tests?\//i,
  },
} as const satisfies Readonly<Record<string, Ecosystem>>;

export type EcosystemName = keyof typeof ecosystems;

export const ecosystemNames: readonly EcosystemName[] = namesOf(ecosystems);

/** The ecosystem whose code, or whose manifest, a path is; null: none. */
export function ecosystemOf(path: string, kind: "code" | "manifests"): EcosystemName | null {
  return ecosystemNames.find((name) => ecosystems[name][kind].test(path)) ?? null;
}

/** The packages of an ecosystem that a manifest names. */
export function packagesIn(name: EcosystemName, manifest: string): readonly string[] {
  const { packages, before, after } = ecosystems[name];
  return packages.filter((each) => {
    const written = each.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    return new RegExp(`${before}${written}${after}`, "m").test(manifest);
  });
}
