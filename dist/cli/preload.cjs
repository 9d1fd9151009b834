// \0rolldown/runtime.js
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __copyProps = (to, from, except, desc) => {
	if (from && typeof from === "object" || typeof from === "function") {
		for (var keys = __getOwnPropNames(from), i = 0, n = keys.length, key; i < n; i++) {
			key = keys[i];
			if (!__hasOwnProp.call(to, key) && key !== except) {
				__defProp(to, key, {
					get: ((k) => from[k]).bind(null, key),
					enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable
				});
			}
		}
	}
	return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(isNodeMode || !mod || !mod.__esModule || !__hasOwnProp.call(mod, "default") ? __defProp(target, "default", {
	value: mod,
	enumerable: true
}) : target, mod));

let node_fs = require("node:fs");
let node_http = require("node:http");
node_http = __toESM(node_http, 1);
let node_https = require("node:https");
node_https = __toESM(node_https, 1);
let node_module = require("node:module");
let node_tls = require("node:tls");
node_tls = __toESM(node_tls, 1);

// src/io/proxy/direct-prefix.ts
const directPrefix = "/-/api";

// src/io/proxy/vendors.ts
const vendors = {
	bedrock: {
		name: "Amazon Bedrock",
		host: /^bedrock(?:-runtime|-mantle|-agent-runtime)?(?:-fips)?\.[\w-]+\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/
	},
	vertex: {
		name: "Google Vertex AI",
		host: /^(?:[\w-]+-)?aiplatform\.(?:[\w-]+\.rep\.)?googleapis\.com$/
	},
	foundry: {
		name: "Microsoft Foundry",
		host: /\.(?:services\.ai|inference\.ai|openai|cognitiveservices)\.azure\.com$/
	},
	openai: {
		name: "OpenAI",
		host: /^(?:\w+\.)?api\.openai\.com$/
	},
	gemini: {
		name: "Google Gemini",
		host: /^generativelanguage\.googleapis\.com$/
	},
	openrouter: {
		name: "OpenRouter",
		host: /^openrouter\.ai$/
	},
	vercel: {
		name: "Vercel AI Gateway",
		host: /^ai-gateway\.vercel\.sh$/
	},
	mistral: {
		name: "Mistral",
		host: /^api\.mistral\.ai$/
	},
	cohere: {
		name: "Cohere",
		host: /^api\.cohere\.(?:com|ai)$/
	},
	groq: {
		name: "Groq",
		host: /^api\.groq\.com$/
	},
	deepseek: {
		name: "DeepSeek",
		host: /^api\.deepseek\.com$/
	},
	xai: {
		name: "xAI",
		host: /^api\.x\.ai$/
	}
};
const vendorNames = new Map(Object.entries(vendors).map(([key, { name }]) => [key, name]));
function findVendor(host) {
	return Object.entries(vendors).find(([, vendor]) => vendor.host.test(host))?.[0] ?? null;
}

// src/io/proxy/command/preload-variables.ts
const proxyVariable = "PROMPTCOST_RECORD_PROXY";
const elsewhereVariable = "PROMPTCOST_RECORD_ELSEWHERE";

