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
/** Connects with the key of the environment (`ANTHROPIC_API_KEY`, `ANTHROPIC_BASE_URL`). The SDK is loaded here and nowhere else. */
const connectAnthropic = async () => {
	const sdk = await import("./sdk.js");
	const client = new sdk.default({ logLevel: "off" });
	return { countTokens: async (body, betas) => {
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
	} };
};

export { connectAnthropic };