import { p as isDocument } from "./core.js";

// src/io/anthropic.ts
/** What the endpoint takes; it refuses any other field (caching-rules.md §10, billing.md §4). */
const taken = /* @__PURE__ */ new Set([
	"messages",
	"model",
	"system",
	"tools",
	"tool_choice",
	"thinking",
	"output_config",
	"output_format",
	"cache_control",
	"speed"
]);
const isParams = (value) => typeof value === "object" && value !== null && "model" in value && typeof value.model === "string" && "messages" in value && Array.isArray(value.messages);
const strip = (body) => Object.fromEntries(Object.entries(body).filter(([key]) => taken.has(key)));
/** Codes of a connection that was never made: nothing can have been billed. */
const unreached = /* @__PURE__ */ new Set([
	"ECONNREFUSED",
	"ENOTFOUND",
	"EAI_AGAIN",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"UND_ERR_CONNECT_TIMEOUT"
]);
const isUnreached = (error) => {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) if ("code" in cause && typeof cause.code === "string" && unreached.has(cause.code)) return true;
	return false;
};
const isSendable = (value) => isParams(value) && "max_tokens" in value;
/** `retry-after-ms`, else `retry-after` in seconds. */
const retryAfter = (headers) => {
	const [ms, seconds] = [headers?.get("retry-after-ms"), headers?.get("retry-after")].map((text) => Number(text ?? NaN));
	if (ms !== void 0 && Number.isFinite(ms) && ms >= 0) return ms;
	return seconds !== void 0 && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1e3 : null;
};
/** Connects with the key of the environment (`ANTHROPIC_API_KEY`, `ANTHROPIC_BASE_URL`). The SDK is loaded here and nowhere else. */
const connectAnthropic = async () => {
	const sdk = await import("./sdk.js");
	const client = new sdk.default({ logLevel: "off" });
	return {
		countTokens: async (body, betas) => {
			const params = strip(body);
			if (!isParams(params)) return {
				status: 400,
				kind: "invalid_request_error"
			};
			try {
				return (betas.length === 0 ? await client.messages.countTokens(params) : await client.beta.messages.countTokens({
					...params,
					betas: [...betas]
				})).input_tokens;
			} catch (error) {
				if (error instanceof sdk.APIConnectionError) return {
					status: null,
					kind: "no connection"
				};
				if (error instanceof sdk.APIError) return {
					status: typeof error.status === "number" ? error.status : null,
					kind: error.type ?? "error"
				};
				return {
					status: null,
					kind: error instanceof Error ? error.name : "error"
				};
			}
		},
		send: async (body, betas) => {
			const { stream: _stream, ...rest } = body;
			const params = rest;
			const failed = (failure) => ({
				kind: "failed",
				failure: {
					status: null,
					type: null,
					code: null,
					retryAfterMs: null,
					begun: false,
					unreached: false,
					...failure
				}
			});
			if (!isSendable(params)) return failed({
				status: 400,
				type: "invalid_request_error"
			});
			let begun = false;
			try {
				const options = { maxRetries: 0 };
				const connected = () => {
					begun = true;
				};
				const stream = betas.length === 0 ? client.messages.stream(params, options).on("connect", connected) : client.beta.messages.stream({
					...params,
					betas: [...betas]
				}, options).on("connect", connected);
				const message = JSON.parse(JSON.stringify(await stream.finalMessage()));
				return isDocument(message) ? {
					kind: "answered",
					response: message,
					requestId: stream.request_id ?? null
				} : failed({ begun });
			} catch (error) {
				if (isUnreached(error)) return failed({ unreached: true });
				if (!(error instanceof sdk.APIError)) return failed({ begun });
				return failed({
					status: typeof error.status === "number" ? error.status : null,
					type: error.type,
					code: error.errorCode,
					retryAfterMs: retryAfter(error.headers),
					begun
				});
			}
		}
	};
};

export { connectAnthropic };