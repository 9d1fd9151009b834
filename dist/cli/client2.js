import { Cn as int, Tn as string, oa as isDocument, r as countTokensBody, sn as digest, wn as object } from "./core.js";

// src/io/anthropic/bodies.ts
function isSendable(value) {
	return isCountable(value) && "max_tokens" in value;
}
function isCountable(value) {
	return typeof value === "object" && value !== null && "model" in value && typeof value.model === "string" && "messages" in value && Array.isArray(value.messages);
}
function copyDocument(value) {
	const plain = JSON.parse(JSON.stringify(value));
	return isDocument(plain) ? plain : null;
}

// src/io/anthropic/errors.ts
const unsendable = {
	status: 400,
	type: "invalid_request_error",
	message: null,
	code: null,
	retryAfterMs: null,
	begun: false,
	unreached: false
};
function apiRefusalOf(sdk, error) {
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
function failureOf(sdk, error, begun) {
	const known = {
		status: null,
		type: null,
		message: null,
		code: null,
		retryAfterMs: null,
		begun,
		unreached: isUnreached(error)
	};
	if (known.unreached || !(error instanceof sdk.APIError)) return known;
	return {
		...known,
		status: typeof error.status === "number" ? error.status : null,
		type: error.type,
		message: errorMessageOf(error.error),
		code: error.errorCode,
		retryAfterMs: retryAfter(error.headers)
	};
}
const unreached = /* @__PURE__ */ new Set([
	"ECONNREFUSED",
	"ENOTFOUND",
	"EAI_AGAIN",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"UND_ERR_CONNECT_TIMEOUT"
]);
const opening = /* @__PURE__ */ new Set(["connect", "getaddrinfo"]);
function isUnreached(error) {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) if ("code" in cause && typeof cause.code === "string" && unreached.has(cause.code)) return !("syscall" in cause) || opening.has(cause.syscall);
	return false;
}
function retryAfter(headers) {
	const [ms, seconds] = [headers?.get("retry-after-ms"), headers?.get("retry-after")].map((text) => Number(text ?? NaN));
	if (ms !== void 0 && Number.isFinite(ms) && ms >= 0) return ms;
	return seconds !== void 0 && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1e3 : null;
}
function errorTypeOf(body) {
	const inner = errorIn(body);
	return typeof inner === "object" && inner !== null && "type" in inner && typeof inner.type === "string" ? inner.type : "error";
}
function errorMessageOf(body) {
	const inner = errorIn(body);
	return typeof inner === "object" && inner !== null && "message" in inner && typeof inner.message === "string" ? inner.message : null;
}
function errorIn(body) {
	return typeof body === "object" && body !== null && "error" in body ? body.error : null;
}