// src/io/proxy/command/preload.ts
const apiHost = "api.anthropic.com";
const proxy = readProxy(process.env[proxyVariable]);
const elsewhere = process.env[elsewhereVariable];
if (proxy !== null) turnRequests(proxy);
function readProxy(text) {
	try {
		return text === void 0 ? null : new URL(text);
	} catch {
		return null;
	}
}
function turnRequests(proxy) {
	const send = node_http.default.request;
	const tell = (host) => {
		const vendor = findVendor(host);
		if (vendor === null || elsewhere === void 0) return;
		try {
			(0, node_fs.appendFileSync)(elsewhere, `${vendor}\n`);
		} catch {}
	};
	const turned = (original) => function request(...args) {
		const { options, callback } = readArguments(args);
		const target = targetOf(options);
		if (target?.host === apiHost) {
			const own = {
				...options,
				protocol: "http:",
				host: proxy.hostname,
				hostname: proxy.hostname,
				port: proxy.port,
				path: directPrefix + target.path,
				agent: options["agent"] === false ? false : void 0,
				createConnection: void 0,
				defaultPort: void 0,
				_defaultAgent: void 0,
				socketPath: void 0,
				servername: void 0
			};
			return Reflect.apply(send, node_http.default, callback === void 0 ? [own] : [own, callback]);
		}
		if (target !== null) tell(target.host);
		return Reflect.apply(original, this, [...args]);
	};
	for (const module of [node_http.default, node_https.default]) {
		const request = turned(module.request);
		const get = (...args) => {
			const made = Reflect.apply(request, module, args);
			made.end();
			return made;
		};
		replace(module, "request", request);
		replace(module, "get", get);
	}
	turnFetch(proxy, tell);
	watchHttp2(tell);
	(0, node_module.syncBuiltinESMExports)();
}
function watchHttp2(tell) {
	const { connect } = node_tls.default;
	const watched = function(...args) {
		const { ALPNProtocols: protocols, servername, host } = { ...args.find((argument) => typeof argument === "object" && argument !== null) };
		const named = [
			servername,
			host,
			args[1]
		].find((name) => typeof name === "string");
		if (Array.isArray(protocols) && protocols.includes("h2") && named !== void 0) tell(named);
		return Reflect.apply(connect, this, [...args]);
	};
	replace(node_tls.default, "connect", watched);
}
function turnFetch(proxy, tell) {
	const { fetch } = globalThis;
	if (typeof fetch !== "function") return;
	const turned = function(input, init) {
		const url = urlOf(input);
		if (url === null || url.hostname !== apiHost || isMocked(init)) {
			if (url !== null && url.hostname !== apiHost) tell(url.hostname);
			return Reflect.apply(fetch, globalThis, init === void 0 ? [input] : [input, init]);
		}
		const own = new URL(`${directPrefix}${url.pathname}${url.search}`, proxy);
		const request = input instanceof Request ? new Request(own, input) : own.href;
		return Reflect.apply(fetch, globalThis, init === void 0 ? [request] : [request, direct(init)]);
	};
	Object.defineProperty(turned, "name", { value: "fetch" });
	replace(globalThis, "fetch", turned);
}
function isMocked(init) {
	const given = typeof init === "object" && init !== null && "dispatcher" in init ? init.dispatcher : null;
	const common = Reflect.get(globalThis, Symbol.for("undici.globalDispatcher.1"));
	const dispatcher = given ?? common;
	return typeof dispatcher === "object" && dispatcher !== null && dispatcher.constructor.name.startsWith("Mock");
}
function direct(init) {
	if (typeof init !== "object" || init === null || !("dispatcher" in init)) return init;
	const { dispatcher: _dispatcher, ...others } = init;
	return others;
}
function urlOf(input) {
	return readProxy((typeof input === "string" || input instanceof URL ? String(input) : input instanceof Request ? input.url : null) ?? void 0);
}
function readArguments(args) {
	const [first, ...others] = args;
	const given = typeof first === "string" || first instanceof URL ? urlOf(first) : null;
	const options = typeof first === "string" || first instanceof URL ? others[0] : first;
	return {
		options: {
			...given === null ? {} : optionsOf(given),
			...typeof options === "object" && options !== null ? options : {}
		},
		callback: args.find((argument) => typeof argument === "function")
	};
}
function optionsOf(url) {
	const { protocol, hostname, port, pathname, search, username, password } = url;
	const auth = username === "" ? {} : { auth: `${username}:${password}` };
	return {
		protocol,
		hostname,
		port,
		path: `${pathname}${search}`,
		...auth
	};
}
function targetOf(options) {
	const { hostname, host, path } = options;
	const named = typeof hostname === "string" ? hostname : host;
	if (typeof named !== "string") return null;
	return {
		host: named.replace(/:\d+$/, "").toLowerCase(),
		path: typeof path === "string" ? path : "/"
	};
}
function replace(owner, name, value) {
	const { enumerable = true } = Object.getOwnPropertyDescriptor(owner, name) ?? {};
	Object.defineProperty(owner, name, {
		value,
		enumerable,
		writable: true,
		configurable: true
	});
}
