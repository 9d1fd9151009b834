/**
 * Keys and tokens as their issuers write them. Each is looked for with an expression that takes
 * bounded repetitions of one class at a time, so that no text makes it slow.
 */
interface KeyPattern {
  /** What it is, for people. */
  readonly title: string;
  readonly pattern: RegExp;
  /** Stands in every text that has one: others are not searched through. */
  readonly hint?: string;
  /** A group of the expression that is replaced instead of all that is found. */
  readonly group?: true;
}

const keyName = "[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?";

/** What is replaced in every text, whatever the config says. */
export const keyPatterns: readonly KeyPattern[] = [
  {
    title: "a private key",
    hint: "PRIVATE KEY",
    pattern: new RegExp(
      `-----BEGIN ${keyName}-----(?:(?:(?!-----)[\\s\\S]){0,16384}-----END ${keyName}-----` +
        // One that was cut: the lines of base64 that are there.
        "|(?:(?:\\s|\\\\[rn]){1,4}[A-Za-z0-9+/=]{20,100}){0,400})",
      "g",
    ),
  },
  // `sk-ant-…` of Anthropic, `sk-proj-…`, `sk-svcacct-…` and plain `sk-…` of OpenAI and others.
  { title: "an API key", pattern: /\b[sr]k-[A-Za-z0-9_-]{20,400}/g },
  { title: "a Stripe key", pattern: /\b[rsp]k_(?:live|test)_[A-Za-z0-9]{16,200}/g },
  { title: "an AWS key id", pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g },
  {
    title: "an AWS secret",
    pattern:
      /aws_?(?:secret_?(?:access_?)?key|session_?token)["']?\s{0,4}[:=]\s{0,4}["']?([A-Za-z0-9/+=]{40,1000})/gi,
    group: true,
  },
  { title: "a Bedrock key", pattern: /\bABSK[A-Za-z0-9+/=]{60,400}/g },
  { title: "a GitHub token", pattern: /\bgh[pousr]_[A-Za-z0-9]{36,255}/g },
  { title: "a GitHub token", pattern: /\bgithub_pat_[A-Za-z0-9_]{22,255}/g },
  { title: "a GitLab token", pattern: /\bglpat-[A-Za-z0-9_-]{20,100}/g },
  { title: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { title: "a Slack token", pattern: /\bxox[a-z]-[A-Za-z0-9-]{10,255}/g },
  { title: "a Slack token", pattern: /\bxapp-[0-9]-[A-Za-z0-9-]{10,255}/g },
  {
    title: "a Slack webhook",
    pattern: /hooks\.slack\.com\/(?:services|workflows)\/([A-Za-z0-9/_-]{20,200})/g,
    group: true,
  },
  { title: "a Google key", pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { title: "a Google secret", pattern: /\bGOCSPX-[A-Za-z0-9_-]{20,64}/g },
  { title: "a Google token", pattern: /\bya29\.[A-Za-z0-9_-]{20,1000}/g },
  { title: "a Hugging Face token", pattern: /\bhf_[A-Za-z0-9]{30,100}/g },
  {
    title: "a JWT",
    pattern: /\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{8,2000}/g,
  },
  {
    title: "a bearer token",
    pattern: /\b(?:bearer|x-api-key["']?\s{0,4}:)\s{1,4}["']?([A-Za-z0-9._~+/=-]{16,4000})/gi,
    group: true,
  },
  {
    title: "a password in an address",
    hint: "://",
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'<>]{1,100}:([^\s:/@"'<>]{3,200})@/gi,
    group: true,
  },
];