// src/io/anthropic/batches.ts
const Listed = object({
	id: string(),
	created_at: string(),
	processing_status: string(),
	request_counts: object({
		processing: int(),
		succeeded: int(),
		errored: int(),
		canceled: int(),
		expired: int()
	})
});
const ResultItem = object({
	custom_id: string(),
	result: object({ type: string() })
});
const unreadable = {
	status: null,
	kind: "no batch"
};
const pageSize = 1e3;
function connectBatches(sdk, client) {
	return {
		create: async (requests, betas) => {
			const items = requests.map(itemFor).filter((item) => item !== null);
			if (items.length < requests.length) return { failure: unsendable };
			try {
				const options = { maxRetries: 0 };
				const { id } = betas.length === 0 ? await client.messages.batches.create({ requests: items }, options) : await client.beta.messages.batches.create({
					requests: items,
					betas: [...betas]
				}, options);
				return typeof id === "string" ? { id } : { failure: {
					...unsendable,
					status: null,
					type: null
				} };
			} catch (error) {
				return { failure: failureOf(sdk, error, false) };
			}
		},
		retrieve: async (id) => {
			try {
				return listedOf(await client.messages.batches.retrieve(id)) ?? unreadable;
			} catch (error) {
				return apiRefusalOf(sdk, error);
			}
		},
		list: async (sinceMs) => {
			const found = [];
			try {
				for await (const batch of client.messages.batches.list({ limit: pageSize })) {
					const listed = listedOf(batch);
					if (listed === null) return unreadable;
					if (Date.parse(listed.createdAt) < sinceMs) break;
					found.push(listed);
				}
				return found;
			} catch (error) {
				return apiRefusalOf(sdk, error);
			}
		},
		results: async (id, each) => {
			try {
				for await (const result of await client.messages.batches.results(id)) {
					const item = itemOf(result);
					if (item !== null) each(item);
				}
				return null;
			} catch (error) {
				return apiRefusalOf(sdk, error);
			}
		}
	};
}
function itemFor({ customId, body: { stream: _stream, ...params } }) {
	const item = {
		custom_id: customId,
		params
	};
	return isBatchItem(item) ? item : null;
}
function isBatchItem(item) {
	return isSendable(item.params);
}
function listedOf(batch) {
	const { success, data } = Listed.safeParse(batch);
	if (!success) return null;
	return {
		id: data.id,
		createdAt: data.created_at,
		ended: data.processing_status === "ended",
		counts: data.request_counts
	};
}
function itemOf(item) {
	if (!ResultItem.safeParse(item).success) return null;
	const { custom_id: customId, result } = item;
	switch (result.type) {
		case "succeeded": {
			const response = copyDocument(result.message);
			return {
				customId,
				result: response === null ? { kind: "unreadable" } : {
					kind: "succeeded",
					response
				}
			};
		}
		case "errored": return {
			customId,
			result: {
				kind: "errored",
				type: errorTypeOf(result.error),
				message: errorMessageOf(result.error)
			}
		};
		case "canceled":
		case "expired": return {
			customId,
			result: { kind: result.type }
		};
		default: return {
			customId,
			result: { kind: "unreadable" }
		};
	}
}

// src/io/anthropic/client.ts
async function connectAnthropic(apiKey = null) {
	const sdk = await import("./sdk.js");
	warnOnce();
	const client = new sdk.default({
		logLevel: "off",
		...apiKey === null ? {} : {
			apiKey,
			authToken: null
		}
	});
	const secret = client.apiKey ?? client.authToken ?? "";
	return {
		account: digest(`${client.baseURL}\n${secret}`).slice(0, 32),
		batches: connectBatches(sdk, client),
		countTokens: async (body, betas) => {
			const params = countTokensBody(body);
			if (!isCountable(params)) return {
				status: 400,
				kind: "invalid_request_error"
			};
			try {
				const tokens = (betas.length === 0 ? await client.messages.countTokens(params) : await client.beta.messages.countTokens({
					...params,
					betas: [...betas]
				})).input_tokens;
				return typeof tokens === "number" && Number.isSafeInteger(tokens) && tokens >= 1 ? tokens : {
					status: 200,
					kind: "no count"
				};
			} catch (error) {
				return apiRefusalOf(sdk, error);
			}
		},
		send: async (body, betas) => {
			const { stream: _stream, ...rest } = body;
			const params = rest;
			if (!isSendable(params)) return {
				kind: "failed",
				failure: unsendable
			};
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
				const response = copyDocument(await stream.finalMessage());
				return response === null ? {
					kind: "failed",
					failure: failureOf(sdk, null, begun)
				} : {
					kind: "answered",
					response,
					requestId: stream.request_id ?? null
				};
			} catch (error) {
				return {
					kind: "failed",
					failure: failureOf(sdk, error, begun)
				};
			}
		}
	};
}
function warnOnce() {
	const shown = /* @__PURE__ */ new Set();
	const { warn } = console;
	console.warn = (first, ...rest) => {
		if (!shown.has(first)) warn(first, ...rest);
		shown.add(first);
	};
}

export { connectAnthropic };