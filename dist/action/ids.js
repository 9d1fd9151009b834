import { createHash } from "node:crypto";
import { readSync } from "node:fs";

// node_modules/zod/v4/core/util.js
function getEnumValues(entries) {
	const numericValues = Object.values(entries).filter((v) => typeof v === "number");
	return Object.entries(entries).filter(([k, _]) => numericValues.indexOf(+k) === -1).map(([_, v]) => v);
}
function jsonStringifyReplacer(_, value) {
	if (typeof value === "bigint") return value.toString();
	return value;
}
var Cached = class {
	constructor(getter) {
		this._getter = getter;
		this._value = void 0;
	}
	get value() {
		const getter = this._getter;
		if (getter !== void 0) {
			this._value = getter();
			this._getter = void 0;
		}
		return this._value;
	}
};
function cached(getter) {
	return new Cached(getter);
}
function nullish$1(input) {
	return input === null || input === void 0;
}
function cleanRegex(source) {
	const start = source.startsWith("^") ? 1 : 0;
	const end = source.endsWith("$") ? source.length - 1 : source.length;
	return source.slice(start, end);
}
function assignProp(target, prop, value) {
	Object.defineProperty(target, prop, {
		value,
		writable: true,
		enumerable: true,
		configurable: true
	});
}
function rawShape(def) {
	const desc = Object.getOwnPropertyDescriptor(def, "shape");
	return desc?.get ? desc.get.raw : desc?.value;
}
function sourceShape(schema) {
	return rawShape(schema._zod.def) ?? schema._zod.def.shape;
}
function deferProp(target, key, getter) {
	Object.defineProperty(target, key, {
		get() {
			const value = getter();
			assignProp(this, key, value);
			return value;
		},
		enumerable: true,
		configurable: true
	});
}
function putProp(target, key, value) {
	if (key in target) assignProp(target, key, value);
	else target[key] = value;
}
function mirrorShape(target, source, keys, wrap) {
	const raw = sourceShape(source);
	for (const key of keys) {
		const desc = Object.getOwnPropertyDescriptor(raw, key);
		if (!desc.enumerable) continue;
		if (desc.get) deferProp(target, key, () => {
			const value = source._zod.def.shape[key];
			return wrap ? wrap(value, key) : value;
		});
		else putProp(target, key, wrap ? wrap(desc.value, key) : desc.value);
	}
}
function mirrorProps(target, source) {
	for (const key of Reflect.ownKeys(source)) {
		const desc = Object.getOwnPropertyDescriptor(source, key);
		if (!desc.enumerable) continue;
		if (desc.get) deferProp(target, key, () => source[key]);
		else putProp(target, key, desc.value);
	}
}
function mergeDefs(...defs) {
	const mergedDescriptors = {};
	for (const def of defs) {
		const descriptors = Object.getOwnPropertyDescriptors(def);
		Object.assign(mergedDescriptors, descriptors);
	}
	return Object.defineProperties({}, mergedDescriptors);
}
const captureStackTrace = "captureStackTrace" in Error ? Error.captureStackTrace : (..._args) => {};
function isObject$1(data) {
	return typeof data === "object" && data !== null && !Array.isArray(data);
}
function isPlainObject(o) {
	if (isObject$1(o) === false) return false;
	const ctor = o.constructor;
	if (ctor === void 0) return true;
	if (typeof ctor !== "function") return true;
	const prot = ctor.prototype;
	if (isObject$1(prot) === false) return false;
	if (Object.prototype.hasOwnProperty.call(prot, "isPrototypeOf") === false) return false;
	return true;
}
const propertyKeyTypes = /* @__PURE__*/ new Set([
	"string",
	"number",
	"symbol"
]);
function escapeRegex(str) {
	return str.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
function clone(inst, def, params) {
	const cl = new inst._zod.constr(def ?? inst._zod.def);
	if (!def || params?.parent) cl._zod.parent = inst;
	return cl;
}
function normalizeParams(_params) {
	const params = _params;
	if (!params) return {};
	if (typeof params === "string") return { error: () => params };
	if (params?.message !== void 0) {
		if (params?.error !== void 0) throw new Error("Cannot specify both `message` and `error` params");
		params.error = params.message;
	}
	delete params.message;
	if (typeof params.error === "string") return {
		...params,
		error: () => params.error
	};
	return params;
}
function optionalKeys(shape) {
	return Object.keys(shape).filter((k) => {
		return shape[k]._zod.optin !== void 0 && shape[k]._zod.optout === "optional";
	});
}
const NUMBER_FORMAT_RANGES = /*@__PURE__*/ (() => ({
	safeint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
	int32: [-2147483648, 2147483647],
	uint32: [0, 4294967295],
	float32: [-34028234663852886e22, 34028234663852886e22],
	float64: [-Number.MAX_VALUE, Number.MAX_VALUE]
}))();
const BIGINT_FORMAT_RANGES = {
	int64: [/* @__PURE__*/ BigInt("-9223372036854775808"), /* @__PURE__*/ BigInt("9223372036854775807")],
	uint64: [/* @__PURE__*/ BigInt(0), /* @__PURE__*/ BigInt("18446744073709551615")]
};
function extend$1(schema, shape) {
	if (!isPlainObject(shape)) throw new Error("Invalid input to extend: expected a plain object");
	const checks = schema._zod.def.checks;
	if (checks && checks.length > 0) {
		const existingShape = sourceShape(schema);
		for (const key of Reflect.ownKeys(shape)) if (Object.getOwnPropertyDescriptor(existingShape, key) !== void 0) throw new Error("Cannot overwrite keys on object schemas containing refinements. Use `.safeExtend()` instead.");
	}
	return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function extended(schema, shape) {
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)));
	mirrorProps(newShape, shape);
	return newShape;
}
function aborted(x, startIndex = 0) {
	if (x.aborted === true) return true;
	for (let i = startIndex; i < x.issues.length; i++) if (x.issues[i]?.continue !== true) return true;
	return false;
}
function explicitlyAborted(x, startIndex = 0) {
	if (x.aborted === true) return true;
	for (let i = startIndex; i < x.issues.length; i++) if (x.issues[i]?.continue === false) return true;
	return false;
}
function prefixIssues(path, issues) {
	return issues.map((iss) => {
		var _a;
		(_a = iss).path ?? (_a.path = []);
		iss.path.unshift(path);
		return iss;
	});
}
function unwrapMessage(message) {
	return typeof message === "string" ? message : message?.message;
}
function sizeCaps(defChecks) {
	const caps = [];
	for (const ch of defChecks ?? []) {
		const d = ch._zod.def;
		if (!/_(length|size)$|_equals$/.test(d.check)) break;
		const max = d.maximum ?? d.length ?? d.size;
		if (max >= 0) caps.push([max, ch]);
	}
	return caps;
}
function attachSchema(issues, start, inst) {
	var _a;
	for (let i = start; i < issues.length; i++) (_a = issues[i]).schema ?? (_a.schema = inst);
}
function finalizeIssue(iss, ctx, config) {
	var _a;
	const traits = iss.inst?._zod?.traits;
	if (traits?.has("$ZodType")) {
		if (traits.has("$ZodCheck")) (_a = iss).schema ?? (_a.schema = iss.inst);
		else iss.schema = iss.inst;
	}
	const schemaError = iss.schema !== iss.inst ? iss.schema?._zod.def?.error : void 0;
	const message = iss.message ? iss.message : unwrapMessage(iss.inst?._zod.def?.error?.(iss)) ?? unwrapMessage(schemaError?.(iss)) ?? unwrapMessage(ctx?.error?.(iss)) ?? unwrapMessage(config.customError?.(iss)) ?? unwrapMessage(config.localeError?.(iss)) ?? "Invalid input";
	const full = {};
	for (const k of Object.keys(iss)) {
		if (k === "inst" || k === "schema" || k === "continue" || k === "input" || k === "__proto__") continue;
		full[k] = iss[k];
	}
	full.path ?? (full.path = []);
	full.message = message;
	if (ctx?.reportInput) full.input = iss.input;
	return full;
}
const highSurrogate = /[\uD800-\uDBFF]/;
function codePointLength(str) {
	const units = str.length;
	if (!highSurrogate.test(str)) return units;
	let count = units;
	for (let i = 0; i < units - 1; i++) if ((str.charCodeAt(i) & 64512) === 55296 && (str.charCodeAt(i + 1) & 64512) === 56320) {
		count--;
		i++;
	}
	return count;
}
function getLengthableOrigin(input) {
	if (Array.isArray(input)) return "array";
	if (typeof input === "string") return "string";
	return "unknown";
}
function issue(...args) {
	const [iss, input, inst] = args;
	if (typeof iss === "string") return {
		message: iss,
		code: "custom",
		input,
		inst
	};
	return { ...iss };
}
function members(proto, table) {
	for (const key in table) {
		const desc = Object.getOwnPropertyDescriptor(table, key);
		if (desc.get) Object.defineProperty(proto, key, {
			...desc,
			enumerable: false
		});
		else defineBound(proto, key, desc.value);
	}
}
function own(inst, key, value, enumerable = true) {
	Object.defineProperty(inst, key, {
		configurable: true,
		writable: true,
		enumerable,
		value
	});
	return value;
}
function hide(inst, key, value) {
	return own(inst, key, value, false);
}
function defineBound(proto, key, fn) {
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			return this == null ? fn : own(this, key, fn.bind(this));
		},
		set(value) {
			own(this, key, value);
		}
	});
}
function claim(inst, sentinel) {
	const proto = Object.getPrototypeOf(inst);
	return sentinel in proto ? void 0 : proto;
}
let installing;
let broke = false;
const breaker = {
	configurable: true,
	get() {
		broke = true;
	}
};
function defineLazyInternal(inst, key, compute) {
	const proto = Object.getPrototypeOf(inst._zod);
	if (key in proto && installing !== inst._zod) {
		installing = void 0;
		return;
	}
	installing = inst._zod;
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			Object.defineProperty(this, key, breaker);
			const outer = broke;
			broke = false;
			try {
				const value = compute(this);
				if (broke) delete this[key];
				else Object.defineProperty(this, key, {
					configurable: true,
					writable: true,
					value
				});
				broke = broke || outer;
				return value;
			} catch (err) {
				delete this[key];
				broke = broke || outer;
				throw err;
			}
		},
		set(value) {
			Object.defineProperty(this, key, {
				configurable: true,
				writable: true,
				value
			});
		}
	});
}
function installLazyProp(inst, key, make, enumerable) {
	const proto = claim(inst, key);
	if (!proto) return;
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			const desc = {
				configurable: true,
				writable: true,
				enumerable,
				value: void 0
			};
			Object.defineProperty(this, key, desc);
			desc.value = make(this);
			Object.defineProperty(this, key, desc);
			return desc.value;
		},
		set(value) {
			Object.defineProperty(this, key, {
				configurable: true,
				writable: true,
				enumerable,
				value
			});
		}
	});
}

// node_modules/zod/v4/core/core.js
var _a$1;
const _zodDesc = {
	value: void 0,
	enumerable: false
};
let _E = "captureStackTrace" in Error ? Error : null;
function newError(Definition) {
	const E = _E;
	if (E) {
		const saved = E.stackTraceLimit;
		if (typeof saved === "number") {
			try {
				E.stackTraceLimit = 0;
			} catch {
				_E = null;
				return new Definition();
			}
			try {
				return new Definition();
			} finally {
				E.stackTraceLimit = saved;
			}
		}
	}
	return new Definition();
}
/* @__NO_SIDE_EFFECTS__ */
function $constructor(name, initializer, proto, params) {
	const zodProto = {};
	function Internals(def) {
		this.def = def;
		this.constr = _;
		this.traits = /* @__PURE__ */ new Set();
	}
	Internals.prototype = zodProto;
	const protoMembers = proto;
	const initialized = protoMembers && /* @__PURE__ */ new WeakSet();
	function init(inst, def) {
		if (!inst._zod) {
			_zodDesc.value = new Internals(def);
			try {
				Object.defineProperty(inst, "_zod", _zodDesc);
			} finally {
				_zodDesc.value = void 0;
			}
		} else if (inst._zod.traits.has(name)) return;
		inst._zod.traits.add(name);
		initializer(inst, def);
		if (initialized) {
			const own = Object.getPrototypeOf(inst);
			const ctorProto = inst._zod.constr.prototype;
			let up = own;
			while (up && up !== ctorProto) up = Object.getPrototypeOf(up);
			const target = up ?? own;
			if (!initialized.has(target)) {
				initialized.add(target);
				members(target, protoMembers);
			}
		}
		const proto = _.prototype;
		for (const k in proto) {
			if (!Object.prototype.hasOwnProperty.call(proto, k)) continue;
			if (!(k in inst)) inst[k] = proto[k].bind(inst);
		}
	}
	const Parent = params?.Parent ?? Object;
	class Definition extends Parent {}
	Object.defineProperty(Definition, "name", { value: name });
	function _(def) {
		const inst = params?.Parent ? newError(Definition) : this;
		init(inst, def);
		const deferred = inst._zod.deferred;
		if (deferred) {
			for (const fn of deferred) fn();
			inst._zod.deferred = void 0;
		}
		const pp = globalThis.__zod_globalConfig?.postProcessor;
		if (pp) pp(inst);
		return inst;
	}
	Object.defineProperty(_, "init", { value: init });
	Object.defineProperty(_, Symbol.hasInstance, { value: (inst) => {
		if (params?.Parent && inst instanceof params.Parent) return true;
		return inst?._zod?.traits?.has(name);
	} });
	Object.defineProperty(_, "name", { value: name });
	return _;
}
var $ZodAsyncError = class extends Error {
	constructor() {
		super(`Encountered Promise during synchronous parse. Use .parseAsync() instead.`);
	}
};
(_a$1 = globalThis).__zod_globalConfig ?? (_a$1.__zod_globalConfig = {});
const globalConfig = globalThis.__zod_globalConfig;
function config(newConfig) {
	if (newConfig) Object.assign(globalConfig, newConfig);
	return globalConfig;
}

// node_modules/zod/v4/core/errors.js
function _getMessage() {
	const internals = this._zod;
	internals.message ?? (internals.message = JSON.stringify(internals.def, jsonStringifyReplacer, 2));
	return internals.message;
}
function _setMessage(value) {
	this._zod.message = value;
}
const _messageDesc = {
	get: _getMessage,
	set: _setMessage,
	enumerable: true,
	configurable: true
};
const _issuesDesc = {
	value: void 0,
	enumerable: false
};
const _installedToString = /* @__PURE__ */ new WeakSet([Object.prototype, Error.prototype]);
const initializer = (inst, def) => {
	inst.name = "$ZodError";
	_issuesDesc.value = def;
	Object.defineProperty(inst, "issues", _issuesDesc);
	_issuesDesc.value = void 0;
	Object.defineProperty(inst, "message", _messageDesc);
	const proto = Object.getPrototypeOf(inst);
	if (!_installedToString.has(proto)) {
		_installedToString.add(proto);
		Object.defineProperty(proto, "toString", {
			configurable: true,
			enumerable: false,
			get() {
				const value = () => this.message;
				Object.defineProperty(this, "toString", {
					value,
					configurable: true,
					writable: true
				});
				return value;
			},
			set(value) {
				Object.defineProperty(this, "toString", {
					value,
					configurable: true,
					writable: true
				});
			}
		});
	}
};
const $ZodRealError = /* @__PURE__ */ $constructor("$ZodError", initializer, void 0, { Parent: Error });

// node_modules/zod/v4/core/parse.js
const _parse = (_Err) => {
	const fn = (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			async: false
		} : { async: false };
		const result = schema._zod.run({
			value,
			issues: []
		}, ctx);
		if (result instanceof Promise) throw new $ZodAsyncError();
		if (result.issues.length) {
			const e = new ((_params?.Err) ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
			captureStackTrace(e, _params?.callee ?? fn);
			throw e;
		}
		return result.value;
	};
	return fn;
};
const parse = /* @__PURE__*/ _parse($ZodRealError);
const _parseAsync = (_Err) => {
	const fn = async (schema, value, _ctx, params) => {
		const ctx = _ctx ? {
			..._ctx,
			async: true
		} : { async: true };
		let result = schema._zod.run({
			value,
			issues: []
		}, ctx);
		if (result instanceof Promise) result = await result;
		if (result.issues.length) {
			const e = new ((params?.Err) ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
			captureStackTrace(e, params?.callee ?? fn);
			throw e;
		}
		return result.value;
	};
	return fn;
};
const parseAsync = /* @__PURE__*/ _parseAsync($ZodRealError);
const _safeParse = (_Err) => (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: false
	} : { async: false };
	const result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) throw new $ZodAsyncError();
	return result.issues.length ? failure(_Err, result.issues, ctx) : {
		success: true,
		data: result.value
	};
};
const safeParse = /* @__PURE__*/ _safeParse($ZodRealError);
function failure(Err, issues, ctx) {
	let error;
	return {
		success: false,
		get error() {
			if (!error) {
				error = new Err(issues.map((iss) => finalizeIssue(iss, ctx, config())));
				issues = void 0;
				ctx = void 0;
			}
			return error;
		},
		set error(e) {
			error = e;
			issues = void 0;
			ctx = void 0;
		}
	};
}
const _safeParseAsync = (_Err) => async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: true
	} : { async: true };
	let result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) result = await result;
	return result.issues.length ? failure(_Err, result.issues, ctx) : {
		success: true,
		data: result.value
	};
};
const safeParseAsync = /* @__PURE__*/ _safeParseAsync($ZodRealError);

// node_modules/zod/v4/core/regexes.js
const base64 = /^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$/;
const base64url = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,3})?$/;
const anyString = /^[\s\S]{0,}$/;
const integer = /^-?\d+$/;
const number$1 = /^-?\d+(?:\.\d+)?$/;
const boolean$1 = /^(?:true|false)$/i;

// node_modules/zod/v4/core/checks.js
const $ZodCheck = /*@__PURE__*/ $constructor("$ZodCheck", (inst, def) => {
	var _a;
	inst._zod ?? (inst._zod = {});
	inst._zod.def = def;
	(_a = inst._zod).onattach ?? (_a.onattach = []);
});
const _whenHasLength = (payload) => {
	const val = payload.value;
	return !nullish$1(val) && val.length !== void 0;
};
const numericOriginMap = {
	number: "number",
	bigint: "bigint",
	object: "date"
};
const $ZodCheckLessThan = /*@__PURE__*/ $constructor("$ZodCheckLessThan", (inst, def) => {
	$ZodCheck.init(inst, def);
	const origin = numericOriginMap[typeof def.value];
	inst._zod.check = (payload) => {
		if (def.inclusive ? payload.value <= def.value : payload.value < def.value) return;
		payload.issues.push({
			origin: numericOriginMap[typeof payload.value] ?? origin,
			code: "too_big",
			maximum: typeof def.value === "object" ? def.value.getTime() : def.value,
			input: payload.value,
			inclusive: def.inclusive,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckGreaterThan = /*@__PURE__*/ $constructor("$ZodCheckGreaterThan", (inst, def) => {
	$ZodCheck.init(inst, def);
	const origin = numericOriginMap[typeof def.value];
	inst._zod.check = (payload) => {
		if (def.inclusive ? payload.value >= def.value : payload.value > def.value) return;
		payload.issues.push({
			origin: numericOriginMap[typeof payload.value] ?? origin,
			code: "too_small",
			minimum: typeof def.value === "object" ? def.value.getTime() : def.value,
			input: payload.value,
			inclusive: def.inclusive,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckNumberFormat = /*@__PURE__*/ $constructor("$ZodCheckNumberFormat", (inst, def) => {
	$ZodCheck.init(inst, def);
	def.format = def.format || "float64";
	const isInt = def.format?.includes("int");
	const origin = isInt ? "int" : "number";
	const [minimum, maximum] = NUMBER_FORMAT_RANGES[def.format];
	inst._zod.check = (payload) => {
		const input = payload.value;
		if (isInt) {
			if (!Number.isInteger(input)) {
				payload.issues.push({
					expected: origin,
					format: def.format,
					code: "invalid_type",
					continue: false,
					input,
					inst
				});
				return;
			}
			if (!Number.isSafeInteger(input)) {
				if (input > 0) payload.issues.push({
					input,
					code: "too_big",
					maximum: Number.MAX_SAFE_INTEGER,
					note: "Integers must be within the safe integer range.",
					inst,
					origin,
					inclusive: true,
					continue: !def.abort
				});
				else payload.issues.push({
					input,
					code: "too_small",
					minimum: Number.MIN_SAFE_INTEGER,
					note: "Integers must be within the safe integer range.",
					inst,
					origin,
					inclusive: true,
					continue: !def.abort
				});
				return;
			}
		}
		if (input < minimum) payload.issues.push({
			origin: "number",
			input,
			code: "too_small",
			minimum,
			inclusive: true,
			inst,
			continue: !def.abort
		});
		if (input > maximum) payload.issues.push({
			origin: "number",
			input,
			code: "too_big",
			maximum,
			inclusive: true,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMinLength = /*@__PURE__*/ $constructor("$ZodCheckMinLength", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		if ((typeof input === "string" && units >= def.minimum && units < def.minimum * 2 ? codePointLength(input) : units) >= def.minimum) return;
		const origin = getLengthableOrigin(input);
		payload.issues.push({
			origin,
			code: "too_small",
			minimum: def.minimum,
			inclusive: true,
			input,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckStringFormat = /*@__PURE__*/ $constructor("$ZodCheckStringFormat", (inst, def) => {
	var _a, _b;
	$ZodCheck.init(inst, def);
	if (def.pattern) (_a = inst._zod).check ?? (_a.check = (payload) => {
		def.pattern.lastIndex = 0;
		if (def.pattern.test(payload.value)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: def.format,
			input: payload.value,
			...def.pattern ? { pattern: def.pattern.toString() } : {},
			inst,
			continue: !def.abort
		});
	});
	else (_b = inst._zod).check ?? (_b.check = () => {});
});
const $ZodCheckRegex = /*@__PURE__*/ $constructor("$ZodCheckRegex", (inst, def) => {
	$ZodCheckStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		def.pattern.lastIndex = 0;
		if (def.pattern.test(payload.value)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "regex",
			input: payload.value,
			pattern: def.pattern.toString(),
			inst,
			continue: !def.abort
		});
	};
});

// node_modules/zod/v4/core/versions.js
const version = {
	major: 4,
	minor: 6,
	patch: 7
};

// node_modules/zod/v4/core/schemas.js
const $ZodType = /*@__PURE__*/ $constructor("$ZodType", (inst, def) => {
	var _a;
	inst ?? (inst = {});
	inst._zod.def = def;
	inst._zod.bag = inst._zod.bag || {};
	inst._zod.version = version;
	const defChecks = inst._zod.def.checks;
	const checks = inst._zod.traits.has("$ZodCheck") ? [inst, ...defChecks ?? []] : defChecks?.length ? [...defChecks] : [];
	for (const ch of checks) for (const fn of ch._zod.onattach) fn(inst);
	if (checks.length === 0) {
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred?.push(() => {
			inst._zod.run = inst._zod.parse;
		});
	} else {
		const runChecks = (payload, checks, ctx) => {
			if (payload.memo) return payload;
			let isAborted = aborted(payload);
			let asyncResult;
			for (const ch of checks) {
				if (ch._zod.def.when) {
					if (explicitlyAborted(payload)) continue;
					if (!ch._zod.def.when(payload)) continue;
				} else if (isAborted) continue;
				const currLen = payload.issues.length;
				const _ = ch._zod.check(payload);
				if (_ instanceof Promise && ctx?.async === false) throw new $ZodAsyncError();
				if (asyncResult || _ instanceof Promise) asyncResult = (asyncResult ?? Promise.resolve()).then(async () => {
					await _;
					if (payload.issues.length === currLen) return;
					attachSchema(payload.issues, currLen, inst);
					if (!isAborted) isAborted = aborted(payload, currLen);
				});
				else {
					if (payload.issues.length === currLen) continue;
					attachSchema(payload.issues, currLen, inst);
					if (!isAborted) isAborted = aborted(payload, currLen);
				}
			}
			if (asyncResult) return asyncResult.then(() => {
				return payload;
			});
			return payload;
		};
		const handleCanaryResult = (canary, payload, ctx) => {
			if (aborted(canary)) {
				canary.aborted = true;
				return canary;
			}
			const checkResult = runChecks(payload, checks, ctx);
			if (checkResult instanceof Promise) {
				if (ctx.async === false) throw new $ZodAsyncError();
				return checkResult.then((checkResult) => inst._zod.parse(checkResult, ctx));
			}
			return inst._zod.parse(checkResult, ctx);
		};
		inst._zod.run = (payload, ctx) => {
			if (ctx.skipChecks) return inst._zod.parse(payload, ctx);
			if (ctx.direction === "backward") {
				const canary = inst._zod.parse({
					value: payload.value,
					issues: []
				}, {
					...ctx,
					skipChecks: true
				});
				if (canary instanceof Promise) return canary.then((canary) => {
					return handleCanaryResult(canary, payload, ctx);
				});
				return handleCanaryResult(canary, payload, ctx);
			}
			const result = inst._zod.parse(payload, ctx);
			if (result instanceof Promise) {
				if (ctx.async === false) throw new $ZodAsyncError();
				return result.then((result) => runChecks(result, checks, ctx));
			}
			return runChecks(result, checks, ctx);
		};
	}
}, {
	get "~standard"() {
		return hide(this, "~standard", standardProps(this));
	},
	set "~standard"(value) {
		own(this, "~standard", value);
	}
});
const toStandardResult = (r, ctx) => r.issues.length ? { issues: r.issues.map((iss) => finalizeIssue(iss, ctx, config())) } : { value: r.value };
async function validateAsync(inst, value) {
	const ctx = { async: true };
	return toStandardResult(await inst._zod.run({
		value,
		issues: []
	}, ctx), ctx);
}
function standardProps(inst) {
	return {
		validate: (value) => {
			const ctx = { async: false };
			try {
				const r = inst._zod.run({
					value,
					issues: []
				}, ctx);
				if (!(r instanceof Promise)) return toStandardResult(r, ctx);
			} catch (_) {}
			return validateAsync(inst, value);
		},
		vendor: "zod",
		version: 1
	};
}
const $ZodString = /*@__PURE__*/ $constructor("$ZodString", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = def.pattern ?? anyString;
	inst._zod.parse = (payload, _) => {
		if (def.coerce) try {
			payload.value = String(payload.value);
		} catch (_) {}
		if (typeof payload.value === "string") return payload;
		payload.issues.push({
			expected: "string",
			code: "invalid_type",
			input: payload.value,
			inst
		});
		return payload;
	};
});
const base64Charset = /^[0-9a-zA-Z+/]*={0,2}$/;
const base64urlCharset = /^[A-Za-z0-9_-]*$/;
const $ZodNumber = /*@__PURE__*/ $constructor("$ZodNumber", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = number$1;
	inst._zod.parse = (payload, _ctx) => {
		if (def.coerce) try {
			payload.value = Number(payload.value);
		} catch (_) {}
		const input = payload.value;
		if (typeof input === "number" && !Number.isNaN(input) && Number.isFinite(input)) return payload;
		const received = typeof input === "number" ? Number.isNaN(input) ? "NaN" : !Number.isFinite(input) ? String(input) : void 0 : void 0;
		payload.issues.push({
			expected: "number",
			code: "invalid_type",
			input,
			inst,
			...received ? { received } : {}
		});
		return payload;
	};
});
const $ZodNumberFormat = /*@__PURE__*/ $constructor("$ZodNumberFormat", (inst, def) => {
	$ZodCheckNumberFormat.init(inst, def);
	$ZodNumber.init(inst, def);
});
const $ZodBoolean = /*@__PURE__*/ $constructor("$ZodBoolean", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = boolean$1;
	inst._zod.parse = (payload, _ctx) => {
		if (def.coerce) try {
			payload.value = Boolean(payload.value);
		} catch (_) {}
		const input = payload.value;
		if (typeof input === "boolean") return payload;
		payload.issues.push({
			expected: "boolean",
			code: "invalid_type",
			input,
			inst
		});
		return payload;
	};
});
const $ZodUnknown = /*@__PURE__*/ $constructor("$ZodUnknown", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload) => payload;
});
const $ZodNever = /*@__PURE__*/ $constructor("$ZodNever", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, _ctx) => {
		payload.issues.push({
			expected: "never",
			code: "invalid_type",
			input: payload.value,
			inst
		});
		return payload;
	};
});
function capSize(inst, size) {
	const caps = sizeCaps(inst._zod.def.checks);
	if (!caps.length) return;
	const cap = Math.min(...caps.map((c) => c[0]));
	const parse = inst._zod.parse;
	inst._zod.parse = (payload, ctx) => {
		const n = size(payload.value);
		if (n > cap && !ctx?.skipChecks && ctx?.direction !== "backward") {
			for (const [max, ch] of sizeCaps(inst._zod.def.checks)) if (n > max && ch._zod.def.when(payload)) {
				const start = payload.issues.length;
				ch._zod.check(payload);
				payload.issues[start].continue = false;
				attachSchema(payload.issues, start, inst);
				return payload;
			}
		}
		return parse(payload, ctx);
	};
}
const arraySize = (input) => Array.isArray(input) ? input.length : -1;
function handleArrayResult(result, final, index) {
	if (result.issues.length) final.issues.push(...prefixIssues(index, result.issues));
	final.value[index] = result.value;
}
const $ZodArray = /*@__PURE__*/ $constructor("$ZodArray", (inst, def) => {
	$ZodType.init(inst, def);
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!Array.isArray(input)) {
			payload.issues.push({
				expected: "array",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, Array(input.length), ctx) : Array(input.length);
		const proms = [];
		const abortEarly = ctx?.abortEarly;
		for (let i = 0; i < input.length; i++) {
			const item = input[i];
			const result = def.element._zod.run({
				value: item,
				issues: []
			}, ctx);
			if (result instanceof Promise) proms.push(result.then((result) => handleArrayResult(result, payload, i)));
			else {
				handleArrayResult(result, payload, i);
				if (abortEarly && result.issues.length !== 0 && aborted(result)) break;
			}
		}
		if (proms.length) return Promise.all(proms).then(() => payload);
		return payload;
	};
	capSize(inst, arraySize);
});
function handlePropertyResult(result, final, key, input, optin, optout) {
	const isPresent = key in input;
	const isOptionalOut = optout === "optional";
	if (!isPresent && isOptionalOut && optin === "optional") return;
	if (result.issues.length) {
		if (optin !== void 0 && isOptionalOut && !isPresent) return;
		final.issues.push(...prefixIssues(key, result.issues));
	}
	if (!isPresent && optin === void 0) {
		if (!result.issues.length) final.issues.push({
			code: "invalid_type",
			expected: "nonoptional",
			input: void 0,
			path: [key]
		});
		return;
	}
	if (result.value === void 0) {
		if (isPresent || optin === "defaulted" && !isOptionalOut) final.value[key] = void 0;
	} else final.value[key] = result.value;
}
const NO_SYMBOL_KEYS = [];
function normalizeDef(def) {
	const keys = Object.keys(def.shape);
	const ownSymbols = Object.getOwnPropertySymbols(def.shape);
	const symbolKeys = ownSymbols.length ? ownSymbols : NO_SYMBOL_KEYS;
	const allKeys = symbolKeys.length ? [...keys, ...symbolKeys] : keys;
	for (const k of allKeys) if (!def.shape?.[k]?._zod?.traits?.has("$ZodType")) throw new Error(`Invalid element at key "${String(k)}": expected a Zod schema`);
	const okeys = optionalKeys(def.shape);
	return {
		...def,
		allKeys,
		symbolKeys,
		keySet: new Set(keys),
		numKeys: keys.length,
		optionalKeys: new Set(okeys)
	};
}
function handleCatchall(proms, input, payload, ctx, def, inst, abortEarly) {
	const unrecognized = [];
	const keySet = def.keySet;
	const _catchall = def.catchall._zod;
	const t = _catchall.def.type;
	const optin = _catchall.optin;
	const optout = _catchall.optout;
	let seen = 0;
	for (const key in input) {
		if (abortEarly && payload.issues.length !== seen) {
			if (aborted(payload, seen)) break;
			seen = payload.issues.length;
		}
		if (keySet.has(key)) continue;
		if (key === "__proto__") {
			if (t === "never") unrecognized.push(key);
			continue;
		}
		if (t === "never") {
			unrecognized.push(key);
			continue;
		}
		const r = _catchall.run({
			value: input[key],
			issues: []
		}, ctx);
		if (r instanceof Promise) proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
		else handlePropertyResult(r, payload, key, input, optin, optout);
	}
	if (unrecognized.length) payload.issues.push({
		code: "unrecognized_keys",
		keys: unrecognized,
		input,
		inst,
		continue: true
	});
	if (!proms.length) return payload;
	return Promise.all(proms).then(() => {
		return payload;
	});
}
const $ZodObject = /*@__PURE__*/ $constructor("$ZodObject", (inst, def) => {
	$ZodType.init(inst, def);
	const desc = Object.getOwnPropertyDescriptor(def, "shape");
	const sh = desc?.get ? desc.get.raw : def.shape ?? {};
	if (sh) {
		const get = () => {
			const newSh = { ...sh };
			Object.defineProperty(def, "shape", { value: newSh });
			get.raw = newSh;
			return newSh;
		};
		get.raw = sh;
		Object.defineProperty(def, "shape", { get });
	}
	const _normalized = cached(() => normalizeDef(def));
	defineLazyInternal(inst, "propValues", (zod) => {
		const shape = zod.def.shape;
		const propValues = {};
		for (const key in shape) {
			const field = shape[key]._zod;
			if (field.values) {
				if (!Object.prototype.hasOwnProperty.call(propValues, key)) assignProp(propValues, key, /* @__PURE__ */ new Set());
				for (const v of field.values) propValues[key].add(v);
				if (field.optin !== void 0) propValues[key].add(void 0);
			}
		}
		return propValues;
	});
	const isObject = isObject$1;
	const catchall = def.catchall;
	let value;
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		value ?? (value = _normalized.value);
		const input = payload.value;
		if (!isObject(input)) {
			payload.issues.push({
				expected: "object",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
		const proms = [];
		const shape = value.shape;
		const abortEarly = ctx?.abortEarly;
		let seen = payload.issues.length;
		for (const key of value.allKeys) {
			if (abortEarly && payload.issues.length !== seen) {
				if (aborted(payload, seen)) break;
				seen = payload.issues.length;
			}
			if (key === "__proto__") continue;
			const el = shape[key];
			const optin = el._zod.optin;
			const optout = el._zod.optout;
			const r = el._zod.run({
				value: input[key],
				issues: []
			}, ctx);
			if (r instanceof Promise) proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
			else handlePropertyResult(r, payload, key, input, optin, optout);
		}
		if (!catchall) return proms.length ? Promise.all(proms).then(() => payload) : payload;
		return handleCatchall(proms, input, payload, ctx, _normalized.value, inst, abortEarly === true);
	};
});
function handleUnionResults(results, final, inst, ctx) {
	for (const result of results) if (result.issues.length === 0) {
		final.value = result.value;
		return final;
	}
	const nonaborted = results.filter((r) => !aborted(r));
	if (nonaborted.length === 1) {
		final.value = nonaborted[0].value;
		return nonaborted[0];
	}
	final.issues.push({
		code: "invalid_union",
		input: final.value,
		inst,
		errors: results.map((result) => result.issues.map((iss) => finalizeIssue(iss, ctx, config())))
	});
	return final;
}
const $ZodUnion = /*@__PURE__*/ $constructor("$ZodUnion", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.options.some((o) => o._zod.optin === "defaulted") ? "defaulted" : zod.def.options.some((o) => o._zod.optin !== void 0) ? "optional" : void 0);
	defineLazyInternal(inst, "optout", (zod) => zod.def.options.some((o) => o._zod.optout === "optional") ? "optional" : void 0);
	defineLazyInternal(inst, "values", (zod) => {
		if (zod.def.options.every((o) => o._zod.values)) return new Set(zod.def.options.flatMap((option) => Array.from(option._zod.values)));
	});
	defineLazyInternal(inst, "pattern", (zod) => {
		if (zod.def.options.every((o) => o._zod.pattern)) {
			const patterns = zod.def.options.map((o) => o._zod.pattern);
			return new RegExp(`^(${patterns.map((p) => cleanRegex(p.source)).join("|")})$`);
		}
	});
	const first = def.options.length === 1 ? def.options[0]._zod.run : null;
	inst._zod.parse = (payload, ctx) => {
		if (first) return first(payload, ctx);
		let async = false;
		const results = [];
		for (const option of def.options) {
			const result = option._zod.run({
				value: payload.value,
				issues: []
			}, ctx);
			if (result instanceof Promise) {
				results.push(result);
				async = true;
			} else {
				if (result.issues.length === 0) return result;
				results.push(result);
			}
		}
		if (!async) return handleUnionResults(results, payload, inst, ctx);
		return Promise.all(results).then((results) => {
			return handleUnionResults(results, payload, inst, ctx);
		});
	};
});
const $ZodRecord = /*@__PURE__*/ $constructor("$ZodRecord", (inst, def) => {
	$ZodType.init(inst, def);
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!isPlainObject(input)) {
			payload.issues.push({
				expected: "record",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		const proms = [];
		const values = def.keyType._zod.values;
		if (values && !def.partial) {
			payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
			const recordKeys = /* @__PURE__ */ new Set();
			for (const key of values) if (typeof key === "string" || typeof key === "number" || typeof key === "symbol") {
				recordKeys.add(typeof key === "number" ? key.toString() : key);
				if (key === "__proto__") continue;
				const keyResult = def.keyType._zod.run({
					value: key,
					issues: []
				}, ctx);
				if (keyResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
				if (keyResult.issues.length) {
					payload.issues.push({
						code: "invalid_key",
						origin: "record",
						issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
						input: key,
						path: [key],
						inst
					});
					continue;
				}
				const outKey = keyResult.value;
				if (outKey === "__proto__") continue;
				const result = def.valueType._zod.run({
					value: input[key],
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((result) => {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}));
				else {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}
			}
			let unrecognized;
			for (const key in input) if (!recordKeys.has(key)) {
				if (def.mode === "loose") {
					if (key === "__proto__") continue;
					payload.value[key] = input[key];
				} else {
					unrecognized = unrecognized ?? [];
					unrecognized.push(key);
				}
			}
			if (unrecognized && unrecognized.length > 0) payload.issues.push({
				code: "unrecognized_keys",
				input,
				inst,
				keys: unrecognized,
				continue: true
			});
		} else {
			payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
			let unrecognized;
			for (const key of Reflect.ownKeys(input)) {
				if (key === "__proto__") continue;
				if (!Object.prototype.propertyIsEnumerable.call(input, key)) continue;
				let keyResult = def.keyType._zod.run({
					value: key,
					issues: []
				}, ctx);
				if (keyResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
				if (typeof key === "string" && number$1.test(key) && keyResult.issues.length) {
					const retryResult = def.keyType._zod.run({
						value: Number(key),
						issues: []
					}, ctx);
					if (retryResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
					if (retryResult.issues.length === 0) keyResult = retryResult;
				}
				if (keyResult.issues.length) {
					if (def.mode === "loose") payload.value[key] = input[key];
					else if (values) {
						unrecognized = unrecognized ?? [];
						unrecognized.push(key);
					} else payload.issues.push({
						code: "invalid_key",
						origin: "record",
						issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
						input: key,
						path: [key],
						inst
					});
					continue;
				}
				const outKey = keyResult.value;
				if (outKey === "__proto__") continue;
				const result = def.valueType._zod.run({
					value: input[key],
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((result) => {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}));
				else {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}
			}
			if (unrecognized && unrecognized.length > 0) payload.issues.push({
				code: "unrecognized_keys",
				input,
				inst,
				keys: unrecognized,
				continue: true
			});
		}
		if (proms.length) return Promise.all(proms).then(() => payload);
		return payload;
	};
});
const $ZodEnum = /*@__PURE__*/ $constructor("$ZodEnum", (inst, def) => {
	$ZodType.init(inst, def);
	const values = getEnumValues(def.entries);
	const valuesSet = new Set(values);
	inst._zod.values = valuesSet;
	defineLazyInternal(inst, "pattern", (zod) => {
		const patternValues = getEnumValues(zod.def.entries).filter((k) => propertyKeyTypes.has(typeof k));
		return new RegExp(patternValues.length ? `^(${patternValues.map((o) => escapeRegex(o.toString())).join("|")})$` : "^[^\\s\\S]$");
	});
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (valuesSet.has(input)) return payload;
		payload.issues.push({
			code: "invalid_value",
			values,
			input,
			inst
		});
		return payload;
	};
});
const $ZodLiteral = /*@__PURE__*/ $constructor("$ZodLiteral", (inst, def) => {
	$ZodType.init(inst, def);
	const values = new Set(def.values);
	inst._zod.values = values;
	defineLazyInternal(inst, "pattern", (zod) => {
		const vals = zod.def.values;
		return new RegExp(vals.length ? `^(${vals.map((o) => typeof o === "string" ? escapeRegex(o) : o ? escapeRegex(o.toString()) : String(o)).join("|")})$` : "^[^\\s\\S]$");
	});
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (values.has(input)) return payload;
		payload.issues.push({
			code: "invalid_value",
			values: def.values,
			input,
			inst
		});
		return payload;
	};
});
function handleOptionalResult(payload, result) {
	payload.value = result.issues.length ? void 0 : result.value;
	return payload;
}
const $ZodOptional = /*@__PURE__*/ $constructor("$ZodOptional", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
	inst._zod.optout = "optional";
	defineLazyInternal(inst, "values", (zod) => {
		const values = zod.def.innerType._zod.values;
		return values ? /* @__PURE__ */ new Set([...values, void 0]) : void 0;
	});
	defineLazyInternal(inst, "pattern", (zod) => {
		const pattern = zod.def.innerType._zod.pattern;
		return pattern ? new RegExp(`^(${cleanRegex(pattern.source)})?$`) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		if (payload.value === void 0) {
			if (def.innerType._zod.optin !== "defaulted") return payload;
			const result = def.innerType._zod.run({
				value: payload.value,
				issues: []
			}, ctx);
			if (result instanceof Promise) return result.then((result) => handleOptionalResult(payload, result));
			return handleOptionalResult(payload, result);
		}
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodNullable = /*@__PURE__*/ $constructor("$ZodNullable", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
	defineLazyInternal(inst, "pattern", (zod) => {
		const pattern = zod.def.innerType._zod.pattern;
		return pattern ? new RegExp(`^(${cleanRegex(pattern.source)}|null)$`) : void 0;
	});
	defineLazyInternal(inst, "values", (zod) => {
		return zod.def.innerType._zod.values ? /* @__PURE__ */ new Set([...zod.def.innerType._zod.values, null]) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		if (payload.value === null) return payload;
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodCustom = /*@__PURE__*/ $constructor("$ZodCustom", (inst, def) => {
	$ZodCheck.init(inst, def);
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, _) => {
		return payload;
	};
	inst._zod.check = (payload) => {
		const input = payload.value;
		const r = def.fn(input);
		if (r instanceof Promise) return r.then((r) => handleRefineResult(r, payload, input, inst));
		handleRefineResult(r, payload, input, inst);
	};
});
function handleRefineResult(result, payload, input, inst) {
	if (!result) {
		const _iss = {
			code: "custom",
			input,
			inst,
			path: [...inst._zod.def.path ?? []],
			continue: !inst._zod.def.abort
		};
		if (inst._zod.def.params) _iss.params = inst._zod.def.params;
		payload.issues.push(issue(_iss));
	}
}

// node_modules/zod/v4/core/registries.js
var _a;
var $ZodRegistry = class {
	constructor() {
		this._map = /* @__PURE__ */ new WeakMap();
		this._idmap = /* @__PURE__ */ new Map();
	}
	add(schema, ..._meta) {
		const meta = _meta[0];
		this._map.set(schema, meta);
		if (meta && typeof meta === "object" && "id" in meta) this._idmap.set(meta.id, schema);
		return this;
	}
	clear() {
		this._map = /* @__PURE__ */ new WeakMap();
		this._idmap = /* @__PURE__ */ new Map();
		return this;
	}
	remove(schema) {
		const meta = this._map.get(schema);
		if (meta && typeof meta === "object" && "id" in meta) this._idmap.delete(meta.id);
		this._map.delete(schema);
		return this;
	}
	get(schema) {
		const p = schema._zod.parent;
		if (p) {
			const pm = { ...this.get(p) ?? {} };
			delete pm.id;
			const f = {
				...pm,
				...this._map.get(schema)
			};
			return Object.keys(f).length ? f : void 0;
		}
		return this._map.get(schema);
	}
	has(schema) {
		return this._map.has(schema);
	}
};
function registry() {
	return new $ZodRegistry();
}
(_a = globalThis).__zod_globalRegistry ?? (_a.__zod_globalRegistry = registry());
const globalRegistry = globalThis.__zod_globalRegistry;

// node_modules/zod/v4/core/api.js
function snapshotChecks(def) {
	if (def.checks) def.checks = [...def.checks];
	return def;
}
// @__NO_SIDE_EFFECTS__
function _string(Class, params) {
	return new Class(snapshotChecks({
		type: "string",
		...normalizeParams(params)
	}));
}
// @__NO_SIDE_EFFECTS__
function _number(Class, params) {
	return new Class(snapshotChecks({
		type: "number",
		checks: [],
		...normalizeParams(params)
	}));
}
// @__NO_SIDE_EFFECTS__
function _int(Class, params) {
	return new Class({
		type: "number",
		check: "number_format",
		abort: false,
		format: "safeint",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _boolean(Class, params) {
	return new Class({
		type: "boolean",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _unknown(Class) {
	return new Class({ type: "unknown" });
}
// @__NO_SIDE_EFFECTS__
function _never(Class, params) {
	return new Class({
		type: "never",
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function _lte(value, params) {
	return new $ZodCheckLessThan({
		check: "less_than",
		...normalizeParams(params),
		value,
		inclusive: true
	});
}
// @__NO_SIDE_EFFECTS__
function _gte(value, params) {
	return new $ZodCheckGreaterThan({
		check: "greater_than",
		...normalizeParams(params),
		value,
		inclusive: true
	});
}
// @__NO_SIDE_EFFECTS__
function _minLength(minimum, params) {
	return new $ZodCheckMinLength({
		check: "min_length",
		...normalizeParams(params),
		minimum
	});
}
// @__NO_SIDE_EFFECTS__
function _regex(pattern, params) {
	return new $ZodCheckRegex({
		check: "string_format",
		format: "regex",
		...normalizeParams(params),
		pattern
	});
}
// @__NO_SIDE_EFFECTS__
function _refine(Class, fn, _params) {
	return new Class({
		type: "custom",
		check: "custom",
		fn,
		...normalizeParams(_params)
	});
}
// @__NO_SIDE_EFFECTS__
function describe$1(description) {
	const ch = new $ZodCheck({ check: "describe" });
	ch._zod.onattach = [(inst) => {
		const existing = globalRegistry.get(inst) ?? {};
		globalRegistry.add(inst, {
			...existing,
			description
		});
	}];
	ch._zod.check = () => {};
	return ch;
}

// node_modules/zod/v4/mini/schemas.js
const ZodMiniType = /*@__PURE__*/ $constructor("ZodMiniType", (inst, def) => {
	if (!inst._zod) throw new Error("Uninitialized schema in ZodMiniType.");
	$ZodType.init(inst, def);
	inst.def = def;
	inst.type = def.type;
}, {
	get with() {
		return this.check;
	},
	set with(value) {
		own(this, "with", value);
	},
	parse(data, params) {
		return parse(this, data, params, { callee: this.parse });
	},
	parseAsync(data, params) {
		return parseAsync(this, data, params, { callee: this.parseAsync });
	},
	safeParse(data, params) {
		return safeParse(this, data, params);
	},
	safeParseAsync(data, params) {
		return safeParseAsync(this, data, params);
	},
	check(...checks) {
		const def = this.def;
		return this.clone({
			...def,
			checks: [...def.checks ?? [], ...checks.map((ch) => typeof ch === "function" ? { _zod: {
				check: ch,
				def: { check: "custom" },
				onattach: []
			} } : ch)]
		}, { parent: true });
	},
	clone(_def, params) {
		return clone(this, _def, params);
	},
	brand() {
		return this;
	},
	register(reg, meta) {
		reg.add(this, meta);
		return this;
	},
	apply(fn, ...args) {
		return args.length === 0 ? fn(this) : fn(this, ...args);
	}
});
const ZodMiniString = /*@__PURE__*/ $constructor("ZodMiniString", (inst, def) => {
	$ZodString.init(inst, def);
	ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function string(params) {
	return _string(ZodMiniString, params);
}
const ZodMiniNumber = /*@__PURE__*/ $constructor("ZodMiniNumber", (inst, def) => {
	$ZodNumber.init(inst, def);
	ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function number(params) {
	return _number(ZodMiniNumber, params);
}
const ZodMiniNumberFormat = /*@__PURE__*/ $constructor("ZodMiniNumberFormat", (inst, def) => {
	$ZodNumberFormat.init(inst, def);
	ZodMiniNumber.init(inst, def);
});
function int(params) {
	return _int(ZodMiniNumberFormat, params);
}
const ZodMiniBoolean = /*@__PURE__*/ $constructor("ZodMiniBoolean", (inst, def) => {
	$ZodBoolean.init(inst, def);
	ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function boolean(params) {
	return _boolean(ZodMiniBoolean, params);
}
const ZodMiniUnknown = /*@__PURE__*/ $constructor("ZodMiniUnknown", (inst, def) => {
	$ZodUnknown.init(inst, def);
	ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function unknown() {
	return _unknown(ZodMiniUnknown);
}
const ZodMiniNever = /*@__PURE__*/ $constructor("ZodMiniNever", (inst, def) => {
	$ZodNever.init(inst, def);
	ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function never(params) {
	return _never(ZodMiniNever, params);
}
const ZodMiniArray = /*@__PURE__*/ $constructor("ZodMiniArray", (inst, def) => {
	$ZodArray.init(inst, def);
	ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function array(element, params) {
	return new ZodMiniArray({
		type: "array",
		element,
		...normalizeParams(params)
	});
}
const ZodMiniObject = /*@__PURE__*/ $constructor("ZodMiniObject", (inst, def) => {
	$ZodObject.init(inst, def);
	ZodMiniType.init(inst, def);
	installLazyProp(inst, "shape", (self) => self._zod.def.shape, false);
});
// @__NO_SIDE_EFFECTS__
function object(shape, params) {
	const def = {
		type: "object",
		shape: shape ?? {},
		...normalizeParams(params)
	};
	return new ZodMiniObject(def);
}
// @__NO_SIDE_EFFECTS__
function strictObject(shape, params) {
	return new ZodMiniObject({
		type: "object",
		shape,
		catchall: /* @__PURE__ */ never(),
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function looseObject(shape, params) {
	return new ZodMiniObject({
		type: "object",
		shape,
		catchall: /* @__PURE__ */ unknown(),
		...normalizeParams(params)
	});
}
// @__NO_SIDE_EFFECTS__
function extend(schema, shape) {
	return extend$1(schema, shape);
}
const ZodMiniUnion = /*@__PURE__*/ $constructor("ZodMiniUnion", (inst, def) => {
	$ZodUnion.init(inst, def);
	ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function union(options, params) {
	return new ZodMiniUnion({
		type: "union",
		options,
		...normalizeParams(params)
	});
}
const ZodMiniRecord = /*@__PURE__*/ $constructor("ZodMiniRecord", (inst, def) => {
	$ZodRecord.init(inst, def);
	ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function record(keyType, valueType, params) {
	if (!valueType || !valueType._zod) return new ZodMiniRecord({
		type: "record",
		keyType: /* @__PURE__ */ string(),
		valueType: keyType,
		...normalizeParams(valueType)
	});
	return new ZodMiniRecord({
		type: "record",
		keyType,
		valueType,
		...normalizeParams(params)
	});
}
const ZodMiniEnum = /*@__PURE__*/ $constructor("ZodMiniEnum", (inst, def) => {
	$ZodEnum.init(inst, def);
	ZodMiniType.init(inst, def);
	inst.options = [...inst._zod.values];
});
// @__NO_SIDE_EFFECTS__
function _enum(values, params) {
	const entries = Array.isArray(values) ? Object.fromEntries(values.map((v) => [v, v])) : values;
	return new ZodMiniEnum({
		type: "enum",
		entries,
		...normalizeParams(params)
	});
}
const ZodMiniLiteral = /*@__PURE__*/ $constructor("ZodMiniLiteral", (inst, def) => {
	$ZodLiteral.init(inst, def);
	ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function literal(value, params) {
	return new ZodMiniLiteral({
		type: "literal",
		values: Array.isArray(value) ? value : [value],
		...normalizeParams(params)
	});
}
const ZodMiniOptional = /*@__PURE__*/ $constructor("ZodMiniOptional", (inst, def) => {
	$ZodOptional.init(inst, def);
	ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function optional(innerType) {
	return new ZodMiniOptional({
		type: "optional",
		innerType
	});
}
const ZodMiniNullable = /*@__PURE__*/ $constructor("ZodMiniNullable", (inst, def) => {
	$ZodNullable.init(inst, def);
	ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function nullable(innerType) {
	return new ZodMiniNullable({
		type: "nullable",
		innerType
	});
}
// @__NO_SIDE_EFFECTS__
function nullish(innerType) {
	return /* @__PURE__ */ optional(/* @__PURE__ */ nullable(innerType));
}
const ZodMiniCustom = /*@__PURE__*/ $constructor("ZodMiniCustom", (inst, def) => {
	$ZodCustom.init(inst, def);
	ZodMiniType.init(inst, def);
});
// @__NO_SIDE_EFFECTS__
function refine(fn, _params = {}) {
	return _refine(ZodMiniCustom, fn, _params);
}
const describe = describe$1;

// src/json.ts
function numberText(text) {
	return {
		numberText: text,
		toJSON: () => Number(text)
	};
}
function readNumber(text) {
	const value = Number(text);
	return String(value) === text ? value : numberText(text);
}
function isNumberText(value) {
	return typeof value === "object" && value !== null && "toJSON" in value && "numberText" in value;
}
function isArray(value) {
	return Array.isArray(value);
}
function isObject(value) {
	return typeof value === "object" && value !== null && !isArray(value) && !isNumberText(value);
}
function isSameJson(a, b) {
	if (a === b) return true;
	if (isNumberText(a) || isNumberText(b)) return isNumberText(a) && isNumberText(b) && a.numberText === b.numberText;
	if (isArray(a) && isArray(b)) return a.length === b.length && a.every((item, index) => isSameJson(item, b[index] ?? null));
	if (!isObject(a) || !isObject(b)) return false;
	const [keys, others] = [Object.keys(a), Object.keys(b)];
	return keys.length === others.length && keys.every((key, index) => others[index] === key && isSameJson(a[key] ?? null, b[key] ?? null));
}
function isDocument(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function writeJson(value) {
	if (value === null || typeof value !== "object") return JSON.stringify(value);
	if (isNumberText(value)) return value.numberText;
	if (isArray(value)) return `[${value.map(writeJson).join(",")}]`;
	return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`).join(",")}}`;
}
function valueAt(root, path) {
	let value = root;
	for (const step of path) if (isArray(value)) value = typeof step === "number" ? value[step] : void 0;
	else if (isObject(value) && Object.hasOwn(value, step)) value = value[step];
	else return void 0;
	return value;
}
function replaceAt(value, path, replace) {
	const [step, ...rest] = path;
	if (step === void 0) return replace(value);
	if (isArray(value)) return value.map((item, index) => index === step ? replaceAt(item, rest, replace) : item);
	if (!isObject(value)) return value;
	const item = value[step];
	return item === void 0 ? value : {
		...value,
		[step]: replaceAt(item, rest, replace)
	};
}
function formatPath(path) {
	return path.join(".");
}
function readPath(written) {
	return written.split(".").map((step) => /^\d+$/.test(step) ? Number(step) : step);
}
function setMember(target, key, value) {
	if (key === "__proto__") Object.defineProperty(target, key, {
		value,
		enumerable: true,
		configurable: true,
		writable: true
	});
	else target[key] = value;
}

// src/arithmetic.ts
function sum(numbers) {
	let total = 0;
	for (const number of numbers) total += number;
	return total;
}
function sumExact(numbers) {
	let total = 0n;
	for (const number of numbers) total += number;
	return total;
}
function largest(numbers, least) {
	let most = least;
	for (const number of numbers) if (number > most) most = number;
	return most;
}
function magnitude(value) {
	return value < 0n ? -value : value;
}
function greatestCommonDivisor(a, b) {
	let x = magnitude(a);
	let y = magnitude(b);
	while (y !== 0n) {
		const rest = x % y;
		x = y;
		y = rest;
	}
	return x;
}

// src/words.ts
function listNames(names, conjunction = "or") {
	return names.length < 2 ? names[0] ?? "" : `${names.slice(0, -1).join(", ")} ${conjunction} ${names.at(-1) ?? ""}`;
}
function listQuoted(names) {
	return listNames(quoteNames(names));
}
function quoteNames(names) {
	return names.map((name) => `\`${name}\``);
}
function plural(count, word, plural = `${word}s`) {
	return count === 1 ? word : plural;
}
function counted(count, word, words = `${word}s`) {
	return `${groupDigits(count)} ${plural(count, word, words)}`;
}
function groupDigits(count) {
	return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
function clipCharacters(text, longest) {
	const characters = Array.from(text);
	return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}\u2026` : text;
}

// src/money.ts
const picoDigits = 12;
function divideHalfEven(n, d) {
	if (d <= 0n) throw new RangeError("the divisor must be positive");
	const negative = n < 0n;
	const magnitude = negative ? -n : n;
	const floor = magnitude / d;
	const twice = magnitude % d * 2n;
	const rounded = twice > d || twice === d && floor % 2n === 1n ? floor + 1n : floor;
	return negative ? -rounded : rounded;
}
function ratio(n, d = 1n) {
	if (d === 0n) throw new RangeError("the divisor must not be zero");
	const [top, bottom] = d < 0n ? [-n, -d] : [n, d];
	const common = greatestCommonDivisor(top, bottom);
	return common <= 1n ? {
		n: top,
		d: bottom
	} : {
		n: top / common,
		d: bottom / common
	};
}
function addRatio(a, b) {
	return ratio(a.n * b.d + b.n * a.d, a.d * b.d);
}
function multiplyRatio(a, b) {
	return ratio(a.n * b.n, a.d * b.d);
}
function formatRatio(value, digits) {
	return formatUsd(divideHalfEven(value.n * 10n ** BigInt(digits), value.d) * 10n ** BigInt(picoDigits - digits));
}
function compareRatio(a, b) {
	const difference = a.n * b.d - b.n * a.d;
	return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
function ratioToNumber(value) {
	const scaled = divideHalfEven(value.n * 1000000000000n, value.d);
	return Number(scaled) / 0xe8d4a51000;
}
const decimal = /^([+-]?)(\d+)(?:\.(\d+))?$/;
function parseDecimal(text) {
	const match = decimal.exec(text);
	if (match === null) return null;
	const fraction = match[3] ?? "";
	const n = BigInt(`${match[2] ?? "0"}${fraction}`);
	return ratio(match[1] === "-" ? -n : n, 10n ** BigInt(fraction.length));
}
function parseUsd(text) {
	const match = decimal.exec(text);
	if (match === null) return null;
	const [, sign, whole = "0", fraction = ""] = match;
	if (/[1-9]/.test(fraction.slice(picoDigits))) return null;
	const pico = BigInt(`${whole}${fraction.slice(0, picoDigits).padEnd(picoDigits, "0")}`);
	return sign === "-" ? -pico : pico;
}
function formatUsd(pico) {
	const negative = pico < 0n;
	const digits = (negative ? -pico : pico).toString().padStart(13, "0");
	const whole = digits.slice(0, -12);
	const fraction = digits.slice(-12).replace(/0+$/, "");
	return `${negative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
function formatDollars(pico) {
	const [whole = "0", fraction] = formatUsd(pico < 0n ? -pico : pico).split(".");
	const cents = fraction === void 0 ? "" : `.${fraction.padEnd(2, "0")}`;
	return `${pico < 0n ? "\u2212" : ""}$${groupDigits(whole)}${cents}`;
}

// src/edit-distance.ts
function editDistance(from, to, options) {
	let rowBefore = [];
	let row = Array.from({ length: to.length + 1 }, (_, index) => index);
	for (let i = 1; i <= from.length; i += 1) {
		const next = [i];
		for (let j = 1; j <= to.length; j += 1) {
			const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
			let edits = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced);
			if (options.swaps && i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) edits = Math.min(edits, (rowBefore[j - 2] ?? 0) + 1);
			next.push(edits);
		}
		[rowBefore, row] = [row, next];
	}
	return row[to.length] ?? 0;
}

// src/order.ts
function ascending(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
function ascendingBy(keyOf) {
	return (a, b) => ascending(keyOf(a), keyOf(b));
}
function descendingBy(keyOf) {
	return (a, b) => ascending(keyOf(b), keyOf(a));
}
function groupBy(items, keyOf) {
	const groups = /* @__PURE__ */ new Map();
	for (const item of items) {
		const key = keyOf(item);
		const group = groups.get(key);
		if (group === void 0) groups.set(key, [item]);
		else group.push(item);
	}
	return groups;
}
function uniqueBy(items, keyOf) {
	const seen = /* @__PURE__ */ new Set();
	const unique = [];
	for (const item of items) {
		const key = keyOf(item);
		if (seen.has(key)) continue;
		seen.add(key);
		unique.push(item);
	}
	return unique;
}

// src/models/defaults.ts
const sinceOpus47 = {
	status: "active",
	retiresOn: null,
	contextWindow: 1e6,
	maxOutput: 128e3,
	tokenizer: "v4.7",
	imageTier: "high",
	keepsPriorThinking: true,
	thinksByDefault: true,
	alwaysThinks: false,
	thinkingBudgetAllowed: false,
	defaultEffort: "high",
	effortChange: null,
	effortLevels: [
		"low",
		"medium",
		"high",
		"xhigh",
		"max"
	],
	thinksAboveHigh: false,
	betweenToolsAllowed: false,
	systemMessages: "allowed",
	messageEffortAllowed: false,
	olderComputerAllowed: true,
	prefillAllowed: false,
	forcedToolChoiceAllowed: true,
	dataResidency: true
};
const beforeOpus47 = {
	contextWindow: 2e5,
	tokenizer: "v3",
	imageTier: "standard",
	keepsPriorThinking: false,
	thinksByDefault: false,
	alwaysThinks: false,
	thinkingBudgetAllowed: true,
	defaultEffort: "high",
	effortChange: null,
	effortLevels: [],
	thinksAboveHigh: false,
	betweenToolsAllowed: false,
	systemMessages: "refused",
	messageEffortAllowed: false,
	olderComputerAllowed: true,
	prefillAllowed: true,
	forcedToolChoiceAllowed: true,
	dataResidency: false
};

// src/models/prices.ts
function prices(...usd) {
	const [input, output, cacheWrite5m, cacheWrite1h, cacheRead] = usd;
	return {
		input: perMillion(input),
		output: perMillion(output),
		cacheWrite5m: perMillion(cacheWrite5m),
		cacheWrite1h: perMillion(cacheWrite1h),
		cacheRead: perMillion(cacheRead)
	};
}
function perMillion(usd) {
	if (usd === null) return null;
	const pico = parseUsd(usd);
	if (pico === null || pico % 1000000n !== 0n) throw new RangeError(`not a price per million tokens: ${usd}`);
	return pico / 1000000n;
}
function periodOn(periods, day) {
	return periods.findLast((period) => period.from === null || period.from <= day) ?? periods[0] ?? null;
}
const priceClasses = [
	"input",
	"output",
	"cacheWrite5m",
	"cacheWrite1h",
	"cacheRead"
];

// src/models/fable/fable-5.ts
const fable5 = {
	...sinceOpus47,
	id: "claude-fable-5",
	aliases: [],
	bedrockIds: ["anthropic.claude-fable-5"],
	vertexIds: ["claude-fable-5"],
	regionalPremium: true,
	releasedOn: "2026-06-09",
	retiresNotBefore: "2027-06-09",
	minCacheTokens: 512,
	maxOutputInBatch: null,
	alwaysThinks: true,
	framing: {
		kind: "C",
		inferred: true,
		generation: "fable"
	},
	toolPrompt: {
		auto: null,
		forced: null
	},
	periods: [{
		from: null,
		list: prices("10", "50", "12.5", "20", "1")
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"GP",
		"SKILL-NOV"
	]
};

// src/models/fable/fable-5-1.ts
const fable51 = {
	...sinceOpus47,
	id: "claude-fable-5-1",
	aliases: [],
	bedrockIds: ["anthropic.claude-fable-5-1"],
	vertexIds: ["claude-fable-5-1"],
	regionalPremium: true,
	releasedOn: "2026-09-01",
	retiresNotBefore: "2027-09-01",
	minCacheTokens: 512,
	effortChange: {
		keeps: "all",
		source: "anthropics/claude-code#92444"
	},
	maxOutputInBatch: null,
	alwaysThinks: true,
	forcedToolChoiceAllowed: false,
	messageEffortAllowed: true,
	framing: {
		kind: "C5",
		inferred: false,
		generation: "fable"
	},
	toolPrompt: {
		auto: null,
		forced: null
	},
	periods: [{
		from: null,
		list: prices("10", "50", "12.5", "20", "0.25")
	}],
	sources: [
		"CC",
		"DOCS-NOV",
		"PROMPTFUEL",
		"SKILL",
		"SKILL-NOV"
	]
};

// src/models/fable/fable-5-2.ts
const fable52 = {
	...sinceOpus47,
	id: "claude-fable-5-2",
	aliases: [],
	bedrockIds: ["anthropic.claude-fable-5-2"],
	vertexIds: ["claude-fable-5-2"],
	regionalPremium: true,
	releasedOn: "2026-11-09",
	retiresNotBefore: "2027-11-09",
	minCacheTokens: 512,
	maxOutputInBatch: null,
	alwaysThinks: true,
	forcedToolChoiceAllowed: false,
	messageEffortAllowed: true,
	olderComputerAllowed: false,
	framing: {
		kind: "C5",
		inferred: true,
		generation: "fable"
	},
	toolPrompt: {
		auto: null,
		forced: null
	},
	periods: [{
		from: null,
		list: prices("8", "40", "10", "16", "0.2"),
		fast: prices("16", "80", "20", "32", "0.4")
	}],
	sources: [
		"CC",
		"DOCS-NOV",
		"GCP-FABLE52",
		"QIITA",
		"SKILL-NOV"
	]
};

// src/models/haiku/haiku-3.ts
const haiku3 = {
	...beforeOpus47,
	id: "claude-3-haiku-20240307",
	aliases: [],
	bedrockIds: ["anthropic.claude-3-haiku-20240307-v1:0"],
	vertexIds: ["claude-3-haiku@20240307"],
	regionalPremium: false,
	status: "retired",
	releasedOn: null,
	retiresOn: "2026-04-20",
	retiresNotBefore: null,
	minCacheTokens: 2048,
	maxOutput: 4096,
	maxOutputInBatch: null,
	framing: {
		kind: "A",
		inferred: false,
		generation: "3-haiku"
	},
	toolPrompt: {
		auto: 264,
		forced: 340
	},
	periods: [{
		from: null,
		list: prices("0.25", "1.25", "0.3", "0.5", "0.03")
	}],
	sources: ["GP", "DEPR"]
};

// src/models/haiku/haiku-3-5.ts
const haiku35 = {
	...beforeOpus47,
	id: "claude-3-5-haiku-20241022",
	aliases: ["claude-3-5-haiku-latest"],
	bedrockIds: ["anthropic.claude-3-5-haiku-20241022-v1:0"],
	vertexIds: ["claude-3-5-haiku@20241022"],
	regionalPremium: false,
	status: "retired",
	releasedOn: null,
	retiresOn: "2026-02-19",
	retiresNotBefore: null,
	minCacheTokens: 2048,
	maxOutput: 8192,
	maxOutputInBatch: null,
	framing: {
		kind: "A",
		inferred: false,
		generation: "3-haiku",
		doublePatches: true
	},
	toolPrompt: {
		auto: 264,
		forced: 355
	},
	periods: [{
		from: null,
		list: prices("0.8", "4", "1", "1.6", "0.08")
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"GP",
		"DEPR"
	]
};

// src/models/haiku/haiku-4-5.ts
const haiku45 = {
	...beforeOpus47,
	id: "claude-haiku-4-5",
	aliases: ["claude-haiku-4-5-20251001"],
	bedrockIds: ["anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-haiku-4-5"],
	vertexIds: ["claude-haiku-4-5@20251001"],
	regionalPremium: true,
	status: "active",
	releasedOn: null,
	retiresOn: null,
	retiresNotBefore: "2026-10-15",
	minCacheTokens: 4096,
	maxOutput: 64e3,
	maxOutputInBatch: null,
	framing: {
		kind: "A",
		inferred: false,
		generation: "4.5"
	},
	toolPrompt: {
		auto: 496,
		forced: 588
	},
	periods: [{
		from: null,
		list: prices("1", "5", "1.25", "2", "0.1")
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"GP",
		"MD",
		"SKILL-NOV",
		"SDK-1.13"
	]
};

// src/models/haiku/haiku-5-5.ts
const haiku55 = {
	...sinceOpus47,
	id: "claude-haiku-5-5",
	aliases: [],
	bedrockIds: ["anthropic.claude-haiku-5-5"],
	vertexIds: ["claude-haiku-5-5"],
	regionalPremium: true,
	releasedOn: "2026-10-07",
	retiresNotBefore: "2027-10-07",
	minCacheTokens: 512,
	maxOutputInBatch: 3e5,
	defaultEffort: "medium",
	thinksAboveHigh: true,
	messageEffortAllowed: true,
	olderComputerAllowed: false,
	framing: {
		kind: "C5",
		inferred: true,
		generation: "5.5-haiku"
	},
	toolPrompt: {
		auto: 286,
		forced: 406
	},
	periods: [{
		from: null,
		list: prices("0.1", "0.5", "0.125", "0.2", "0.01"),
		long: {
			over: 1e5,
			prices: prices("0.5", "2.5", "0.625", "1", "0.05")
		}
	}],
	sources: [
		"CC",
		"DOCS-NOV",
		"HAIKU-FB",
		"PROMPTFUEL",
		"SKILL-NOV"
	]
};

// src/models/mythos/mythos-5.ts
const mythos5 = {
	...sinceOpus47,
	id: "claude-mythos-5",
	aliases: [],
	bedrockIds: ["anthropic.claude-mythos-5"],
	vertexIds: [],
	regionalPremium: true,
	releasedOn: "2026-06-09",
	retiresNotBefore: "2027-06-09",
	minCacheTokens: 512,
	maxOutputInBatch: null,
	alwaysThinks: true,
	framing: {
		kind: "C",
		inferred: true,
		generation: "fable"
	},
	toolPrompt: {
		auto: null,
		forced: null
	},
	periods: [{
		from: null,
		list: prices("10", "50", "12.5", "20", "1")
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"GP",
		"SKILL-NOV"
	]
};

// src/models/mythos/mythos-5-1.ts
const mythos51 = {
	...sinceOpus47,
	id: "claude-mythos-5-1",
	aliases: [],
	bedrockIds: ["anthropic.claude-mythos-5-1"],
	vertexIds: [],
	regionalPremium: true,
	releasedOn: "2026-09-01",
	retiresNotBefore: "2027-09-01",
	minCacheTokens: 512,
	maxOutputInBatch: null,
	alwaysThinks: true,
	forcedToolChoiceAllowed: false,
	messageEffortAllowed: true,
	framing: {
		kind: "C5",
		inferred: true,
		generation: "fable"
	},
	toolPrompt: {
		auto: null,
		forced: null
	},
	periods: [{
		from: null,
		list: prices("10", "50", "12.5", "20", "0.25")
	}],
	sources: [
		"CC",
		"DOCS-NOV",
		"PROMPTFUEL",
		"SKILL",
		"SKILL-NOV"
	]
};

// src/models/mythos/mythos-5-2.ts
const mythos52 = {
	...sinceOpus47,
	id: "claude-mythos-5-2",
	aliases: [],
	bedrockIds: ["anthropic.claude-mythos-5-2"],
	vertexIds: [],
	regionalPremium: true,
	releasedOn: "2026-11-09",
	retiresNotBefore: "2027-11-09",
	minCacheTokens: 512,
	maxOutputInBatch: null,
	alwaysThinks: true,
	forcedToolChoiceAllowed: false,
	messageEffortAllowed: true,
	olderComputerAllowed: false,
	framing: {
		kind: "C5",
		inferred: true,
		generation: "fable"
	},
	toolPrompt: {
		auto: null,
		forced: null
	},
	periods: [{
		from: null,
		list: prices("8", "40", "10", "16", "0.2"),
		fast: prices("16", "80", "20", "32", "0.4")
	}],
	sources: [
		"CC",
		"DOCS-NOV",
		"GCP-FABLE52",
		"QIITA",
		"SKILL-NOV"
	]
};

// src/models/mythos/mythos-preview.ts
const mythosPreview = {
	...sinceOpus47,
	id: "claude-mythos-preview",
	aliases: [],
	bedrockIds: [],
	vertexIds: [],
	regionalPremium: true,
	status: "deprecated",
	releasedOn: null,
	retiresNotBefore: null,
	minCacheTokens: 2048,
	maxOutputInBatch: null,
	imageTier: null,
	alwaysThinks: true,
	dataResidency: false,
	systemMessages: "refused",
	framing: {
		kind: "C",
		inferred: true,
		generation: "fable"
	},
	toolPrompt: {
		auto: null,
		forced: null
	},
	periods: [{
		from: null,
		list: prices(null, null, null, null, null)
	}],
	sources: [
		"SDK",
		"DOCS-AUG",
		"SDK-1.13",
		"SKILL-NOV"
	]
};

// src/models/opus/opus-3.ts
const opus3 = {
	...beforeOpus47,
	id: "claude-3-opus-20240229",
	aliases: ["claude-3-opus-latest"],
	bedrockIds: ["anthropic.claude-3-opus-20240229-v1:0"],
	vertexIds: ["claude-3-opus@20240229"],
	regionalPremium: false,
	status: "retired",
	releasedOn: null,
	retiresOn: "2026-01-05",
	retiresNotBefore: null,
	minCacheTokens: 1024,
	maxOutput: 4096,
	maxOutputInBatch: null,
	framing: {
		kind: "A",
		inferred: false,
		generation: "3-opus"
	},
	toolPrompt: {
		auto: 530,
		forced: 281
	},
	periods: [{
		from: null,
		list: prices("15", "75", "18.75", "30", "1.5")
	}],
	sources: ["GP", "DEPR"]
};

// src/models/opus/opus-4.ts
const opus4 = {
	...beforeOpus47,
	id: "claude-opus-4-20250514",
	aliases: ["claude-opus-4-0", "claude-opus-4"],
	bedrockIds: ["anthropic.claude-opus-4-20250514-v1:0"],
	vertexIds: ["claude-opus-4@20250514"],
	regionalPremium: false,
	status: "retired",
	releasedOn: null,
	retiresOn: "2026-06-15",
	retiresNotBefore: null,
	minCacheTokens: 1024,
	maxOutput: 32e3,
	maxOutputInBatch: null,
	framing: {
		kind: "A",
		inferred: false,
		generation: "4"
	},
	toolPrompt: {
		auto: 313,
		forced: 315
	},
	periods: [{
		from: null,
		list: prices("15", "75", "18.75", "30", "1.5")
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"GP"
	]
};

// src/models/opus/opus-4-1.ts
const opus41 = {
	...beforeOpus47,
	id: "claude-opus-4-1",
	aliases: ["claude-opus-4-1-20250805"],
	bedrockIds: ["anthropic.claude-opus-4-1-20250805-v1:0"],
	vertexIds: ["claude-opus-4-1@20250805"],
	regionalPremium: false,
	status: "retired",
	releasedOn: null,
	retiresOn: "2026-08-05",
	retiresNotBefore: null,
	minCacheTokens: 1024,
	maxOutput: 32e3,
	maxOutputInBatch: null,
	framing: {
		kind: "A",
		inferred: false,
		generation: "4"
	},
	toolPrompt: {
		auto: 313,
		forced: 315
	},
	periods: [{
		from: null,
		list: prices("15", "75", "18.75", "30", "1.5")
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"GP"
	]
};

// src/models/opus/opus-4-5.ts
const opus45 = {
	...beforeOpus47,
	id: "claude-opus-4-5",
	aliases: ["claude-opus-4-5-20251101"],
	bedrockIds: ["anthropic.claude-opus-4-5-20251101-v1:0"],
	vertexIds: ["claude-opus-4-5@20251101"],
	regionalPremium: true,
	status: "deprecated",
	releasedOn: null,
	retiresOn: "2027-01-22",
	retiresNotBefore: null,
	minCacheTokens: 4096,
	maxOutput: 64e3,
	maxOutputInBatch: null,
	keepsPriorThinking: true,
	effortLevels: [
		"low",
		"medium",
		"high"
	],
	framing: {
		kind: "A",
		inferred: false,
		generation: "4.5"
	},
	toolPrompt: {
		auto: 496,
		forced: 588
	},
	periods: [{
		from: null,
		list: prices("5", "25", "6.25", "10", "0.5")
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"GP",
		"MD",
		"SDK-1.13"
	]
};

// src/models/opus/opus-4-6.ts
const opus46 = {
	...beforeOpus47,
	id: "claude-opus-4-6",
	aliases: [],
	bedrockIds: ["anthropic.claude-opus-4-6-v1"],
	vertexIds: ["claude-opus-4-6"],
	regionalPremium: true,
	status: "active",
	releasedOn: "2026-02-05",
	retiresOn: null,
	retiresNotBefore: "2027-02-05",
	minCacheTokens: 4096,
	contextWindow: 1e6,
	maxOutput: 128e3,
	maxOutputInBatch: 3e5,
	keepsPriorThinking: true,
	prefillAllowed: false,
	dataResidency: true,
	effortLevels: [
		"low",
		"medium",
		"high",
		"max"
	],
	framing: {
		kind: "A6",
		inferred: false,
		generation: "4.6",
		showsAdaptiveThinking: true
	},
	toolPrompt: {
		auto: 497,
		forced: 589
	},
	periods: [
		{
			from: "2026-02-05",
			list: prices("5", "25", "6.25", "10", "0.5"),
			long: {
				over: 2e5,
				prices: prices("10", "37.5", "12.5", "20", "1"),
				fast: prices("60", "225", "75", "120", "6")
			},
			fast: prices("30", "150", "37.5", "60", "3")
		},
		{
			from: "2026-03-14",
			list: prices("5", "25", "6.25", "10", "0.5"),
			fast: prices("30", "150", "37.5", "60", "3")
		},
		{
			from: "2026-06-30",
			list: prices("5", "25", "6.25", "10", "0.5"),
			afterFast: "standard"
		}
	],
	sources: [
		"CC",
		"DOCS-AUG",
		"GP",
		"MD"
	]
};

// src/models/opus/opus-4-7.ts
const opus47 = {
	...sinceOpus47,
	id: "claude-opus-4-7",
	aliases: [],
	bedrockIds: ["anthropic.claude-opus-4-7"],
	vertexIds: ["claude-opus-4-7"],
	regionalPremium: true,
	releasedOn: "2026-04-16",
	retiresNotBefore: "2027-04-16",
	minCacheTokens: 2048,
	maxOutputInBatch: 3e5,
	thinksByDefault: false,
	systemMessages: "refused",
	framing: {
		kind: "B7",
		inferred: false,
		generation: "4.7"
	},
	toolPrompt: {
		auto: 675,
		forced: 804
	},
	periods: [{
		from: "2026-04-16",
		list: prices("5", "25", "6.25", "10", "0.5"),
		fast: prices("30", "150", "37.5", "60", "3")
	}, {
		from: "2026-07-25",
		list: prices("5", "25", "6.25", "10", "0.5"),
		afterFast: "refused"
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"GP",
		"MD"
	]
};

// src/models/opus/opus-4-8.ts
const opus48 = {
	...sinceOpus47,
	id: "claude-opus-4-8",
	aliases: [],
	bedrockIds: ["anthropic.claude-opus-4-8"],
	vertexIds: ["claude-opus-4-8"],
	regionalPremium: true,
	releasedOn: "2026-05-28",
	retiresNotBefore: "2027-05-28",
	minCacheTokens: 1024,
	maxOutputInBatch: 3e5,
	thinksByDefault: false,
	framing: {
		kind: "C",
		inferred: false,
		generation: "4.8"
	},
	toolPrompt: {
		auto: 290,
		forced: 410
	},
	periods: [{
		from: "2026-05-28",
		list: prices("5", "25", "6.25", "10", "0.5"),
		fast: prices("10", "50", "12.5", "20", "1")
	}, {
		from: "2026-12-01",
		list: prices("5", "25", "6.25", "10", "0.5"),
		afterFast: "refused"
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"GP",
		"SKILL-NOV"
	]
};

// src/models/opus/opus-5.ts
const opus5 = {
	...sinceOpus47,
	id: "claude-opus-5",
	aliases: [],
	bedrockIds: ["anthropic.claude-opus-5"],
	vertexIds: ["claude-opus-5"],
	regionalPremium: true,
	releasedOn: "2026-07-24",
	retiresNotBefore: "2027-07-24",
	minCacheTokens: 512,
	effortChange: {
		keeps: "nothing",
		source: "anthropics/claude-code#92444"
	},
	maxOutputInBatch: 3e5,
	thinksAboveHigh: true,
	messageEffortAllowed: true,
	framing: {
		kind: "C",
		inferred: false,
		generation: "5-opus"
	},
	toolPrompt: {
		auto: 286,
		forced: 406
	},
	periods: [{
		from: null,
		list: prices("5", "25", "6.25", "10", "0.5"),
		fast: prices("10", "50", "12.5", "20", "1")
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"DOCS-NOV",
		"GP",
		"SKILL-NOV"
	]
};

// src/models/opus/opus-5-5.ts
const opus55 = {
	...sinceOpus47,
	id: "claude-opus-5-5",
	aliases: [],
	bedrockIds: ["anthropic.claude-opus-5-5"],
	vertexIds: ["claude-opus-5-5"],
	regionalPremium: true,
	releasedOn: "2026-09-22",
	retiresNotBefore: "2027-09-22",
	minCacheTokens: 512,
	maxOutputInBatch: 3e5,
	alwaysThinks: true,
	defaultEffort: "medium",
	forcedToolChoiceAllowed: false,
	messageEffortAllowed: true,
	olderComputerAllowed: false,
	framing: {
		kind: "C5",
		inferred: false,
		generation: "5.5"
	},
	toolPrompt: {
		auto: 286,
		forced: null
	},
	periods: [{
		from: null,
		list: prices("4", "20", "5", "8", "0.2"),
		fast: prices("8", "40", "10", "16", "0.4")
	}],
	sources: [
		"CC",
		"DOCS-NOV",
		"SKILL",
		"SKILL-NOV"
	]
};

// src/models/sonnet/sonnet-3.ts
const sonnet3 = {
	...beforeOpus47,
	id: "claude-3-sonnet-20240229",
	aliases: [],
	bedrockIds: ["anthropic.claude-3-sonnet-20240229-v1:0"],
	vertexIds: ["claude-3-sonnet@20240229"],
	regionalPremium: false,
	status: "retired",
	releasedOn: null,
	retiresOn: "2025-07-21",
	retiresNotBefore: null,
	minCacheTokens: null,
	maxOutput: 4096,
	maxOutputInBatch: null,
	framing: {
		kind: "A",
		inferred: false,
		generation: "3-sonnet"
	},
	toolPrompt: {
		auto: 159,
		forced: 235
	},
	periods: [{
		from: null,
		list: prices("3", "15", null, null, null)
	}],
	sources: ["GP", "DEPR"]
};

// src/models/sonnet/sonnet-3-5.ts
const sonnet35 = {
	...beforeOpus47,
	id: "claude-3-5-sonnet-20241022",
	aliases: ["claude-3-5-sonnet-latest"],
	bedrockIds: ["anthropic.claude-3-5-sonnet-20241022-v2:0"],
	vertexIds: ["claude-3-5-sonnet-v2@20241022"],
	regionalPremium: false,
	status: "retired",
	releasedOn: null,
	retiresOn: "2025-10-28",
	retiresNotBefore: null,
	minCacheTokens: 1024,
	maxOutput: 8192,
	maxOutputInBatch: null,
	framing: {
		kind: "A",
		inferred: false,
		generation: "3.5-sonnet"
	},
	toolPrompt: {
		auto: 346,
		forced: 313
	},
	periods: [{
		from: null,
		list: prices("3", "15", "3.75", "6", "0.3")
	}],
	sources: [
		"CC",
		"GP",
		"DEPR"
	]
};

// src/models/sonnet/sonnet-3-5-june.ts
const sonnet35June = {
	...beforeOpus47,
	id: "claude-3-5-sonnet-20240620",
	aliases: [],
	bedrockIds: ["anthropic.claude-3-5-sonnet-20240620-v1:0"],
	vertexIds: ["claude-3-5-sonnet@20240620"],
	regionalPremium: false,
	status: "retired",
	releasedOn: null,
	retiresOn: "2025-10-28",
	retiresNotBefore: null,
	minCacheTokens: 1024,
	maxOutput: 8192,
	maxOutputInBatch: null,
	framing: {
		kind: "A",
		inferred: false,
		generation: "3.5-sonnet-june"
	},
	toolPrompt: {
		auto: 294,
		forced: 261
	},
	periods: [{
		from: null,
		list: prices("3", "15", "3.75", "6", "0.3")
	}],
	sources: ["GP", "DEPR"]
};

// src/models/sonnet/sonnet-3-7.ts
const sonnet37 = {
	...beforeOpus47,
	id: "claude-3-7-sonnet-20250219",
	aliases: ["claude-3-7-sonnet-latest"],
	bedrockIds: ["anthropic.claude-3-7-sonnet-20250219-v1:0"],
	vertexIds: ["claude-3-7-sonnet@20250219"],
	regionalPremium: false,
	status: "retired",
	releasedOn: null,
	retiresOn: "2026-02-19",
	retiresNotBefore: null,
	minCacheTokens: 1024,
	maxOutput: 64e3,
	maxOutputInBatch: null,
	framing: {
		kind: "A",
		inferred: false,
		generation: "3.5-sonnet"
	},
	toolPrompt: {
		auto: 346,
		forced: 313
	},
	periods: [{
		from: null,
		list: prices("3", "15", "3.75", "6", "0.3")
	}],
	sources: [
		"CC",
		"GP",
		"DEPR"
	]
};

// src/models/sonnet/sonnet-4.ts
const sonnet4 = {
	...beforeOpus47,
	id: "claude-sonnet-4-20250514",
	aliases: [
		"claude-sonnet-4-0",
		"claude-sonnet-4",
		"claude-4-sonnet-20250514"
	],
	bedrockIds: ["anthropic.claude-sonnet-4-20250514-v1:0"],
	vertexIds: ["claude-sonnet-4@20250514"],
	regionalPremium: false,
	status: "retired",
	releasedOn: null,
	retiresOn: "2026-06-15",
	retiresNotBefore: null,
	minCacheTokens: 1024,
	maxOutput: 64e3,
	maxOutputInBatch: null,
	framing: {
		kind: "A",
		inferred: false,
		generation: "4"
	},
	toolPrompt: {
		auto: 313,
		forced: 315
	},
	periods: [{
		from: null,
		list: prices("3", "15", "3.75", "6", "0.3"),
		long: {
			over: 2e5,
			prices: prices("6", "22.5", "7.5", "12", "0.6"),
			beta: "context-1m-2025-08-07"
		}
	}, {
		from: "2026-05-01",
		list: prices("3", "15", "3.75", "6", "0.3")
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"GP"
	]
};

// src/models/sonnet/sonnet-4-5.ts
const sonnet45 = {
	...beforeOpus47,
	id: "claude-sonnet-4-5",
	aliases: ["claude-sonnet-4-5-20250929"],
	bedrockIds: ["anthropic.claude-sonnet-4-5-20250929-v1:0"],
	vertexIds: ["claude-sonnet-4-5@20250929"],
	regionalPremium: true,
	status: "deprecated",
	releasedOn: null,
	retiresOn: "2026-11-30",
	retiresNotBefore: null,
	minCacheTokens: 1024,
	maxOutput: 64e3,
	maxOutputInBatch: null,
	framing: {
		kind: "A",
		inferred: false,
		generation: "4.5"
	},
	toolPrompt: {
		auto: 496,
		forced: 588
	},
	periods: [{
		from: null,
		list: prices("3", "15", "3.75", "6", "0.3"),
		long: {
			over: 2e5,
			prices: prices("6", "22.5", "7.5", "12", "0.6"),
			beta: "context-1m-2025-08-07"
		}
	}, {
		from: "2026-05-01",
		list: prices("3", "15", "3.75", "6", "0.3")
	}],
	sources: [
		"SDK",
		"CC",
		"DOCS-AUG",
		"GP",
		"SDK-1.13",
		"SKILL-NOV"
	]
};

// src/models/sonnet/sonnet-4-6.ts
const sonnet46 = {
	...beforeOpus47,
	id: "claude-sonnet-4-6",
	aliases: [],
	bedrockIds: ["anthropic.claude-sonnet-4-6"],
	vertexIds: ["claude-sonnet-4-6"],
	regionalPremium: true,
	status: "active",
	releasedOn: "2026-02-17",
	retiresOn: null,
	retiresNotBefore: "2027-02-17",
	minCacheTokens: 1024,
	contextWindow: 1e6,
	maxOutput: 128e3,
	maxOutputInBatch: 3e5,
	keepsPriorThinking: true,
	prefillAllowed: false,
	dataResidency: true,
	effortLevels: [
		"low",
		"medium",
		"high",
		"max"
	],
	framing: {
		kind: "A6",
		inferred: false,
		generation: "4.6"
	},
	toolPrompt: {
		auto: 497,
		forced: 589
	},
	periods: [{
		from: "2026-02-17",
		list: prices("3", "15", "3.75", "6", "0.3"),
		long: {
			over: 2e5,
			prices: prices("6", "22.5", "7.5", "12", "0.6")
		}
	}, {
		from: "2026-03-14",
		list: prices("3", "15", "3.75", "6", "0.3")
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"GP"
	]
};

// src/models/sonnet/sonnet-5.ts
const sonnet5 = {
	...sinceOpus47,
	id: "claude-sonnet-5",
	aliases: [],
	bedrockIds: ["anthropic.claude-sonnet-5"],
	vertexIds: ["claude-sonnet-5"],
	regionalPremium: true,
	releasedOn: "2026-06-30",
	retiresNotBefore: "2027-06-30",
	minCacheTokens: 1024,
	effortChange: {
		keeps: "system",
		source: "anthropics/claude-code#92444"
	},
	maxOutputInBatch: 3e5,
	systemMessages: "disputed",
	framing: {
		kind: "C",
		inferred: false,
		generation: "5-sonnet"
	},
	toolPrompt: {
		auto: 354,
		forced: 474
	},
	periods: [{
		from: null,
		list: prices("2", "10", "2.5", "4", "0.2")
	}],
	sources: [
		"CC",
		"DOCS-AUG",
		"DOCS-NOV",
		"GP",
		"SKILL-NOV"
	]
};

// src/models/sonnet/sonnet-5-5.ts
const sonnet55 = {
	...sinceOpus47,
	id: "claude-sonnet-5-5",
	aliases: [],
	bedrockIds: ["anthropic.claude-sonnet-5-5"],
	vertexIds: ["claude-sonnet-5-5"],
	regionalPremium: true,
	releasedOn: "2026-09-28",
	retiresNotBefore: "2027-09-28",
	minCacheTokens: 512,
	maxOutputInBatch: 3e5,
	alwaysThinks: true,
	forcedToolChoiceAllowed: false,
	betweenToolsAllowed: true,
	messageEffortAllowed: true,
	olderComputerAllowed: false,
	framing: {
		kind: "C5",
		inferred: false,
		generation: "5.5",
		citationSurcharge: 83,
		systemMessage: -1
	},
	toolPrompt: {
		auto: null,
		forced: null
	},
	periods: [{
		from: "2026-09-28",
		list: prices("2", "10", "2.5", "4", "0.2")
	}, {
		from: "2026-10-07",
		list: prices("2", "10", "2.5", "4", "0.1")
	}],
	sources: [
		"CC",
		"DOCS-NOV",
		"PROMPTFUEL",
		"SKILL-NOV"
	]
};

// src/models/catalogue.ts
const models = {
	"claude-fable-5-2": fable52,
	"claude-fable-5-1": fable51,
	"claude-fable-5": fable5,
	"claude-mythos-5-2": mythos52,
	"claude-mythos-5-1": mythos51,
	"claude-mythos-5": mythos5,
	"claude-mythos-preview": mythosPreview,
	"claude-opus-5-5": opus55,
	"claude-opus-5": opus5,
	"claude-opus-4-8": opus48,
	"claude-opus-4-7": opus47,
	"claude-opus-4-6": opus46,
	"claude-opus-4-5": opus45,
	"claude-opus-4-1": opus41,
	"claude-opus-4-20250514": opus4,
	"claude-3-opus-20240229": opus3,
	"claude-sonnet-5-5": sonnet55,
	"claude-sonnet-5": sonnet5,
	"claude-sonnet-4-6": sonnet46,
	"claude-sonnet-4-5": sonnet45,
	"claude-sonnet-4-20250514": sonnet4,
	"claude-3-7-sonnet-20250219": sonnet37,
	"claude-3-5-sonnet-20241022": sonnet35,
	"claude-3-5-sonnet-20240620": sonnet35June,
	"claude-3-sonnet-20240229": sonnet3,
	"claude-haiku-5-5": haiku55,
	"claude-haiku-4-5": haiku45,
	"claude-3-5-haiku-20241022": haiku35,
	"claude-3-haiku-20240307": haiku3
};
const priceBookDate = "2026-11-24";
const catalogue = Object.values(models);

// src/models/names.ts
function readName(name) {
	let rest = name.replace(wideWindow, "");
	let platform = null;
	const reseller = resellerPrefix.exec(rest)?.[1] ?? null;
	for (let row = prefixOf(rest); row !== null; row = prefixOf(rest)) {
		rest = rest.slice(row.length);
		platform ??= row.platform;
	}
	const resource = arn.exec(rest)?.[1];
	if (resource !== void 0) [rest, platform] = [resource, "bedrock"];
	const [onBedrock = "", geo = null] = bedrockPrefix.exec(rest) ?? [];
	if (onBedrock !== "") [rest, platform] = [rest.slice(onBedrock.length), "bedrock"];
	const dated = (rest.endsWith(vertexDefault) ? rest.slice(0, -vertexDefault.length) : rest).replace(vertexDate, "-$1");
	if (dated !== rest) platform ??= "vertex";
	const bare = dated.replace(bedrockVersion, "");
	if (bare !== dated && bedrockVersion.exec(dated)?.[1] !== void 0) platform ??= "bedrock";
	return {
		id: bare.replace(dot, "-"),
		platform,
		geo,
		reseller
	};
}
function inVendorsOrder(id) {
	const [, version, family, date = ""] = versionFirst.exec(id) ?? [];
	return version === void 0 || family === void 0 ? null : `claude-${family}-${version}${date}`;
}
function releaseName(id) {
	const date = versionFirst.exec(id)?.[3];
	const turned = inVendorsOrder(id);
	if (date === void 0 || turned === null) return null;
	const day = `${date.slice(1, 5)}-${date.slice(5, 7)}-${date.slice(7)}`;
	return {
		id: turned.slice(0, -date.length),
		day
	};
}
function withoutFast(id) {
	return id.endsWith(fastTail) ? id.slice(0, -fastTail.length) : null;
}
function isMovingName(name) {
	return name.startsWith("~");
}
const resellerPrefix = new RegExp(`^(${[
	"vercel_ai_gateway",
	"openrouter",
	"deepinfra",
	"perplexity",
	"replicate",
	"gmi",
	"github_copilot",
	"heroku",
	"snowflake",
	"aihubmix",
	"databricks",
	"gradient_ai"
].join("|")})/`);
const prefixes = [
	[/^bedrock\/claude_platform\//, "claude"],
	[/^bedrock(?:_mantle)?[/:](?:invoke\/|converse\/)?(?:[a-z]{2}(?:-[a-z]+)+-\d\/)?/, "bedrock"],
	[/^\d+-month-commitment\//, null],
	[/^vertex_ai\//, "vertex"],
	[/^azure_ai\//, "foundry"],
	[resellerPrefix, null],
	[/^databricks-/, null],
	[/^anthropic[/:-]/, null]
];
function prefixOf(name) {
	for (const [pattern, platform] of prefixes) {
		const length = pattern.exec(name)?.[0].length ?? 0;
		if (length > 0) return {
			length,
			platform
		};
	}
	return null;
}
const wideWindow = /\[1m\]$/;
const arn = /^arn:aws[\w-]*:bedrock:[^/]*\/(.+)$/;
const bedrockPrefix = /^(?:(us|us-gov|eu|apac|au|jp|in|global)\.)?anthropic\./;
const vertexDefault = "@default";
const vertexDate = /@(\d{8})$/;
const bedrockVersion = /-v\d+(:\d+)?(?=$|-\d{8}$)/;
const dot = /(?<=\d)\.(?=\d)/g;
const versionFirst = /^claude-(\d+(?:-\d{1,2})?)-([a-z]+)(-\d{8})?$/;
const fastTail = "-fast";

// src/models/lookup.ts
function findModel(name) {
	const own = firstParty.get(name);
	if (own !== void 0) return {
		model: own,
		platform: "claude",
		regional: false,
		fast: false,
		reseller: null
	};
	const { id, platform: said, geo, reseller } = readName(name);
	const exact = findBare(id);
	const atSpeed = exact === null ? withoutFast(id) : null;
	const model = exact ?? (atSpeed === null ? null : findBare(atSpeed));
	if (model === null) return null;
	const fast = exact === null;
	if (fast && !hasFastMode(model)) return null;
	const platform = said ?? "claude";
	return {
		model,
		platform,
		regional: model.regionalPremium ? regionalOf(platform, geo) : false,
		fast,
		reseller
	};
}
function findDearName(name) {
	const named = findModel(name);
	return named === null ? null : dearName(named.model.id, named.fast);
}
function dearName(id, fast) {
	return fast ? `${id}-fast` : id;
}
function findBare(id) {
	const named = byName.get(id) ?? byName.get(inVendorsOrder(id) ?? "");
	if (named !== void 0) return named;
	const release = releaseName(id);
	const released = byName.get(release?.id ?? "");
	return released?.releasedOn === release?.day ? released ?? null : null;
}
function regionalOf(platform, geo) {
	if (platform === "claude") return false;
	return platform === "bedrock" && geo !== null ? geo !== "global" : null;
}
function hasFastMode({ periods }) {
	return periods.some(({ fast, afterFast }) => fast !== void 0 || afterFast !== void 0);
}
const firstParty = /* @__PURE__ */ new Map();
const cloudIds = [];
for (const model of catalogue) {
	for (const id of [model.id, ...model.aliases]) firstParty.set(id, model);
	cloudIds.push(...model.bedrockIds, ...model.vertexIds);
}
const releaseNames = {
	"claude-4-opus-20250522": "claude-opus-4-20250514",
	"claude-4-sonnet-20250522": "claude-sonnet-4-20250514"
};
const byName = new Map(firstParty);
for (const undated of [/-latest$/, /-\d{8}$/]) for (const [id, model] of firstParty) {
	const stem = id.replace(undated, "");
	if (!byName.has(stem)) byName.set(stem, model);
}
for (const [name, id] of Object.entries(releaseNames)) {
	const model = firstParty.get(id);
	if (model !== void 0) byName.set(name, model);
}
function findByPriceBookId(id) {
	return byId.get(id) ?? null;
}
const byId = new Map(catalogue.map((model) => [model.id, model]));
function findPeriod(id, day) {
	return periodOn(byId.get(id)?.periods ?? [], day);
}
function isFastOver(model, day) {
	const period = findPeriod(model, day);
	return period !== null && period.fast === void 0 && period.afterFast === "standard";
}
function nearestModels(id) {
	if (!familyWords.test(id)) return [];
	const { id: bare } = readName(id);
	const asked = (inVendorsOrder(bare) ?? bare).slice(0, 80);
	return knownIds.map((known) => ({
		known,
		edits: editDistance(asked, known, { swaps: false })
	})).sort((a, b) => a.edits - b.edits || ascending(a.known, b.known)).slice(0, 3).map(({ known }) => known);
}
const familyWords = /cla|laud|anthrop|opu|sonn|onnet|haik|aiku|fabl|myth/i;
const knownIds = [.../* @__PURE__ */ new Set([...firstParty.keys(), ...cloudIds])];

// src/api/model.ts
function modelOf(document) {
	const name = document?.["model"];
	return typeof name === "string" ? name : null;
}
function modelMember(document) {
	return document?.["model"] ?? null;
}
function priceBookIdOf(document) {
	return priceBookId(modelOf(document) ?? "");
}
function isFastName(name) {
	return name !== null && (findModel(name)?.fast ?? false);
}
function priceBookId(name) {
	return findModel(name)?.model.id ?? name;
}

// src/api/number.ts
function wholeNumber(value) {
	const number = anyNumber(value);
	return Number.isSafeInteger(number) && number >= 0 ? number : null;
}
function anyNumber(value) {
	if (typeof value === "number") return value;
	return value !== void 0 && isNumberText(value) ? Number(value.numberText) : NaN;
}

// src/api/request.ts
const levels = [
	"tools",
	"system",
	"messages"
];
function messagesOf(body) {
	const messages = body["messages"];
	return isArray(messages) ? messages : null;
}
function toolsOf(body) {
	const tools = body["tools"];
	return isArray(tools) ? tools : [];
}
function outputConfigOf(body) {
	const config = body["output_config"];
	return isObject(config) ? config : {};
}
function maxTokensOf(body) {
	return wholeNumber(body["max_tokens"]);
}
function isFast(body) {
	return body["speed"] === "fast" || isFastName(modelOf(body));
}
function endsInAnswer(body) {
	const last = messagesOf(body)?.at(-1);
	return isObject(last) && last["role"] === "assistant";
}

// src/problems/text.ts
const severities = [
	"error",
	"warning",
	"note"
];
function text(severity, message, fix) {
	return {
		severity,
		message,
		fix
	};
}

// src/problems/reconciling/admin-reports.ts
const keyFix = "Make an admin key (`sk-ant-admin\u2026`) in the Console, as an admin of the organisation, and put it into ANTHROPIC_ADMIN_KEY. Or give the Console's CSV exports as files.";
const adminReportProblems = {
	"admin-key-missing": text("error", (details) => details.malformed ? "What ANTHROPIC_ADMIN_KEY holds cannot be a key: it has spaces or other characters no key has." : "`--admin` needs an admin key, and ANTHROPIC_ADMIN_KEY is not set.", () => keyFix),
	"admin-key-refused": text("error", (details) => `The reports were refused (${String(details.status)})${details.ordinary ? ": ANTHROPIC_ADMIN_KEY holds an ordinary API key, which may not read them" : ": this key may not read usage and cost"}.`, () => keyFix),
	"admin-refused": text("error", (details) => `The ${details.report} report answered ${String(details.status)} (${details.type}).`, (details) => details.status === 404 ? "This organisation has no such report: individual accounts and some clouds do not. Give the Console's CSV exports as files." : "Check the days and filters. The reports reach back 365 days, and not before 2026-01-01; organisations with HIPAA readiness have none."),
	"admin-rate-limited": text("error", (details) => `The reports are rate limited (429)${details.seconds === null ? "" : `: they ask to wait ${counted(details.seconds, "second")}`}.`, () => "Wait, and run it again; about one poll a minute is meant."),
	"admin-unavailable": text("error", (details) => `The reports could not be read: ${details.said}, ${counted(details.tries, "time")} in a row.`, () => "Run it again later, or give the Console's CSV exports as files."),
	"admin-answer": text("error", (details) => `The ${details.report} report answered with ${details.what}.`, () => "If something between here and api.anthropic.com answers in its place (a proxy, a sign-in page), go around it. Else this program needs an update."),
	"admin-range": text("error", (details) => `The reports do not reach back to ${details.from}: the first day they have is ${details.first}.`, () => "Choose later days, or give the Console's CSV exports as files."),
	"admin-base-url": text("warning", () => "ANTHROPIC_BASE_URL names another place and is not used here: an admin key is sent to api.anthropic.com only.", () => "Nothing to do.")
};

// src/problems/replaying/phrases.ts
function andMore(more) {
	return more === 0 ? "" : ` and ${counted(more, "more request")}`;
}
function theyWere(more) {
	return plural(more + 1, "It was", "They were");
}
function nameError(status, kind) {
	return status === null ? kind : `${String(status)} ${kind}`;
}
const checkModel = "Check the model's id and whether this key may use it.";
function quoted(said) {
	return said === "" ? "" : `: ${said.replace(/\.?$/, "")}`;
}

// src/problems/replaying/batches.ts
const batchEnds = {
	errored: "failed in its batch",
	canceled: "was cancelled with its batch",
	expired: "was not reached within 24 hours and expired"
};
const batchProblems = {
	"replay-batch-unfit": text("error", (details) => `${details.exchange} cannot go into a batch: ${details.why}.`, () => "Leave its scenario out of `--batch`, or replay it without."),
	"replay-batch-refused": text("error", (details) => `The API refused a batch of ${counted(details.requests, "request")} (${nameError(details.status, details.kind)})${quoted(details.why)}. Nothing was billed for it.`, (details) => details.status === 429 || details.status === 529 ? "Call `replay --batch` again later." : "Replay a scenario without `--batch` to see which of its requests the API refuses."),
	"replay-batch-item": text("error", (details) => `${details.exchange} has no answer: it ${batchEnds[details.how]}${details.said === "" ? "" : ` (${details.said})`}. Nothing was billed for it.`, (details) => details.how === "errored" ? "Check the request, then call `replay` again." : "Call `replay` again to send it."),
	"replay-batch-open": text("error", (details) => details.batch === null ? `Nobody knows yet whether a batch of ${counted(details.requests, "request")} reached the API: it is not among what this key is shown, or has not ended, or could not be asked for.` : `Nobody says what became of batch ${details.batch} of ${counted(details.requests, "request")}: the API could not be asked, or did not end it.`, (details) => details.batch === null ? "Call `replay` again with the same key, 20 minutes after it was sent: by then it is in the list, or was never there. Until then it counts as spent in full. `--resend-unknown` sends its requests again all the same." : "Call `replay` again, with the key it was sent with: it goes on with that batch. Until then it counts as spent in full. Where that key is no more, another one with `--resend-unknown` sends its requests again."),
	"replay-batch-stopped": text("error", (details) => `${nameBatch(details)} was left open when the replay was stopped.`, () => "Call `replay` again: it goes on with that batch. Until then it counts as spent in full."),
	"replay-batch-aside": text("warning", (details) => `${nameBatch(details)} has no outcome yet, and was not waited for: no run that is sent now asks for it.`, () => "Call `replay` with the scenarios of that batch to have its answers. Until then it counts as spent in full."),
	"replay-batch-gone": text("error", (details) => `What became of ${counted(details.requests, "request")} of batch ${details.batch} cannot be had any more: the API has the batch, or its results, no longer. It keeps results for 29 days.`, () => "They may have been paid, count as spent in full and are not sent again, unless with `--resend-unknown`.")
};
function nameBatch({ batch, requests }) {
	const size = counted(requests, "request");
	return batch === null ? `A batch of ${size} whose id never came` : `Batch ${batch} of ${size}`;
}

// src/problems/billing.ts
const billingProblems = {
	"unknown-model": text("error", ({ model, nearest }) => nearest.length === 0 ? `\`${model}\` is no Claude model: neither its prices nor its tokens are known.` : `No prices are known for the model \`${model}\`.`, ({ model, nearest }) => {
		const line = `\`models: { "${model}": id }\``;
		return nearest.length === 0 ? `If a Claude model answers under this name, say which in promptcost.yml (${line}), or give its prices there, under \`prices:\`.` : `Did you mean ${listQuoted(nearest)}? Correct the id, say in promptcost.yml what the name means (${line}), or give its prices there, under \`prices:\`.`;
	}),
	"price-unknown": text("error", (details) => `No price is known for ${details.class} of \`${details.model}\` (${details.rate}).`, () => "Give it under `prices:` in promptcost.yml."),
	"price-unknown-on-day": text("error", (details) => `\`${details.model}\` has no price on ${details.day}: it was released on ${details.releasedOn}.`, () => "Correct the exchange's time or its model, or choose a later `--as-of`."),
	"time-before-release": text("warning", (details) => `This recording is of ${details.day}, before \`${details.model}\` was released: its model was edited afterwards. Priced as of ${details.asOf}.`, () => "Record it again, or give the day with `--as-of`."),
	"model-retired": text("warning", (details) => `\`${details.model}\` is retired on the Claude API since ${details.retiresOn}: it answers no request on ${details.day}. Its last rates are used.`, () => "Move to a current model, or price at an earlier day with `--as-of`."),
	"model-retires-soon": text("warning", (details) => `\`${details.model}\` retires on ${details.retiresOn}, in ${counted(details.days, "day")}: the Claude API refuses its requests from then on.`, ({ newest }) => newest === null ? "Move to a current model before that day." : `Move to a current model before that day (the newest of its family is \`${newest}\`).`),
	"model-missing": text("error", () => "Neither the request nor the response names a model.", () => "Put the `model` in."),
	"usage-missing": text("error", () => "No usage is recorded here, so nothing can be billed.", () => "Record the response with its `usage`, or leave this exchange out."),
	"usage-malformed": text("error", (details) => `\`${details.field}\` is ${details.fault}, not a whole number of tokens.`, () => "Put the response's usage in as the API sent it."),
	"usage-disagrees": text("error", (details) => `The parts of \`${details.field}\` add up to ${details.sum}, more than its total of ${details.total}.`, () => "Put the response's usage in as the API sent it."),
	"usage-value-unknown": text("warning", (details) => `\`${details.field}\` holds a value that is not known; ${details.taken} is assumed.`, () => "Check the recording. If the API has a new value, this program needs an update."),
	"iteration-unknown": text("error", (details) => `\`${details.field}\` is of a kind that is not known, so its price is not either.`, () => "If the API has a new kind of iteration, this program needs an update."),
	"advisor-model-from-tool": text("note", (details) => `An advisor's pass names no model: priced as \`${details.model}\`, which the request's advisor tool names.`, () => "Record the iteration's `model` where the API gives it."),
	"advisor-unpriced": text("warning", (details) => `${counted(details.passes, "pass", "passes")} of an advisor (${counted(details.input, "token")} of input, ${groupDigits(details.output)} of output) name no model, and no advisor tool of a recorded request does: the figure is without them.`, () => "Record the request with its advisor tool, or the iteration's `model`."),
	"cache-write-split-unknown": text("warning", (details) => `The usage does not say which cache writes were for 5 minutes and which for 1 hour (${details.why}): priced at 5 minutes.`, () => "Record `usage.cache_creation`. At the most they cost what the figure for 1 hour says (`usdHigh`)."),
	"priced-as-of": text("note", (details) => `No time is recorded: priced as of ${details.day}.`, () => "Record when the request was made, or choose the day with `--as-of`."),
	"time-unreadable": text("warning", (details) => `The recorded time cannot be read: priced as of ${details.day}.`, () => "Write it as an ISO time: 2026-11-24T09:30:00Z."),
	"output-not-final": text("warning", () => "The answer has no stop reason: it was recorded before it ended, so its output is at least this much.", () => "Record the usage that comes with the end of the stream."),
	"refusal-not-billed": text("note", (details) => `\`${details.model}\` refused before any output (category ${details.category}): not billed.`, () => "Nothing to do. It counts toward rate limits all the same."),
	"refusal-category-unknown": text("warning", (details) => `\`${details.model}\` refused before any output and no known category says whether that is billed: taken as billed.`, () => "Record `stop_details`."),
	"speed-assumed": text("note", () => "The request asked for fast mode and the usage does not say whether it got it: billed as fast.", () => "Record `usage.speed`."),
	"declined-speed-unknown": text("note", (details) => `The request asked for fast mode, and nothing says whether \`${details.model}\`, which declined, ran in it: billed as standard, at the most as fast.`, () => "Nothing to do: the usage names the speed of the model that answered only."),
	"fast-mode-over": text("note", (details) => `Fast mode of \`${details.model}\` was over on ${details.day}: billed as standard.`, () => "Take `speed: \"fast\"` out of the request."),
	"fast-mode-refused": text("error", (details) => `\`${details.model}\` had no fast mode on ${details.day}${details.why}, so there is no price for it.`, () => "Correct the time, the model or `usage.speed`."),
	"reseller-at-list": text("note", ({ model, reseller }) => `\`${model}\` is priced at the Claude API's list: what ${reseller} charges is not known here.`, () => "Give the prices you pay under `prices:` in promptcost.yml, where they are others."),
	"region-unknown": text("warning", (details) => `\`${details.model}\` does not say whether its endpoint is global or regional: the figure is the global endpoint's, its upper end the regional one's, which costs 10 % more.`, () => "Name the region where the id can (`global.\u2026`, `us.\u2026`), or give your prices under `prices:`."),
	"priority-at-list": text("note", () => "Priority Tier is priced at list rates; what the commitment costs stands in its contract.", () => "Give your own rates under `prices:` in promptcost.yml."),
	"band-by-total": text("note", (details) => `The usage adds up several passes of server tools, so no single prompt is known: \`${details.model}\` is priced at its ${details.band} rates.`, () => "Record `usage.iterations`."),
	"fallback-credit": text("note", () => "A fallback credit was redeemed: some cache writes were billed as reads, which the usage does not show; the figure is the most it can be.", () => "Compare it with the bill."),
	"container-hours": text("note", () => "Code execution may cost $0.05 per container-hour beyond the free hours; usage does not show it, so it is left out.", () => "Compare it with the bill.")
};

// src/problems/command-line.ts
const commandLineProblems = {
	"command-line": text("error", ({ said }) => `${said}.`, ({ help }) => `\`${help}\` says what there is.`),
	"config-elsewhere": text("error", () => "The config lies outside this repository.", () => "Name one inside of it, or call the command in the repository that the config is of."),
	"folder-gone": text("error", () => "The folder that the command runs in is there no more.", () => "Change to one that is."),
	"file-not-written": text("error", ({ file, why }) => `\`${file}\` could not be written: ${why}.`, () => "Let it be written, or name another place."),
	"demo-missing": text("error", () => "The bundled example is not where it should be, beside dist: fixtures/demo.", () => "Install promptcost anew."),
	"not-foreseen": text("error", ({ name }) => `This should not have happened (${name}).`, () => "Please report it, with what the standard error says."),
	"api-settings": text("error", ({ fault }) => fault === "no-key" ? "The API key has characters that no key has, so nothing can be sent with it." : `ANTHROPIC_BASE_URL ${fault === "no-address" ? "is no address of a server" : "has a user name or a password in it, which no request can be sent with"}. Nothing was sent.`, ({ fault }) => fault === "no-key" ? "Set ANTHROPIC_API_KEY to the key alone, as the Console shows it." : fault === "no-address" ? "Give it as `https://api.anthropic.com`, or unset it." : "Take them out; what a gateway asks for goes into ANTHROPIC_CUSTOM_HEADERS.")
};

// src/problems/replaying/bounding.ts
const countFaults = {
	unreached: {
		what: "no answer came",
		fix: "Check the network and ANTHROPIC_BASE_URL, then call `replay` again."
	},
	busy: {
		what: "the API has no room",
		fix: "Call `replay` again later, or lower `--concurrency`."
	},
	failing: {
		what: "the API failed",
		fix: "Call `replay` again later."
	},
	foreign: {
		what: "what answered is not the Claude API",
		fix: "Check ANTHROPIC_BASE_URL: it must be the address of the API itself."
	}
};
const boundingProblems = {
	"replay-unbounded": text("error", (details) => `What ${details.exchange}${andMore(details.more)} may cost cannot be bounded: ${details.by}.`, (details) => `\`--unbounded ${details.scenario}\` sends such requests all the same; they may cost more than the cap leaves.`),
	"replay-no-price": text("error", (details) => `No price is known for \`${details.model}\`${details.fast ? " in fast mode" : ""}, so ${details.exchange}${andMore(details.more)} ${plural(details.more + 1, "is", "are")} not sent.`, (details) => details.fast ? "Take `speed` out of the request, or ask a model that has a fast mode." : "Correct the id, or give its prices under `prices:` in promptcost.yml."),
	"replay-count-failed": text("error", (details) => `\`count_tokens\` gave no number for ${details.exchange}${andMore(details.more)}, so nobody knows the most it may cost: ${countFaults[details.fault].what} (${nameError(details.status, details.kind)}), asked ${counted(details.tries, "time")}${details.asks === "" ? "" : `; ${details.asks}`}. ` + (details.stopped ? "Everything was stopped; nothing more was sent." : `${theyWere(details.more)} not sent.`), (details) => countFaults[details.fault].fix),
	"replay-count-refused": text("error", (details) => `\`count_tokens\` refuses ${details.exchange}${andMore(details.more)} (${nameError(details.status, details.kind)})${quoted(details.said)}. ${theyWere(details.more)} not sent, and nothing was billed.`, (details) => (details.status === 404 ? checkModel : "Check the request: the API would refuse it too.") + ` Where only \`count_tokens\` refuses it, \`--unbounded ${details.scenario}\` sends it by our own count.`),
	"replay-answer-unpriced": text("error", (details) => `The answer to ${details.exchange} ` + (details.name === null ? "has a usage that cannot be priced whole" : `is by \`${details.name}\`, for which no price is known`) + `: it counts as ${details.counts}, ${details.firm ? "the most it may have cost" : "which was expected of it"}. It is kept.`, (details) => details.name === null ? "Look at its usage; if the API has a new value there, this program needs an update." : "Give the model's prices under `prices:` in promptcost.yml."),
	"replay-cap-reached": text("error", (details) => `${details.exchange} is not sent: it may cost up to ${details.needs}, and ${details.left} are left of the cap.${details.more === 0 ? "" : ` Nor ${plural(details.more, "is", "are")} ${counted(details.more, "more run")} of its scenario.`}`, () => "Raise the cap and call `replay` again: what was answered is kept."),
	"replay-cap-passed": text("error", (details) => `${details.exchange}, which nothing bounds, cost ${details.cost}: ${details.spent} of ${details.cap} are spent. Nothing more was sent.`, () => "Raise the cap and call `replay` again: what was answered is kept."),
	"replay-overrun": text("error", (details) => `${details.exchange} cost ${details.cost}, more than its upper bound of ${details.bound}${details.name === null ? "" : `: \`${details.name}\` answered it, which was not asked`}. Everything was stopped.`, () => "Look at its answer's usage; please report how it came about.")
};

// src/problems/baselines/comparing.ts
const unreadable = {
	empty: "is empty",
	corrupt: "cannot be read",
	newer: "was written by a newer version"
};
const rulesMissing = {
	broken: {
		said: "has errors",
		fix: "Mend main's config; `promptcost check` there shows what is wrong with it."
	},
	"fixtures-broken": {
		said: "names fixtures that cannot be read, so nobody knows what they assert",
		fix: "Mend main's fixtures; `promptcost check` there shows what is wrong with them."
	},
	older: {
		said: "is not there yet, but main may have it by now",
		fix: "Take out `ref` at `actions/checkout`, or check out the head with `fetch-depth: 0`."
	}
};
const comparingProblems = {
	"acceptance-expired": text("note", (details) => `What this entry of \`accept\` allows has expired: it held until ${details.until}.`, () => "Remove it, or accept anew with another `until`."),
	"acceptance-not-for-budget": text("warning", (details) => `An acceptance is of what is more than on main; it does not raise \`${details.kind}\`, which is exceeded.`, (details) => `Raise \`${details.kind}\` in the config, or make the change cost less.`),
	"acceptance-stays": text("note", (details) => `Main has this entry of \`accept\` already: until ${details.until} every change may cost as much more than main then does.`, () => "Once the change it is meant for is merged, remove it; or say with `from` what main cost when it was accepted."),
	"acceptance-unknown-scenario": text("warning", (details) => `\`/promptcost accept\` of @${details.login} names \`${details.name}\`, and there is no such scenario: nothing is accepted by it.`, (details) => details.nearest.length > 0 ? `Did you mean ${listQuoted(details.nearest)}? Write the comment again.` : "Name a scenario of the config; one with spaces in its name stands in quotes."),
	"base-blobs-missing": text("error", (details) => `Not compared: blobs of ${details.commit} are missing from this partial clone and could not be fetched (${details.said}).`, ({ commit }) => `Give the job \`permissions: contents: read\` and pass the workflow's token, or check out without \`filter\` and \`sparse-checkout\`; locally \`git diff ${commit} > /dev/null\` brings them.`),
	"base-branch-unknown": text("error", (details) => details.asked ? `There is nothing to compare with: \`${details.tried[0] ?? ""}\` is no commit here.` : `There is no branch to compare with: ${listNames(details.tried)} do not exist here.`, () => "Name a commit or a branch that this clone has with `--base`, as git takes it: `main`, `origin/main`, `HEAD~1`, `v1.2`, 40 hexadecimal digits."),
	"base-commit-missing": text("error", (details) => `Commit ${details.commit} (${details.why}) is not in this clone and could not be fetched: ${details.said}.`, () => "Give the job `permissions: contents: read` and pass the workflow's token, or check out with `fetch-depth: 0` (a pull request's default checkout needs `fetch-depth: 2`)."),
	"base-is-head": text("note", (details) => details.same === "commit" ? `Nothing compared: commit ${details.commit} (${details.why}) is the head itself.` : `Nothing compared: commit ${details.commit} (${details.why}) has all of this head already.`, () => "Nothing to do after a merge; a change is compared on its pull request, and in a working tree once a file that a check reads is changed. Absolute budgets are judged."),
	"base-no-config": text("note", (details) => `Commit ${details.commit} has no \`${details.file}\`: there is nothing to compare with yet.`, () => "Nothing to do: once this is merged, changes are compared with it."),
	"base-not-projected": text("warning", (details) => `Not compared: the scenarios of commit ${details.commit} cannot be projected (${counted(details.problems, "problem")} there). ` + (details.baseline ? "Its baseline's figures stand, unexplained." : "Only absolute budgets are judged."), () => "Mend the base branch; `promptcost check` there shows what is wrong. `on-no-base: error` makes this exit 2."),
	"base-unrelated": text("error", (details) => `HEAD and \`${details.branch}\` have no common commit in this clone.`, () => "Check out with `fetch-depth: 0`, or name the commit with `--base` as 40 hexadecimal digits."),
	"baseline-corrupt": text("warning", (details) => `The baseline \`${details.file}\` at ${details.commit} ${unreadable[details.state]}. The base was worked out from its own tree instead.`, (details) => details.state === "newer" ? "Use the version of promptcost that wrote it, or write it anew with `promptcost update`." : "Write it anew: `promptcost update`."),
	"baseline-drift": text("warning", (details) => `The baseline \`${details.file}\` at ${details.commit} claims to be current, but says ${details.written} where that commit's own files cost ${details.worked} ${details.unit}. It was edited by hand; the files stand.`, () => "Write it anew: `promptcost update`."),
	"baseline-newer": text("error", (details) => `The baseline \`${details.file}\` was written by a newer version; it is left as it is.`, () => "Use that version, or delete the file and run `promptcost update` again."),
	"baseline-stale": text("note", (details) => (details.reasons === null ? `There is no baseline \`${details.file}\` at ${details.commit} yet: ` : `The baseline \`${details.file}\` at ${details.commit} is not current (${listNames(details.reasons, "and")}): `) + "main's figures are worked out from its own files.", () => "An update is due: the push job writes it, or `promptcost update` does."),
	"checkout-is-not-the-head": text("error", (details) => `The checked-out commit ${details.head} is neither the event's head ${details.expected} nor, of a pull request, its merge, so it says nothing about this change.`, () => "Let `actions/checkout` check out what the event names: take out its `ref`, or set it to the pull request's head."),
	"event-id-invalid": text("error", (details) => `What the \`${details.event}\` event has as \`${details.field}\` is no ${/ref|branch/.test(details.field) ? "name of a branch" : "commit id"}: git is not asked about it.`, () => "GitHub writes no such event: see what wrote the file that `GITHUB_EVENT_PATH` names."),
	"event-has-no-base": text("error", (details) => `The \`${details.event}\` event has no \`${details.missing}\`, so no base commit follows from it.`, () => "Run on `pull_request`, `merge_group` or `push`, or name the commit with `--base`."),
	"fork-own-rules": text("warning", (details) => `Main has no \`${details.file}\` whose rules could judge this fork: the budgets are its own.`, () => "Read them before the merge; from then on they are main's."),
	"fork-without-rules": text("error", (details) => `Not compared: \`${details.file}\` in commit ${details.commit} ${rulesMissing[details.why].said}, and a fork is not judged by its own.`, ({ why }) => rulesMissing[why].fix),
	"fork-runs-left-out": text("note", (details) => `${details.count === 1 ? "A run" : counted(details.count, "run")} that only this fork has ${plural(details.count, "takes", "take")} no part: main's traffic is of main's runs.`, () => "Nothing to do: after the merge it counts."),
	"fork-fixtures-held": text("warning", () => "With this fork's own fixtures the scenario costs less than with main's fixtures and the fork's files: main's fixtures count.", () => "Look at what the fork changes in its fixtures; after the merge they count."),
	"base-git-failed": text("error", (details) => `Git could not ${details.doing}: ${details.said}.`, ({ fix }) => fix),
	"tokens-over-budget": text("error", ({ what, tokens, limit, exchange }) => `${exchange} has ${groupDigits(tokens)} ${what}, its budget is ${groupDigits(limit)}. What it costs is not known, and this is not asked for.`, () => "Shorten what is sent, or raise the limit; then give the check what its other errors ask for.")
};

// src/limits.ts
const longestYaml = 16e6;
const limits = {
	file: {
		most: 128e6,
		says: (most) => `This file is larger than ${most} bytes, and is not read.`,
		fix: "Divide it, or keep only what is counted."
	},
	yaml: {
		most: 15e5,
		says: (most) => `This YAML has more than ${most} words, signs and line ends, or more than ${groupDigits(longestYaml)} characters, and is not read.`,
		fix: "Divide the file, or write it as JSON."
	},
	inserted: {
		most: 32e6,
		says: (most) => `\`$file\` and \`$json\` put more than ${most} characters into this request: the API takes 32 MB.`,
		fix: "Refer to what is sent, and to each file as often as it is sent."
	},
	"inserted in all": {
		most: 256e6,
		says: (most) => `\`$file\` and \`$json\` put more than ${most} characters into all requests.`,
		fix: "Name fewer fixtures: runs that differ in nothing but their order are one with a `weight`."
	},
	path: {
		most: 4096,
		says: (most) => `This reference is longer than ${most} characters.`,
		fix: "Refer to a file by its shortest path, and to a value that is not so deep in it."
	},
	references: {
		most: 2e3,
		says: (most) => `This request refers to files more than ${most} times.`,
		fix: "Put what belongs together into one file, and refer to that."
	},
	placeholders: {
		most: 1e4,
		says: (most) => `This text has more than ${most} placeholders.`,
		fix: "Declare the text by its size (`{ \"$tokens\": 20000, \"name\": \"list\" }`)."
	},
	parts: {
		most: 1e4,
		says: (most) => `This request has more than ${most} tools, messages and blocks.`,
		fix: "Take out what is not sent; no model's window holds so many."
	},
	"parts of a run": {
		most: 1e6,
		says: (most) => `The requests of this run have more than ${most} tools, messages and blocks in all.`,
		fix: "Divide the run."
	},
	runs: {
		most: 5e4,
		says: (most) => `This file has more than ${most} runs.`,
		fix: "Keep a sample of them: one that stands for many has a `weight`."
	},
	fixtures: {
		most: 1e4,
		says: (most) => `This scenario names more than ${most} files.`,
		fix: "Name fewer: a sample of the runs, each with its `weight`, costs the same a run."
	},
	values: {
		most: 5e4,
		says: (most) => `This configuration has more than ${most} keys and values.`,
		fix: "Divide the file into several, each with a job of its own."
	},
	scenarios: {
		most: 1e3,
		says: (most) => `There are more than ${most} scenarios.`,
		fix: "Divide the file into several, each with a job of its own."
	}
};
function overLimit(name) {
	const { most, says } = limits[name];
	return says(groupDigits(most));
}

// src/problems/config.ts
const yamlFaults = {
	"duplicate-key": {
		message: "This key stands twice in the same mapping; only one can count.",
		fix: "Remove one of the two."
	},
	aliases: {
		message: "An alias here cannot be followed: its anchor is missing, it contains itself, or aliases multiply without end.",
		fix: "Write the value out where it is used."
	},
	key: {
		message: "A key here is not a plain text.",
		fix: "Write the key as a text."
	},
	number: {
		message: "A number here is not finite.",
		fix: "Write a plain number."
	},
	tab: {
		message: "A tab stands in the indentation here; YAML allows spaces only.",
		fix: "Write spaces in its place."
	},
	binary: {
		message: "A value here is written as bytes (`!!binary`): a text or a number is meant.",
		fix: "Write the text itself; an image goes into a request as the API takes it, in base64, without the tag."
	},
	documents: {
		message: "There is more than one YAML document in this file.",
		fix: "Keep one document, and remove the `---` between them."
	},
	nesting: {
		message: "This is nested too deeply to be read.",
		fix: "Write it with less nesting."
	},
	size: {
		message: overLimit("yaml"),
		fix: limits.yaml.fix
	},
	syntax: {
		message: "This is not valid YAML.",
		fix: "Check indentation, quotes and brackets at this place; a text with `{`, `#`, `: ` or `*` in it needs quotes."
	}
};
const foreign = {
	other: "a file that is no baseline of promptcost",
	link: "which is a link or a submodule",
	behind: "and what stands there in place of a folder is a file or a link",
	folder: "which is a folder",
	spelling: "and a file stands there whose name differs only in spelling"
};
const configProblems = {
	"baseline-foreign": text("error", (details) => `\`baseline\` names \`${details.file}\`, ${foreign[details.why]}. It was left as it is.`, () => "Name a new `.json` file, or leave `baseline` out: then it is `.promptcost/baseline.json`."),
	"baseline-link": text("error", (details) => `\`${details.file}\` is a link, or lies behind one: nothing is written there.`, () => "Put a plain file in a plain folder in its place."),
	"models-unknown-id": text("error", ({ id }) => `\`${id}\` is no Claude model that is known here: a name under \`models\` must mean one.`, ({ nearest }) => nearest.length === 0 ? "Give the id of the Claude model that the name stands for, such as `claude-sonnet-5`." : `Did you mean ${listQuoted(nearest)}? Correct the id.`),
	"models-known-name": text("error", ({ name, id }) => `\`${name}\` is a name of ${id} already, and cannot mean another model.`, () => "Remove the line; a deployment that bears another model's name needs a name of its own."),
	"config-not-found": text("error", (details) => details.kind === "missing" ? `There is no configuration: \`${details.file}\` does not exist, or git ignores it.` : `The configuration \`${details.file}\` is a ${details.kind}, not a regular file.`, ({ file, others = [] }) => (others.length === 0 ? "Create" : `Did you mean \`--config ${others[0] ?? ""}\`? Otherwise create`) + ` \`${file}\` with \`scenarios: { answer: { fixtures: "fixtures/*.json" } }\`, or name another file.`),
	"config-not-text": text("error", (details) => `The configuration \`${details.file}\` is not UTF-8 text.`, () => "Save it as UTF-8."),
	"config-syntax": text("error", (details) => yamlFaults[details.kind].message, (details) => yamlFaults[details.kind].fix),
	"config-duplicate-key": text("error", () => yamlFaults["duplicate-key"].message, () => yamlFaults["duplicate-key"].fix),
	"config-unknown-key": text("error", (details) => `\`${details.key}\` is not a key here.`, (details) => suggest(details.nearest, details.known)),
	"config-missing-key": text("error", (details) => `\`${details.key}\` is missing.`, (details) => `Add \`${details.key}\`: ${details.expected}.`),
	"config-wrong-value": text("error", (details) => `\`${details.key}\` must be ${details.expected}; this is ${details.got}.`, (details) => `Write ${details.expected}.`),
	"config-unknown-name": text("error", (details) => `\`${details.name}\` is no ${details.what} this version knows.`, (details) => details.nearest.length > 0 ? `Did you mean ${listQuoted(details.nearest)}? Known: ${listQuoted(details.known)}.` : `Use ${listQuoted(details.known)}.`),
	"config-version": text("error", () => "This configuration is written for another version: only `version: 1` is known.", () => "Write `version: 1`, or use the release of promptcost that knows this version."),
	"config-outside": text("error", (details) => `\`${details.key}\` leads out of the repository.`, () => "Name a path inside the repository, relative to the folder of this file."),
	"glob-pattern": text("error", (details) => `This pattern of paths cannot be followed: it has ${details.why}.`, () => "Name the folder, or several shorter patterns."),
	"redact-pattern": text("error", (details) => `This pattern cannot be searched for: it has ${details.why}.`, () => "Write it with characters, `.`, `[a-z]`, `\\d`, `\\w`, `\\s`, `\\b`, groups, `|` and `? * + {n,m}`; a backslash makes a character mean itself."),
	"config-ambiguous-share": text("error", (details) => `\`${details.written}\` can be read as ${details.written} % or as ${details.percent} %.`, (details) => `Write \`${details.percent}%\` (or \`${details.written}%\`).`),
	"cache-hit-rate-range": text("error", () => "A share of the prompt, or of all tokens, lies between 0 and 100 %.", () => "Write the least share that is allowed, such as `80%`."),
	"budget-needs-traffic": text("error", (details) => details.scenario === null ? "A monthly budget needs `traffic`, and none of its scenarios states any: without it, a month has no size." : "A monthly budget needs `traffic`: without it, a month has no size.", (details) => `Add \`traffic: { runs: 200k/month }\` to ${details.scenario ?? "one of its scenarios"}, or budget \`per-run\`.`),
	"increase-needs-traffic": text("error", (details) => `\`at-least\` is an amount a month, and ${details.scenario === null ? "none of its scenarios states" : "this scenario does not state"} \`traffic\`: the increase is compared per run.`, (details) => `Add \`traffic: { runs: 200k/month }\` to ${details.scenario ?? "one of its scenarios"}, or take \`at-least\` out.`),
	"group-unknown-scenario": text("error", (details) => `There is no scenario \`${details.name}\`.`, (details) => details.nearest.length > 0 ? `Did you mean ${listQuoted(details.nearest)}?` : "Name one of `scenarios`."),
	"accept-unknown-scenario": text("error", (details) => `There is no scenario \`${details.name}\` whose increase could be accepted.`, (details) => details.nearest.length > 0 ? `Did you mean ${listQuoted(details.nearest)}?` : "Name one of `scenarios`, or take the entry out."),
	"scenario-unknown": text("error", ({ asked }) => `There is no scenario \`${asked}\` in the config.`, (details) => details.nearest.length === 0 ? "The scenarios are the keys under `scenarios:`." : `Did you mean ${listQuoted(details.nearest)}?`)
};
function suggest(nearest, known) {
	if (nearest.length > 0) return `Did you mean ${listQuoted(nearest)}?`;
	return known.length === 0 ? "Take it out." : `Take it out, or use one of ${listQuoted(known)}.`;
}

// src/problems/content.ts
const contentProblems = {
	"content-missing": text("error", ({ file, name }) => `git cannot give the content of \`${file}\`${name === "" ? "" : `: its blob is missing from this clone and could not be fetched (${name})`}.`, () => "The clone lacks it (a partial or sparse one), or it went away meanwhile: give the job `permissions: contents: read` and the workflow's token, or check out without `filter` and without `sparse-checkout`; locally `git fetch --refetch --no-filter` brings all."),
	"content-lfs-pointer": text("error", ({ file }) => `\`${file}\` is a pointer of Git LFS here, not the text it stands for: nothing is counted.`, () => "Set `lfs: true` at `actions/checkout`, or run `git lfs pull`; for main's text of a file that changes, `git lfs fetch origin <main's branch>` before this."),
	"content-annex-pointer": text("error", ({ file }) => `\`${file}\` is a pointer of git-annex here, not the text it stands for: nothing is counted.`, () => "Run `git annex get` for the file first."),
	"content-encrypted": text("error", ({ file }) => `\`${file}\` is encrypted by git-crypt here, and locked: there is no text to count.`, () => "Run `git-crypt unlock` before this."),
	"content-filter-failed": text("error", ({ file, name }) => `The text of \`${file}\` cannot be had: its filter \`${name}\` failed.`, ({ name }) => `See that the program of \`git config filter.${name}.smudge\` (or \`.process\`) is installed here and turns the file into its text.`),
	"content-filter-unknown": text("warning", ({ file, name }) => `\`${file}\` has the filter \`${name}\` in \`.gitattributes\`, and it is not set up here: the file counts as git has it. (No filter runs on a fork's files.)`, ({ name }) => `Set it up before the checkout (\`git config filter.${name}.smudge \u2026\`), or take \`filter\` off the file.`),
	"content-encoding": text("error", ({ file, name }) => `\`${file}\` is not text in the encoding \`${name}\` that \`.gitattributes\` gives it, or nothing here reads that encoding.`, () => "Save it as UTF-8 and take `working-tree-encoding` off it.")
};

// src/problems/counting.ts
const countingProblems = {
	"unknown-block": text("note", ({ kind, tokens }) => `How a ${kind} block is counted is not known: its JSON is counted as text, about ${counted(tokens, "token")}.`, () => "Record the request, or declare the block with $tokens, to have the number exact."),
	"content-elsewhere": text("note", ({ kind, tokens }) => `The ${kind} is not in the request but at a URL or in a file store: it is taken as ${counted(tokens, "token")}.`, () => "Record the request, or declare the block with $tokens."),
	"image-unreadable": text("warning", ({ tokens }) => `The image is no PNG, JPEG, GIF or WebP whose size can be read: it is taken as ${counted(tokens, "token")}.`, () => "Check the image's data; the API would most likely refuse it."),
	"pdf-unreadable": text("warning", () => "The data of a PDF is no base64, or does not begin like a PDF: its size is a guess.", () => "Check the document's data; the API would most likely refuse it."),
	"pdf-text-read": text("note", ({ pages, above }) => `The text of a PDF of ${counted(pages, "page")} is read by another reader than the API's: it may have ${counted(above, "token")} more.`, () => "Record the request, or ask count_tokens once with `count --api --write`."),
	"pdf-estimated": text("note", ({ pages, sure }) => `The text of a PDF is estimated: ${counted(pages, "page")}${sure ? "" : ", itself a guess,"} with a picture each.`, () => "Record the request, or ask count_tokens once with `count --api --write`."),
	"overhead-assumed": text("note", ({ what, model, tokens }) => `No recording shows how ${model} counts ${what}: counted by the rules of the models nearest to it, which may be ${counted(tokens, "token")} off.`, () => "Record one such request, or ask count_tokens once with `count --api --write`."),
	"tool-prompt-split-assumed": text("note", ({ model, tokens }) => `No recording shows how much of the tool prompt of ${model} a breakpoint on tools or system prompt covers: ${counted(tokens, "token")} of it ${plural(tokens, "is", "are")} taken to stand behind the system prompt, as on the models nearest to it.`, () => "Record one such request: its usage shows what the breakpoint covers."),
	"frame-inferred": text("note", ({ model }) => `No request to ${model} was recorded: it is counted as on the models nearest to it, and may be 5 tokens off.`, () => "Record one request, or ask count_tokens once with `count --api --write`."),
	"tokenizer-assumed": text("warning", ({ model }) => `The model ${model} is not known here: its tokens are counted as on the newest generation.`, () => "Correct the model's name, or update promptcost."),
	"server-completes-input": text("note", ({ what }) => `The API adds to this request's input by itself (${what}): only what the request holds is counted.`, () => "Record the request; its usage has all rounds."),
	"server-content": text("note", ({ kind, tokens }) => `What a ${kind} block in the history costs can only be estimated: ${counted(tokens, "token")}.`, () => "Record the request."),
	"thinking-hidden": text("note", ({ tokens }) => `A thinking block in the history does not show all that was thought: by the length of its signature about ${counted(tokens, "token")}.`, () => "Record the request, or keep the recorded answer it repeats in the same run."),
	"content-masked": text("warning", ({ member, kind, tokens }) => `The \`${member}\` of a ${kind} block is masked: it is a placeholder, not what the API gave, so what it costs cannot be known. The count takes it for ${counted(tokens, "token")}.`, ({ member }) => `Keep \`${member}\` whole when recording, or keep the recorded total of this request.`),
	"nothing-to-count": text("warning", ({ model }) => `This request to ${model} holds no block, so there is nothing to count.`, () => "Give it messages."),
	"recording-implausible": text("warning", ({ recorded, counted: computed }) => `The recorded input of ${counted(recorded, "token")} is not what this body can cost (about ${groupDigits(computed)}): the computed count is used instead.`, () => "Record the exchange again; the body or its usage was edited after recording."),
	"counted-implausible": text("warning", ({ said, counted: computed }) => `The count of ${counted(said, "token")} that is kept from \`count_tokens\` is not what this body can cost (about ${groupDigits(computed)}): it is left out.`, () => "Ask again with `count --api --write`; the body or the count was edited since."),
	"residual-implausible": text("warning", ({ tokens, counted: computed }) => `The recording's residual of ${counted(tokens, "token")} is more than our count of this request (${groupDigits(computed)}) can be off, or not what its recording says: it is left out.`, () => "Record the exchange again; the residual was edited after recording."),
	"residual-dropped": text("note", ({ counter }) => `The recording's residual belongs to another counter (${counter}) and the recorded body is not at hand: it is left out.`, () => "Record the exchange again."),
	"answer-implausible": text("warning", ({ said, shown }) => `The recorded answer is said to be ${counted(said, "token")} long, and what it shows comes to ${groupDigits(shown)} at least: these are counted.`, () => "Record the exchange again; the answer or its usage was edited after recording."),
	"output-unknown": text("warning", ({ tokens }) => `Nothing says how long this answer is: it counts as ${counted(tokens, "token")}, its \`max_tokens\`.`, () => "Give the exchange `expect: { output_tokens }`, the scenario `output:`, or record it."),
	"output-unbounded": text("error", () => "Nothing says how long this answer is: no recording, no `expect`, no `max_tokens`.", () => "Give the request `max_tokens`, as the API asks, and the exchange `expect: { output_tokens }`."),
	"output-same-text": text("note", ({ model, thinks }) => `The recorded answer is counted as the same text from ${model}` + (thinks === null ? "." : `; ${thinks} thinks by default, which is billed as output: it may be as long as max_tokens.`), () => "Record the exchange with that model to know what it answers."),
	"output-scaled": text("note", ({ from, to, model, isStated = false }) => `An answer ${isStated ? "whose length is stated" : "recorded"} at effort ${from} is taken to be as much longer or shorter at ${to} as the vendor's index for ${model} says, an average over its own work: half to twice that change.`, () => "Record the exchange again at its effort, or give it `expect: { output_tokens }`."),
	"output-bounded": text("warning", ({ changed, tokens, low, high }) => `The recording does not vouch for this answer's length: ${listNames(quoteNames(changed), "and")} changed since. It is ${low} to ${high} tokens long, ${tokens} are counted.`, () => "Record the exchange again, or give it `expect: { output_tokens }`."),
	"count-api-unsendable": text("warning", ({ exchange }) => `${exchange} cannot be sent to count_tokens: a block of it is declared by size, a variable has no value, or its body is not recorded.`, () => "Give its variables values, or leave it to our own count."),
	"count-api-refused": text("error", ({ exchange, status, kind }) => `\`count_tokens\` gave no count for ${exchange}: ${status === null ? kind : `HTTP ${status}, ${kind}`}.`, ({ status }) => status === 401 ? "Set ANTHROPIC_API_KEY to a valid key." : status === 403 ? "The key may not do this: use one of a workspace that may call the Messages API." : status === 404 ? "The API does not know the model, or closed it to this organisation: correct the id." : status !== null && status >= 300 && status < 400 ? "Neither the key nor the request was sent there: set ANTHROPIC_BASE_URL to the API's own address." : status === 429 || status === 529 ? "The API is busy, or the limit of count_tokens is reached: try again later." : status === null ? "Check the connection and ANTHROPIC_BASE_URL, and that ANTHROPIC_API_KEY is set." : "The API would refuse this request (server tools, url and file sources cannot be counted): see its documentation."),
	"count-not-kept": text("warning", ({ exchange }) => `The count of ${exchange} could not be written into its fixture: its place in the file was not found, or the file cannot be written.`, () => "Check that the file is JSON, YAML or JSONL that you may write.")
};

// src/problems/fixture.ts
const fixtureProblems = {
	"fixtures-empty": text("error", (details) => `No fixture matches \`${details.glob}\`.`, () => "Check the path (it is relative to the folder of promptcost.yml), and that git tracks the files or at least does not ignore them."),
	"fixture-not-text": text("error", () => "This file is not UTF-8 text.", () => "Save it as UTF-8."),
	"fixture-syntax": text("error", (details) => details.kind === "json" ? "This is not valid JSON, from this place on." : yamlFaults[details.kind].message, (details) => details.kind === "json" ? "Check quotes, commas and brackets at this place; JSON knows no comments and no trailing commas." : yamlFaults[details.kind].fix),
	"fixture-unknown-key": text("error", (details) => `${details.key} is not a key here.`, (details) => details.nearest.length > 0 ? `Did you mean ${listQuoted(details.nearest)}?` : `Take it out, or use one of ${listQuoted(details.known)}.`),
	"fixture-wrong-value": text("error", (details) => `\`${details.key}\` must be ${details.expected}; this is ${details.got}.`, (details) => `Write ${details.expected}.`),
	"fixture-missing-key": text("error", (details) => `\`${details.key}\` is missing.`, (details) => `Add \`${details.key}\`: ${details.expected}.`),
	"fixture-no-exchange": text("error", () => "This fixture holds no exchange.", () => "Put at least one exchange with a `request` into it, or delete the file."),
	"scenario-no-exchange": text("error", () => "Of all that this scenario names nothing holds an exchange: there is nothing to project.", () => "Name fixtures with a request, or recordings in which the API answered one."),
	"duplicate-run-id": text("error", (details) => `Another run of this scenario has the id \`${details.id}\`: ${details.other}.`, () => "Give each run of a scenario its own `id`."),
	"duplicate-exchange-id": text("error", (details) => `Another exchange of this run has the id \`${details.id}\`.`, () => "Give each exchange of a run its own `id`, or leave `id` out."),
	"offset-backwards": text("error", () => "This exchange begins before the one in front of it.", () => "Put exchanges in the order in which they are sent, each `offset` counted from the start of the run."),
	"append-without-previous": text("error", (details) => `\`${details.key}\` needs an exchange in front of it in the same run, and there is none to continue.`, () => "Write out the messages of the run's first exchange."),
	"reference-outside": text("error", (details) => `\`${details.written}\` leads out of the repository, or into \`.git\`.`, () => "Refer to a file that this repository tracks, by a path relative to the file it is written in."),
	"reference-link": text("error", (details) => details.kind === "link" ? `\`${details.file}\` is, or leads through, a symbolic link.` : `\`${details.file}\` is, or lies in, a submodule.`, () => "Refer to a regular file of this repository by its own path."),
	"reference-missing": text("error", (details) => details.folder ? `\`${details.file}\` is a folder.` : `\`${details.file}\` is not there: it does not exist, or git ignores it.`, (details) => details.nearest.length > 0 ? `Did you mean ${listQuoted(details.nearest)}?` : "Refer to a file that this repository tracks, by a path relative to the file it is written in."),
	"reference-unreadable": text("error", (details) => `\`${details.file}\` is not ${details.expected}.`, (details) => details.expected === "JSON" ? "Refer to a JSON document, or use `$file` for a text." : "Save it as UTF-8."),
	"reference-pointer": text("error", (details) => `\`${details.file}\` has nothing at \`#${details.pointer}\`.`, () => "Write a JSON pointer such as `#/models/answer`; without one, the whole document is meant."),
	"reference-nested": text("error", (details) => `\`${details.file}\` holds a reference of its own at this place; references are followed once only.`, () => "Refer to the last file directly."),
	"recording-without-usage": text("error", () => "This recording has no `usage` with `input_tokens` and `output_tokens`: nothing says what it cost.", () => "Keep the whole response (`model`, `usage`, `stop_reason`, `stop_details`, `content`), or take `recorded` out to count the exchange dry."),
	"usage-of-other-shape": text("error", ({ why }) => `This \`usage\` is in OpenAI's shape, and what was billed cannot be told from it: ${why}.`, () => "Write it as the API does: `{ input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens }`, the input without what the cache read and wrote."),
	"recorded-is-response": text("error", () => "`recorded` holds the response itself; it belongs one level deeper, under `response`.", () => "Write `\"recorded\": { \"response\": { \"model\": \u2026, \"usage\": \u2026, \u2026 } }`."),
	"recorded-holds-request": text("error", () => "`recorded` holds a request and its response; the request belongs beside `recorded`.", () => "Write `\"request\": { \u2026 }, \"recorded\": { \"response\": { \u2026 } }`."),
	"response-beside-request": text("error", () => "A response beside its request is a recording, and belongs under `recorded`.", () => "Write `\"request\": { \u2026 }, \"recorded\": { \"response\": { \u2026 } }`."),
	"code-as-prompt": text("warning", ({ file }) => `\`${file}\` is source code: all of it is counted as prompt, the code around the text too.`, () => "Move the prompt into a text file that the code reads and that `$file` names, or say `code: true` beside `$file` where the code itself is sent."),
	"expect-above-max": text("warning", (details) => `An answer of ${counted(details.expected, "token")} is expected, but \`max_tokens\` ends it at ${groupDigits(details.cap)}: that is what counts.`, () => "Raise `max_tokens` in the request, or lower `expect`."),
	"undeclared-variable": text("warning", (details) => `Nothing fills \`{{${details.name}}}\`: it counts as it stands, and is taken to change with every request.`, (details) => details.nearest.length > 0 ? `Did you mean ${listQuoted(details.nearest)}? Otherwise add \`${details.name}\` to \`vars\` with a value and how often it changes.` : `Add \`${details.name}\` to \`vars\` with a value and how often it changes, or with \`literal: true\` if the braces are meant.`),
	"unused-variable": text("note", (details) => `\`${details.file}\` has no \`{{${details.name}}}\`.`, () => "Take it out of `vars`, or correct its name."),
	"undeclared-tag": text("warning", (details) => `\`${details.shown}\` reads as a clock, a date, an id or a random value: it counts as it stands, and is taken to change with every request.`, (details) => `Add \`${details.name}\` to \`vars\` with \`literal: true\` if it is text that stays; else write \`{{${details.name}}}\` and say in \`vars\` what fills it and how often it changes.`),
	"template-tags": text("note", (details) => `\`${details.file}\` has ${counted(details.count, "template tag")} other than \`{{name}}\`, counted as text that does not change: ${details.named.map(({ shown, lines, more }) => `\`${shown}\` (${plural(lines.length, "line")} ${lines.join(", ")}${more ? ", \u2026" : ""})`).join(", ")}${details.more > 0 ? ` and ${details.more} more` : ""}.`, () => "Declare what changes by its size (`{ \"$tokens\": 20000, \"name\": \"policy\" }`), or name a tag in `vars` with `literal: true` if it is text that stays.")
};

// src/problems/recordings/http-recordings.ts
const bodyFaults = {
	base64: "is marked as base64 and is none",
	hex: "is a list of pieces that are neither hexadecimal nor base64",
	gzip: "is compressed data that is cut off or damaged",
	large: "unpacks to more than 64 MB, to 250 times its size, or with others of its file to more than 512 MB",
	lost: "was compressed and was kept as text, which lost some of its bytes",
	binary: "is binary: neither JSON nor a stream of events",
	json: "is no JSON: it was cut, masked or edited"
};
const formatProblems = {
	"recording-shape": text("error", (details) => `\`${details.key}\` should be ${details.expected}.`, () => "Record it again, or take this out: nothing of it can be read."),
	"recording-version": text("warning", (details) => `This is version ${details.version} of ${details.what}; known here: ${details.known}. It is read as the newest of these.`, () => "Compare the number of exchanges with what you recorded. This program may need an update."),
	"recording-body-compressed": text("error", (details) => `The ${details.side}'s body is compressed with ${details.by}, which is not read here.`, () => "Record it again with bodies as text (vcrpy: `decode_compressed_response=True`), or let the client ask for gzip: `Accept-Encoding: gzip`."),
	"recording-body-damaged": text("error", (details) => `The ${details.side}'s body ${bodyFaults[details.fault]}.`, () => "Record it again, or take this interaction out of the file."),
	"recording-body-file": text("error", ({ file }) => `The answer's body stands in \`${file}\`, and there is no such file beside this one.`, () => "Put the file there, or record both again."),
	"recording-request-file": text("warning", ({ file }) => `The request's body stands in \`${file}\`, and there is no such file beside this one: its usage counts, its prompt is not known.`, () => "Put the file there, or record both again."),
	"recording-answer-empty": text("warning", () => "The answer was recorded without its body: its request counts, its usage is not known.", () => "Record it again with a recorder that keeps streamed answers."),
	"recording-stream-damaged": text("warning", ({ events }) => `${counted(events, "event")} of this streamed answer ${events === 1 ? "is" : "are"} no JSON: the answer may lack pieces. Its usage counts as it stands.`, () => "Record it again, or keep masks out of the events."),
	"recording-cut": text("error", (details) => `A recorded exchange should have ${counted(details.declared, "byte")}, and ${counted(details.left, "byte")} follow: the file was cut or edited.`, () => "Record it again: the lengths in such a file are those of its bytes.")
};

// src/problems/reading/limits.ts
const limitProblems = {
	"over-limit": text("error", ({ limit }) => overLimit(limit), ({ limit }) => limits[limit].fix),
	"problems-left-out": text("warning", ({ code, count }) => `There are ${groupDigits(count)} more of \`${code}\`, which are not listed.`, () => "Correct those that are: most often all of a kind have one cause.")
};

// src/problems/baselines/history.ts
const historyProblems = {
	"history-empty": text("error", (details) => `No commit on this line of history has a baseline \`${details.file}\`.`, () => "Write one with `promptcost update` and commit it, or ask for more (`--since`, `--config`)."),
	"history-shallow": text("warning", (details) => `This clone is shallow: what \`${details.file}\` said before its first commit is not here.`, () => "Fetch the rest with `git fetch --unshallow`; in a workflow check out with `fetch-depth: 0`."),
	"history-unknown-scenario": text("error", (details) => `No baseline \`${details.file}\` among these commits has a scenario of that name.`, (details) => details.nearest.length === 0 ? "`promptcost history` without a name shows all that there are." : `Did you mean ${listQuoted(details.nearest)}?`),
	"history-unreadable": text("warning", (details) => `The baseline \`${details.file}\` cannot be read at ${listNames(details.commits.slice(0, 5), "and")}${details.commits.length > 5 ? ` and ${String(details.commits.length - 5)} more commits` : ""}: a gap in every line.`, () => "Nothing to do where it is whole again since; else write it anew: `promptcost update`.")
};

// src/problems/named-file.ts
const namedFileProblems = {
	"config-unread": text("warning", () => "This configuration has errors, so nothing that it says of these fixtures counts here.", () => "Run `promptcost check` beside it: that says what is wrong."),
	"fixture-of-several": text("note", ({ scenarios }) => `${listQuoted(scenarios)} name this fixture and give it different \`vars\` or \`output\`; those of \`${scenarios[0] ?? ""}\` count here.`, () => "Nothing to do: `check` counts each scenario by its own."),
	"file-missing": text("error", ({ file, link }) => link ? `\`${file}\` is a link that leads nowhere.` : `There is no file \`${file}\`.`, ({ nearest }) => nearest.length > 0 ? `Did you mean ${listQuoted(nearest)}?` : "Name a file by its path from the folder you are in."),
	"file-not-read": text("error", ({ file }) => `\`${file}\` cannot be read: it is no regular file, or not ours to read.`, () => "Give yourself the right to read it, or name a regular file."),
	"fixture-empty": text("error", () => "This file is empty.", () => "Put at least one exchange with a `request` into it, or delete the file.")
};

// src/problems/projecting.ts
function smallPrefix({ model, tokens, minimum }) {
	return `${counted(tokens, "token")} up to it, \`${model}\` caches from ${groupDigits(minimum)} on (${groupDigits(minimum - tokens)} missing).`;
}
const projectingProblems = {
	"recording-of-several": text("note", (details) => `${details.exchange} was answered by another model: it is projected as one request of \`${details.model}\` with all its tokens.`, () => "`promptcost bill` says what its recording cost, attempt by attempt."),
	"passes-as-recorded": text("note", (details) => `${details.exchange} was answered in several passes: its own prompt is projected, what the API added (${listNames([
		[details.loop, "with results of server tools"],
		[details.compaction, "of compaction"],
		[details.advisor, "of an advisor"]
	].filter(([count]) => count !== 0).map(([count, kind]) => `${String(count)} ${String(kind)}`), "and")}) is billed as it was recorded.`, () => "Nothing to do; record it again where what the API adds has changed."),
	"recordings-not-reproduced": text("warning", (details) => `Of ${counted(details.of, "recorded request")} the cache rules bill ${groupDigits(details.reproduced)} as the API did: a projection from these recordings is less sure.`, () => "`promptcost simulate` shows each beside its recording: look for times that are missing, for requests between them that were not recorded, or for a cache that others shared."),
	"prompt-too-long": text("warning", (details) => `${details.exchange} has ${counted(details.tokens, "token")} of prompt, and \`${details.model}\` takes ${groupDigits(details.window)}: the API refuses it.`, () => "Shorten it, or take a model with a larger window. Its price here is that of a request nobody answers."),
	"shared-blocks-differ": text("note", (details) => `The ${counted(details.runs, "run")} of this scenario send ${counted(details.kinds, "version")} of ${details.levels.join(" and ")}: each is cached for itself.`, () => "If in production all runs send the same bytes there, make the fixtures equal (`$file`, `vars` with `changes`), or say how much is shared with `traffic.shared`."),
	"cache-not-judged": text("note", (details) => `${details.exchange} is the only exchange of this scenario: a cache cannot be judged by it. Its tools and system prompt are taken to be the same in every run, its messages in none.`, () => "Add a recording of another run, or say what all runs share: `traffic: { shared: { system: all } }`."),
	"variant-thinks": text("note", (details) => `${details.model} thinks unless it is told not to: its answers will be longer than those counted for it here.`, () => "Set `thinking` in the request, or record an exchange with that model."),
	"variant-effort": text("note", (details) => `${details.model} works at effort ${details.now} unless it is told otherwise, the model that is asked at ${details.before}: its answers are counted as the same text all the same.`, () => "Set `output_config.effort` in the request, or record an exchange with that model."),
	"variant-drops-thinking": text("note", (details) => `${details.model} drops the thinking of earlier turns: it is not counted, and what is cached behind it is lost.`, () => "Nothing to do; it is what that model does."),
	"variant-keep-alive": text("note", (details) => `\`keep-alive\` sends the last request again 4.5 minutes after its last use, with \`max_tokens: 0\`: ${groupDigits(details.inside)} a run in its gaps of 5 to 60 minutes, ` + (details.between === 0 ? "none between runs, where that does not pay or nobody knows how often." : `${groupDigits(details.between)} a month between runs.`), () => "Send the same request again, without `stream`, before five minutes are over."),
	"variant-best": text("note", (details) => details.places.length === 0 ? "The best breakpoints found for this traffic are none." : `The best breakpoints found for this traffic: ${listNames(details.places, "and")}.`, () => "Set `cache_control` there, and nowhere else."),
	"cache-minimum-unknown": text("note", (details) => `Nobody published the least number of tokens ${details.model} caches; ${groupDigits(details.assumed)} is assumed.`, () => "Nothing to do; near that size the figures may change when it is published."),
	"below-cache-minimum": text("warning", (details) => `\`cache_control\` on ${details.block} does nothing: ${smallPrefix(details)}`, () => "Move the breakpoint further back, or take it out."),
	"below-cache-minimum-yet": text("note", (details) => `\`cache_control\` on ${details.block} does nothing yet: ${smallPrefix(details)} Later requests of the run are large enough.`, () => "Nothing to do: the conversation grows past it."),
	"cache-minimum-near": text("warning", (details) => `Whether \`cache_control\` on ${details.block} caches is not certain: ${groupDigits(details.low)} to ${counted(details.high, "token")} up to it, the model caches from ${groupDigits(details.minimum)} on.`, () => "Have the exchange counted exactly: `promptcost count --api --write`."),
	"cache-lifetimes-mixed": text("note", (details) => `Runs mark one shared prefix with different TTLs, and an entry keeps the one it was written with: ${simulatedText(details)}`, () => "Give the breakpoint the same `ttl` everywhere, and the figure is exact."),
	"cache-hit-unmarked": text("note", (details) => `${details.exchange} may read the cache up to ${details.block}, where it has no breakpoint of its own, and keeps the entry alive: ${simulatedText(details)}`, () => "Put a breakpoint on that block if it is meant to be shared, and the figure is exact."),
	"readable-after-simulated": text("note", (details) => `\`readable-after\` has runs that start soon after one another write the same: ${simulatedText(details)}`, () => "Nothing to do."),
	"batch-hit-share": text("note", (details) => `In a batch cache hits are best effort: ${details.percent} % of them are assumed, 30 to 98 % is usual.`, () => "Set `batch: { hit-share: \u2026 }` to what your batches show.")
};
function simulatedText({ error }) {
	return error === null ? "that is left out, the figure goes by chances of what is alive." : `the cache was simulated; the standard error of the cost is ${error} %, which is in its range.`;
}

// src/problems/prompt.ts
const lookbackSources = {
	documented: "documented for the Claude API since September 2026, taken for {day}",
	earlier: "{day} is before September 2026, from when on the Claude API counts a run as one",
	platform: "that a run counts as one is documented for the Claude API only, so for `{model}` it is assumed not to"
};
const promptProblems = {
	"request-shape": text("error", ({ expected }) => `The API would refuse this request: here it takes ${expected}.`, () => "Correct the request body."),
	"request-unknown-key": text("error", (details) => `${details.key} is no key of the Messages API here: the API would refuse this request.`, (details) => details.beside ? "It belongs to the exchange: write it beside `request`, not in it." : `${details.nearest.length > 0 ? `Did you mean ${listQuoted(details.nearest)}? Otherwise take it out` : "Take it out"}, or name it under \`extra-keys\` in promptcost.yml if the API has it by now.`),
	"request-refused": text("error", ({ reason }) => `The API would refuse this request: ${reason}.`, () => "Correct the request body or its model; a recording of this very body is taken as proof that it is accepted."),
	"request-disputed": text("warning", ({ reason }) => `By the vendor's documents ${reason}; recordings say that such requests were answered.`, () => "Send one such request before you rely on it."),
	"request-unknown-kind": text("error", (details) => `${details.kind} is no kind the Messages API has here: the API would refuse this request.`, (details) => `Did you mean ${listQuoted(details.nearest)}? Otherwise name it under \`extra-keys\` in promptcost.yml if the API has it by now.`),
	"request-unknown-value": text("error", (details) => `${details.value} is no value the Messages API takes here: the API would refuse this request.`, (details) => `${details.nearest.length > 0 ? `Did you mean ${listQuoted(details.nearest)}?` : `It takes ${listQuoted(details.known)}.`} Otherwise name it under \`extra-keys\` in promptcost.yml if the API has it by now.`),
	"request-extra-key": text("warning", (details) => `${details.key} is not known here and declared in \`extra-keys\`: what it costs is not counted.`, () => "Update promptcost once it knows the key; a recording of the request counts it whole."),
	"request-key-recorded": text("warning", (details) => `${details.key} is not known here; the API took this very request, so it is in the recorded total, and in no count of our own.`, () => "Update promptcost once it knows the key; until then a change of the request is counted without it."),
	"too-many-breakpoints": text("error", ({ found, automatic }) => `The API would refuse this request: at most 4 blocks may carry cache_control, this one has ${found}${automatic ? ", the automatic one included" : ""}.`, () => "Remove markers until 4 are left; more of them make nothing cheaper by themselves."),
	"ttl-order": text("error", ({ before }) => `The API would refuse this request: a breakpoint with ttl 1h must not come after one with ttl 5m (${before}).`, () => "Give the earlier breakpoints ttl 1h too, or this one 5m. Blocks are read in the order tools, system, messages."),
	"automatic-ttl": text("error", ({ automatic, own }) => `The API would refuse this request: the top-level cache_control has ttl ${automatic}, but the block it falls on has ttl ${own}.`, () => "Give both the same ttl, or remove one of them."),
	"marker-misplaced": text("error", ({ where }) => `The API would refuse this request: ${where} cannot carry cache_control.`, () => "Move the marker to a block next to it that can carry one."),
	"marker-invalid": text("error", ({ block }) => `The API would refuse the cache_control at ${block}: type must be ephemeral, ttl 5m or 1h.`, () => "Write { \"type\": \"ephemeral\" }, with \"ttl\": \"1h\" for an hour."),
	"marker-inside": text("warning", ({ block }) => `The marker at ${block} stands inside a block's own content: it is taken to cache nothing and to use one of the 4 breakpoints; its effect is not documented.`, () => "Mark the block itself instead."),
	"cache-key-assumed": text("note", ({ parameter, loses }) => `\`${parameter}\` changes from one request of a run to the next. Sources leave open what the prompt cache loses then; ${loses} is assumed.`, () => "Keep it the same within a conversation, or compare with a recording."),
	"cache-key-measured": text("note", ({ parameter, model, keeps, source }) => `\`${parameter}\` changes from one request of a run to the next: \`${model}\` then keeps ${keeps} (measured: ${source}).`, () => "Keep it the same within a conversation where that loses what is cached."),
	"lookback-rule": text("note", ({ model, joins, known, day }) => `A breakpoint looks back 20 places. ${joins ? "A run of tool_use, or of tool_result, counts as one of them" : "Every block of a run of tool_use or tool_result counts as one of them"}: ${lookbackSources[known].replace("{model}", model).replace("{day}", day)}.`, () => "Nothing to do; a breakpoint at most 20 blocks behind the last one needs no such rule."),
	"unknown-block-kind": text("warning", ({ kind }) => `Blocks or tools of kind ${kind} are not known here: their JSON is counted as text, in a wide range, and each is one position.`, () => "Update promptcost if the kind is new, and correct it otherwise; declare the block's size if it matters.")
};

// src/problems/publishing.ts
const rulesetsUrl = "https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets";
const publishingProblems = {
	"input-invalid": text("error", (details) => `The input \`${details.input}\` must be ${listNames(details.allowed)}.`, (details) => `Mend \`${details.input}\` under \`with:\` of this step, or take it out for its default.`),
	unforeseen: text("error", (details) => `promptcost failed in a way nobody foresaw (${details.name}). Nothing was compared.`, () => "Please report it, with the log of this step."),
	"run-stopped": text("error", (details) => details.by === "runner" ? `The run was stopped before it was done (${details.signal}). Nothing was compared.` : `The system ended the run before it was done (${details.signal}). Nothing was compared.`, (details) => details.by === "runner" ? "Run this job again where nobody meant to cancel it; one that runs into its time needs more `timeout-minutes`." : "It is most often out of memory: give the job a runner with more."),
	"input-unknown": text("warning", (details) => `There is no input \`${details.input}\`; what it was set to does nothing.`, (details) => details.nearest.length === 0 ? "Take it out; action.yml lists all inputs." : `Did you mean ${listQuoted(details.nearest)}?`),
	"event-unreadable": text("error", (details) => `The \`${details.event}\` event cannot be read: ${details.missing}.`, () => "Run the action on GitHub, on `pull_request`, `merge_group`, `push` or `workflow_dispatch`."),
	"event-incomplete": text("warning", (details) => `The \`${details.event}\` event cannot be read: ${details.missing}. What the runner says beside it was taken: its branch and its commit.`, () => "Run the job again."),
	"output-not-written": text("warning", (details) => `The ${details.what} could not be written: ${details.why}. The verdict stands.`, () => "See that the runner's disk has room and that no earlier step took its files away."),
	"comment-refused": text("warning", (details) => `GitHub refused the comment on pull request ${details.number} (${details.status})${details.fork ? ": a workflow of a fork's pull request may not write" : ""}. The verdict stands, and the job summary says all of it.`, (details) => details.fork ? "Nothing to do: the summary has the report. To comment on forks too, post it from a second workflow." : "Give the job `permissions: pull-requests: write`, or set `comment: off`."),
	"comment-failed": text("warning", (details) => `The comment on pull request ${details.number} could not be written: ${details.said}. The verdict stands, and the job summary says all of it.`, () => "Run the job again; if it stays so, see githubstatus.com."),
	"comment-superseded": text("note", (details) => `The comment on pull request ${details.number} is of a newer run; it was left as it is.`, () => "Nothing to do."),
	"acceptance-refused": text("warning", (details) => `Not accepted: @${details.login} ${details.why}, and only people who may write to this repository accept an increase.`, () => "Ask somebody with write access to write the comment."),
	"acceptance-malformed": text("warning", (details) => `\`/promptcost\` in a comment of @${details.login} is not understood: ${details.why}. Nothing is accepted by it.`, ({ form }) => `Write \`${form}\`, at the start of a line.`),
	"acceptance-unchecked": text("warning", (details) => `Not accepted: whether @${details.login} may write to this repository could not be found out: ${details.said}.`, () => "Run the job again; if it stays so, see githubstatus.com."),
	"acceptances-unread": text("warning", (details) => `The comments of pull request ${details.number} could not be read: ${details.said}. Nothing is accepted by comment.`, () => "Give the job `permissions: pull-requests: read` (or `write`), or run it again."),
	"check-not-run-again": text("error", (details) => `The check of pull request ${details.number} could not be run again: ${details.said}.`, () => "Give the job `permissions: actions: write, pull-requests: read`, have `promptcost` in the name or file of the workflow that checks, or run that check again by hand."),
	"acceptances-too-many": text("warning", (details) => `${counted(details.left, "more author")} of \`/promptcost\` comments ${plural(details.left, "was", "were")} not looked at: at most ${details.most} are.`, () => "Delete comments that are noise."),
	"comment-kept": text("note", (details) => `The comment on pull request ${details.number} compared this commit; this run compared nothing, so it was left as it is.`, () => "Nothing to do: the job summary has this run's report."),
	"comment-left": text("warning", (details) => `A former report, which \`${details.author}\` wrote, is out of date and could not be taken away: ${details.said}.`, () => "Delete that comment by hand, or give the token leave to write pull requests."),
	"baseline-refused": text("warning", (details) => `A rule of the repository keeps this job from committing \`${details.file}\` to ${details.branch}: ${details.said}. Nothing depends on it: without it main's side is worked out from main's own files.`, (details) => `Pass the token of a GitHub App that may bypass the rule as \`github-token\` (${rulesetsUrl}); or run \`promptcost update\` in pull requests and commit \`${details.file}\` there; or set \`mode: check\`.`),
	"baseline-not-permitted": text("note", (details) => `The token may only read, so \`${details.file}\` was not committed to ${details.branch}.`, () => "To have main keep its baseline up to date, give the push job `permissions: contents: write`."),
	"baseline-moved-on": text("note", (details) => `${details.branch} has moved on and other figures hold there, so \`${details.file}\` was left to that push's own run.`, () => "Nothing to do."),
	"baseline-not-current": text("error", (details) => `\`${details.file}\` is not what these files say: ${details.what}.`, () => "Run `promptcost update` and commit the file."),
	"baseline-not-proposed": text("warning", (details) => `\`${details.file}\` could not be proposed from ${details.branch}: ${details.said}.`, () => "Give the push job `permissions: contents: write` and `pull-requests: write`, and let GitHub Actions create pull requests (Settings, Actions, General), or pass the token of a GitHub App."),
	"baseline-branch-taken": text("warning", (details) => `The branch ${details.branch} holds a commit that is not promptcost's, so \`${details.file}\` was not proposed from it.`, () => "Merge that branch or delete it."),
	"recordings-too-large": text("warning", (details) => `\`${details.folder}\` differs from the commit in ${counted(details.count, "file")}: more than one commit of this job takes (${groupDigits(details.most)} files, ${groupDigits(details.mostBytes)} bytes). They were not committed, and do not count here.`, () => "Run `promptcost record --stub` and `promptcost update` where you work, and commit what they write; or record fewer requests."),
	"recording-not-text": text("warning", (details) => `\`${details.file}\` is no regular file of UTF-8, so it was not committed with the recordings.`, () => "Keep only fixtures in the folder that `record` writes."),
	"working-tree-of-fork": text("error", (details) => `With \`tree: working\` the head is what steps of this job left behind, and on \`${details.event}\` such a step may have run a fork's code beside a token that writes.`, () => "Check forks on `pull_request`, where the token only reads, or leave `tree` at `commit` here."),
	"baseline-not-written": text("warning", (details) => `\`${details.file}\` could not be committed to ${details.branch}: ${details.said}.`, () => "Run the job again, or run `promptcost update` and commit the file.")
};

// src/problems/reconciling/bills.ts
const reconcilingProblems = {
	"reconcile-no-source": text("error", (details) => details.both ? "Files and `--admin` are given: the same days would count twice." : "Nothing says what was really billed.", () => "Give the Console's CSV exports or recordings as files, or `--admin` with ANTHROPIC_ADMIN_KEY set."),
	"reconcile-mixed": text("error", () => "CSV exports and recordings are given together: the same days would count twice.", () => "Give the one or the other."),
	"reconcile-period": text("error", (details) => `${details.said}.`, () => "Write `--month 2026-10`, or `--from 2026-10-01 --to 2026-10-15` (whole UTC days, both counted in)."),
	"reconcile-not-over": text("error", (details) => `${details.last} is not over on ${details.asOf}: its bill is not whole yet.`, (details) => details.until === null ? "Choose a month that is over: `--month 2026-10`." : `Compare the days that are over: \`--from ${details.from} --to ${details.until}\`.`),
	"reconcile-filter": text("error", (details) => `\`--${details.option}\` cannot be held against ${details.source}: nothing there says it.`, () => "Leave the filter out, or take a source that has it: the admin reports, the Console's CSV."),
	"console-columns": text("error", (details) => `This CSV is no export of the Console that is known here: ${details.found.length === 0 ? "its first line names no column that is looked for" : `it has ${listQuoted(details.found).replace(/ or (?=`[^`]*`$)/, " and ")}`}, and lacks ${listQuoted(details.missing).replace(/ or (?=`[^`]*`$)/, " and ")}.`, () => "Export it again from the Console, untouched. A usage export has `usage_date_utc`, `model_version`, `usage_input_tokens_no_cache`, `usage_input_tokens_cache_write_5m`, `usage_input_tokens_cache_write_1h`, `usage_input_tokens_cache_read` and `usage_output_tokens`; a cost export `usage_date_utc`, `model`, `cost_usd`, `cost_type` and `token_type`."),
	"console-column-unknown": text("warning", (details) => `${counted(details.columns, "column")} of this export ${details.columns === 1 ? "is" : "are"} not known here, so what stands there does not count.`, (details) => `Known are ${listNames(details.known, "and")}.`),
	"console-row": text("error", (details) => `\`${details.column}\` of this row is not ${details.expected}.`, () => "Export the file again, and leave it as the Console wrote it."),
	"console-model": text("warning", (details) => `${counted(details.models, "model")} of the bill ${details.models === 1 ? "is" : "are"} not known here: the cost stands under the name that is written there, and no scenario explains it.`, () => "If it is a new model, this program needs an update."),
	"reconcile-empty": text("error", (details) => `Nothing is billed from ${details.from} to ${details.to}${details.first === null ? "" : `; what is there is of ${details.first} to ${details.last ?? details.first}`}.`, (details) => details.first === null ? "Check the filters, and that the key or the files are of the organisation that sends the requests." : `Choose those days: \`--from ${details.first} --to ${details.last ?? details.first}\`.`),
	"reconcile-outside": text("note", (details) => `${counted(details.days, "day")} of the bill ${details.days === 1 ? "lies" : "lie"} outside of ${details.from} to ${details.to}: left out.`, () => "Nothing to do; other days are chosen with `--month`, or `--from` and `--to`."),
	"reconcile-days-empty": text("warning", (details) => `${counted(details.days, "day")} of ${String(details.of)} (the first is ${details.first}) ${details.days === 1 ? "has" : "have"} no row: taken as days without requests.`, () => "If the export or the recordings do not reach over these days, leave them out with `--from` and `--to`."),
	"reconcile-incomplete": text("warning", (details) => `The reports are complete up to ${details.refreshed}: compared up to ${details.to}, not ${details.asked}.`, () => "Run it again later; figures usually land within 4 hours, and within a day at the latest."),
	"reconcile-no-data-yet": text("error", () => "No data has landed in the reports yet (`data_refreshed_at` is empty): that is not a bill of zero.", () => "Run it again later. If it stays so, the key may see no workspace with traffic."),
	"reconcile-refresh-unknown": text("warning", () => "The reports do not say up to when they are complete: the last days may lack some of their cost.", () => "Run it again a day later."),
	"reconcile-currency": text("error", (details) => `Amounts are in ${details.currency}; projections are in USD, and no exchange rate is guessed.`, () => "Compare the usage alone: it is priced at the list, in USD."),
	"reconcile-usage-without-cost": text("warning", (details) => `\`${details.model}\` was used and has no cost on ${counted(details.days, "day")} (the first is ${details.first}): the usage and the cost are not of the same days, or of the same requests.`, () => "Export both for the same days and workspaces."),
	"reconcile-undated": text("warning", (details) => details.exchanges === 1 ? "1 exchange has no time, so it belongs to no day and is left out." : `${counted(details.exchanges, "exchange")} have no time, so they belong to no day and are left out.`, () => "Record when requests are made."),
	"reconcile-key-filter-costs": text("warning", () => "The older cost report cannot be filtered by API key: usage is priced at the list, so no discount shows.", () => "Filter by workspace, or leave the filter out, to see what was paid."),
	"reconcile-list-worked-out": text("note", () => "This source says what was paid and not the list price: that is worked out from the usage and the price book.", () => "Nothing to do. The newer reports and the Console's cost export say both."),
	"reconcile-own-prices": text("note", () => "`prices:` of promptcost.yml are in the projection, and not in the list price of the bill.", () => "Nothing to do: what your prices make shows as rates."),
	"reconcile-band-open": text("note", (details) => `The usage of \`${details.model}\` is split at 200k tokens and its prices are not: priced as short prompts.`, () => "Take a source that says the cost."),
	"reconcile-kept": text("note", (details) => `The ratio is kept in \`${details.file}\`, and stands in every report from now on.`, () => "Commit the file."),
	"reconcile-not-kept": text("warning", () => "Nothing is kept: there is no ratio, or the bill is not whole.", () => "Give the scenarios traffic, and mend what is wrong with the bill."),
	"reconcile-kept-unreadable": text("warning", (details) => `\`${details.file}\` is not what \`reconcile --write\` writes, so the last bill is not shown.`, () => "Run `promptcost reconcile --write` again, or delete the file.")
};

// src/problems/record.ts
const pointing = "Leave the client its default address, or give it ANTHROPIC_BASE_URL where the program sets one. The manual's page on `record` says which variable each client reads.";
const mocked = "Tests that answer in the API's place (a mocked client, nock, msw, a cassette) send nothing: run ones that do send, or take the cassettes as fixtures.";
const systemWords = {
	EACCES: "permission denied",
	EADDRINUSE: "in use",
	EISDIR: "a folder lies there",
	ENOSPC: "the disk is full",
	ENOTDIR: "a file lies where its folder should be",
	EPERM: "not permitted",
	EROFS: "the disk is read-only",
	link: "it lies behind a link"
};
const afterFailure = {
	nothing: "It sent nothing: where its output speaks of a connection or an address, a cassette or a mock refuses every other than the API's. Run it without them, as `pytest --disable-recording` does.",
	"made-up": "Some answers were made up, and a test that looks for something in an answer fails on that: record once with a key, without `--stub`; or leave such tests out; or let them fail: `-- sh -c '\u2026 || true'`.",
	else: "Paid answers are kept for that."
};
const recordProblems = {
	"record-command-missing": text("error", (details) => `There is no program \`${details.program}\` to run.`, () => "Write the command as in a shell, behind `--`: `promptcost record -- npm test`. For pipes and variables, let a shell run it: `-- sh -c '\u2026'`."),
	"record-command-not-started": text("error", (details) => `\`${details.program}\` could not be started: ${systemWords[details.why] ?? details.why}.`, () => "Make it executable, or name the program that runs it."),
	"record-command-failed": text("error", (details) => `The command failed${details.run === "second" ? " when it ran again" : ""}: ${details.how}. Fixtures stay as they are.`, ({ run, sent }) => run === "second" ? "Have it run twice alike (`--once` runs it a single time), then record again. Paid answers are kept for that." : `Mend what its output names, then record again. ${afterFailure[sent]}`),
	"record-timed-out": text("error", (details) => `The command was still running after ${counted(details.seconds, "second")} and was ended. Fixtures stay as they are.`, () => "Have it end by itself (a watch mode does not), or give it longer with `--timeout S`. Paid answers are kept for the next `record`."),
	"record-stopped": text("error", (details) => `Stopped (${details.signal}). Fixtures stay as they are.`, () => "Record again: paid answers are kept for that."),
	"record-nothing-sent": text("error", (details) => `The command sent nothing to the address it was given${details.elsewhere.length === 0 ? "" : `, but to ${listNames(details.elsewhere, "and")}`}. Fixtures stay as they are.`, () => `${pointing} ${mocked}`),
	"record-elsewhere": text("warning", (details) => `${counted(details.calls, "request")} went to ${details.name}; ${plural(details.calls, "it is", "they are")} not recorded.`, () => "Bedrock, Vertex AI and other vendors come by other ways. To record these requests, have the command send them to the Claude API."),
	"record-unreached": text("error", (details) => `${counted(details.calls, "request")} could not be passed on: ${details.origin} was not reached (${details.why}).`, () => "Check the network and ANTHROPIC_BASE_URL; without key and network, `--stub` answers from recordings."),
	"record-unreadable": text("warning", (details) => `${counted(details.calls, "request")} could not be read, or the answer to ${plural(details.calls, "it", "them")}: no JSON, or packed in a way that is not known. ${plural(details.calls, "It is", "They are")} not recorded.`, () => "The API refuses a request that is no JSON object: mend the program that sends it. An answer that is none of the API's comes from what stands between, at ANTHROPIC_BASE_URL."),
	"record-nothing-answered": text("error", (details) => `None of ${counted(details.calls, "request")} was answered${details.statuses.length === 0 ? "" : ` (status ${details.statuses.join(", ")})`}. Fixtures stay as they are.`, (details) => details.statuses.includes(400) ? "A 400 says in the command's own output what is wrong with the request." : "A 401 or 403 says that the command has no valid key: give it one, or answer from recordings with `--stub`, which needs none."),
	"record-not-recorded": text("error", (details) => `${counted(details.calls, "request")} ${plural(details.calls, "is", "are")} not recorded, and \`--new=fail\` answers no others.`, () => "Run `promptcost record` with a key to record the answers, or leave out `--new=fail`."),
	"record-port-taken": text("error", (details) => `Port ${String(details.port)} of 127.0.0.1 cannot be listened on: ${systemWords[details.why] ?? details.why}.`, () => "Leave out `--port` to have any free one, or end what listens there."),
	"record-base-url": text("error", (details) => `${details.variable} is no address of HTTP.`, () => "Give it one (`https://api.anthropic.com`), or leave it out: requests then go to the API."),
	"record-running": text("error", (details) => `Another \`record\` is at work here (${details.file}).`, () => "Wait until it has ended; two would write the same fixtures."),
	"record-journal": text("error", () => "What is answered could not be written down, so that it would be lost if this process ended.", () => "Make room on the disk and let `.promptcost` be written. With `--stub` nothing is paid for."),
	"record-not-written": text("error", (details) => `The fixture cannot be written: ${systemWords[details.why] ?? details.why}. None was changed.`, () => "Let it be written, or name another folder with `record: { into: \u2026 }` in promptcost.yml."),
	"record-no-repository": text("note", (details) => details.readable ? "This folder lies in no git repository: `check` will have nothing to compare with." : "git does not read this repository: `check` will have nothing to compare with.", (details) => details.readable ? "Run `git init` and commit, or record where the repository is." : "See what `git status` says in this folder."),
	"recordings-disagree": text("warning", (details) => `This recording and ${details.other} are of the same request, but say ${counted(details.tokens, "input token")} and ${counted(details.otherTokens, "input token")}.`, () => "Record one of them again: the same input has one size. Until then the stub gives the first one's answer."),
	"record-snapshot-link": text("error", () => "This is no regular file, so it is no snapshot, and nothing is written in its place.", () => "Put a plain file in its place, or take it away: `record` writes it anew."),
	"record-not-expressible": text("warning", (details) => `A request of run \`${details.run}\` has a key that means something else in a fixture; the run is not kept.`, () => "Rename the key that begins with `$`, or leave this run out of the recording.")
};

// src/problems/recordings/others-recordings.ts
const othersRecordingProblems = {
	"recording-unknown": text("error", ({ looks }) => `This looks like ${looks}; nothing here reads it.`, ({ known }) => `Known are: ${known.join(", ")}; and promptcost's own fixtures.`),
	"recording-left-out": text("note", ({ title, parts }) => `Of ${title} are left out: ${[...groupBy(parts, ({ reason }) => reason)].map(([reason, alike]) => describeParts(reason, alike)).join(", ")}.`, () => "Nothing to do: what cost nothing, or went elsewhere, is not counted."),
	"recording-usage-only": text("error", ({ title }) => `This is ${title}: it holds usage without requests, so nothing can be projected from it.`, () => "Bill it with `promptcost bill`; as a fixture name recordings that hold whole requests."),
	"recording-request-missing": text("warning", ({ count }) => `${counted(count, "exchange")} of this recording ${plural(count, "has", "have")} usage and no whole request, and count for nothing here.`, () => "Bill them with `promptcost bill`, or record the requests too."),
	"recording-no-exchange": text("note", ({ title }) => `This is ${title} without an exchange: refusals, counts and calls to others cost nothing.`, () => "Nothing to do, or take the file out of `fixtures`."),
	"never-answered": text("warning", () => "A request of this recording was never answered, so there is nothing of it to bill.", () => "Nothing to do; its prompt counts in `check`."),
	"recording-batch": text("warning", ({ count }) => `${counted(count, "request")} of this recording went through the Message Batches API; as written they are priced one by one, at twice what a batch costs.`, () => "Add `variants: [batch]` to the scenario: that is what they cost."),
	"recording-folder-empty": text("error", ({ folder }) => `Nothing in \`${folder}\` is a fixture or a recording.`, ({ known }) => `Known are: ${known.join(", ")}; and promptcost's own fixtures.`),
	"recording-read-only": text("error", ({ title }) => `This is ${title}: it is read as it lies, and nothing is written into it.`, () => "Record it anew with what made it, or have `promptcost record` make fixtures of what your code sends.")
};
function describeParts(reason, parts) {
	const total = parts.reduce((sum, { count }) => sum + count, 0);
	const named = parts.filter(({ of }) => of !== "").map(({ of, count }) => count === 1 || parts.length === 1 ? of : `${of}: ${String(count)}`);
	return `${String(total)} ${reason}${named.length === 0 ? "" : ` (${named.join(", ")})`}`;
}

// src/problems/replaying/refusing.ts
const denials = {
	key: {
		what: "The API takes no request with this key",
		fix: "Check the key and what it may do."
	},
	limit: {
		what: "The API takes no request with this key",
		fix: "A spending limit of the account is reached; raise it there, or wait for it to pass."
	},
	elsewhere: {
		what: "The API's address leads to another one, where neither the key nor a request is sent",
		fix: "Set ANTHROPIC_BASE_URL to the API's own address, where nothing leads elsewhere."
	},
	unreached: {
		what: "The API cannot be reached, so no request gets there",
		fix: "Check the network and ANTHROPIC_BASE_URL, then call `replay` again."
	}
};
const refusingProblems = {
	"replay-refused": text("error", (details) => `The API refused ${details.exchange}${andMore(details.more)} (${nameError(details.status, details.kind)})${quoted(details.said)}. Nothing was billed for ${plural(details.more + 1, "it", "them")}.`, (details) => details.status === 404 ? checkModel : details.status === 429 || details.status === 529 ? "Call `replay` again later, or lower `--concurrency`." : "Check the request: what the API takes changes with models and dates."),
	"replay-denied": text("error", (details) => `${denials[details.why].what} (${nameError(details.status, details.kind)}). Everything was stopped.`, (details) => denials[details.why].fix)
};

// src/problems/replaying/replaying.ts
const blankAnswers = {
	refused: "was refused by the model and is empty",
	empty: "is empty",
	blank: "has a text of white space alone, which the API does not take",
	unfinished: "ends while the model thinks, and the API goes on from no such place"
};
const barriers = {
	file: {
		what: "which is read-only",
		fix: "Make it writable (`chmod u+w`), or name the scenarios to send without it."
	},
	folder: {
		what: "beside which its folder takes no draft of it",
		fix: "Make its folder writable, and room on its disk."
	},
	missing: {
		what: "which is not in this checkout",
		fix: "Check it out (`git sparse-checkout add`), or name the scenarios to send without it."
	},
	text: {
		what: "whose bytes are not the text that was read (compressed, another encoding, a filter of git)",
		fix: "Keep the fixture as plain text in UTF-8."
	},
	place: {
		what: "where an anchor, an alias, a tag or a `?` stands in the way of `recorded`",
		fix: "Write its exchange as a plain mapping, `- request: \u2026`."
	}
};
const giveText = "Give it its text (`$file`, `vars` with a value), or leave its scenario out.";
const obstacles = {
	declared: {
		what: "it holds a block declared by its size, which has no text",
		fix: giveText
	},
	undeclared: {
		what: "it holds a `{{name}}` that nothing fills",
		fix: giveText
	},
	unreadable: {
		what: "its request cannot be read",
		fix: giveText
	},
	unlimited: {
		what: "its request has no `max_tokens`, which the API asks for",
		fix: "Give the request `max_tokens`: the most the answer may be long, in tokens."
	}
};
const replayingProblems = {
	"replay-needs-cap": text("error", (details) => details.given ? "The cap must be an amount above zero." : "Nothing says how much this replay may spend.", () => "Give `--max-usd 5`, or `replay: { max-usd: $5 }` in promptcost.yml. In the action, `max-usd`. `promptcost replay --dry-run` shows what it would take."),
	"replay-skipped": text("warning", (details) => `Fixtures were not sent again: ${details.why}. The report rests on recordings and counts, by the same rules.`, () => "Nothing depends on it. To have them sent, give the step `anthropic-api-key` and `max-usd`; to hear no more of it, set `replay: off`."),
	"replay-used": text("note", (details) => `For this report ${groupDigits(details.answered)} of ${counted(details.of, "request")} ${plural(details.of, "was", "were")} sent again: ${details.spent} of ${details.cap} spent, ${details.predicted} predicted.`, () => "The log of this step has them one by one."),
	"replay-needs-key": text("error", () => "There is no key to send requests with.", () => "Set ANTHROPIC_API_KEY. `--dry-run` needs none."),
	"replay-unsendable": text("error", (details) => `${details.exchange} cannot be sent: ${obstacles[details.why].what}.`, (details) => obstacles[details.why].fix),
	"replay-unwritable": text("error", (details) => `${details.run} is not sent: its answers could not be written into its fixture, ${barriers[details.why].what}.`, (details) => barriers[details.why].fix),
	"replay-answer-not-kept": text("error", (details) => `${details.exchange} is not sent: it holds the answer to a request before it, which an earlier call sent with \`--no-answers\`, so that nobody has its words any more.`, () => "`--resend-unknown` sends the run again from its first request, which is paid for once more."),
	"replay-answer-blank": text("error", (details) => `${details.exchange} is not sent: the answer that \`$answer\` stands for ${blankAnswers[details.how]}.`, () => "Change the request that was answered (more `max_tokens`, say), or write the turn out in place of `$answer`. `--resend-unknown` asks the run again as it is, which is paid for once more."),
	"replay-shared-fixture": text("error", (details) => `${details.run} is a fixture of \`${details.other}\` and of \`${details.scenario}\`, which fill it differently: a recording can be of one of them only.`, (details) => `Give \`${details.scenario}\` a file of its own.`),
	"replay-waiting": text("warning", (details) => `An earlier replay left ${details.answers === 1 ? "an answer that is" : `${counted(details.answers, "answer")} that are`} in no fixture yet, and no run that is sent now asks for ${plural(details.answers, "it", "them")}.`, () => "Call `replay` with the config, scenarios and options of that call to keep them. To forget them, remove `.promptcost/replay`."),
	"replay-stopped": text("error", (details) => `The replay was stopped: ${counted(details.requests, "request")} ${plural(details.requests, "has", "have")} no answer.`, () => "Call `replay` again: what was answered is kept, and not paid twice."),
	"replay-journal-failed": text("error", () => "What is sent cannot be written down in `.promptcost/replay/`, so nothing more is sent.", () => "Make room on the disk and the folder writable (it may be no link), then call `replay` again."),
	"replay-journal-changed": text("error", (details) => `The answer to ${details.exchange} was paid and is in no fixture: the journal (\`.promptcost/replay/journal.jsonl\`) was changed while this replay ran.`, () => "Call `replay` again: what the journal still holds is kept, and not paid twice. Leave that file alone while a replay runs."),
	"replay-running": text("error", (details) => `Another replay is at work in this repository (${details.file} says so).`, () => "Wait for it. If none runs, remove that file."),
	"replay-maybe-paid": text("error", (details) => `${details.exchange} may have been paid: it was sent, and ` + (details.silent === void 0 ? "no whole answer came back." : `nothing but pings came for ${details.silent}, so it was given up.`), () => "It counts as spent in full and is not sent again, unless with `--resend-unknown`."),
	"replay-without-usage": text("error", (details) => `The answer to ${details.exchange} is not whole, or does not say what it used, so nobody knows what it cost. It counts as spent in full, and is not kept.`, () => "It is not sent again, unless with `--resend-unknown`."),
	"replay-not-kept": text("error", (details) => `The answer to ${details.exchange} could not be written into its fixture: the file cannot be written, changed since it was sent, or has no place for it.`, () => "Make the file writable and its exchange a plain mapping, and call `replay` again: the answer is in the journal, and is not paid twice.")
};

// src/problems/simulating.ts
const simulatingProblems = {
	"simulated-loop": text("note", () => "Some usages sum several samplings (server tools, fallback) whose sizes are not recorded: each is taken to read what the one before wrote, and to grow evenly.", () => "Nothing to do; such figures are estimates."),
	"simulated-cached-before": text("note", () => "Some requests read a cache that no request of their recording wrote: it is taken to have been there before.", () => "Nothing to do; such exchanges are marked `cachedBefore`."),
	"simulated-at-most": text("warning", (details) => `Nobody knows how long the answer is; it counts as max_tokens, ${details.tokens}.`, () => "Give `expect.output_tokens`, or record the exchange."),
	"simulated-nothing": text("error", () => "There is neither a request nor a usage here, so there is nothing to simulate.", () => "Take the exchange out, or record its request.")
};

// src/key-patterns.ts
const keyName = "[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?";
const keyPatterns = [
	{
		title: "a private key",
		hint: "PRIVATE KEY",
		pattern: new RegExp(`-----BEGIN ${keyName}-----(?:(?:(?!-----)[\\s\\S]){0,16384}-----END ${keyName}-----|(?:(?:\\s|\\\\[rn]){1,4}[A-Za-z0-9+/=]{20,100}){0,400})`, "g")
	},
	{
		title: "an API key",
		pattern: /\b[sr]k-[A-Za-z0-9_-]{20,400}/g
	},
	{
		title: "a Stripe key",
		pattern: /\b[rsp]k_(?:live|test)_[A-Za-z0-9]{16,200}/g
	},
	{
		title: "an AWS key id",
		pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g
	},
	{
		title: "an AWS secret",
		pattern: /aws_?(?:secret_?(?:access_?)?key|session_?token)["']?\s{0,4}[:=]\s{0,4}["']?([A-Za-z0-9/+=]{40,1000})/gi,
		group: true
	},
	{
		title: "a Bedrock key",
		pattern: /\bABSK[A-Za-z0-9+/=]{60,400}/g
	},
	{
		title: "a GitHub token",
		pattern: /\bgh[pousr]_[A-Za-z0-9]{36,255}/g
	},
	{
		title: "a GitHub token",
		pattern: /\bgithub_pat_[A-Za-z0-9_]{22,255}/g
	},
	{
		title: "a GitLab token",
		pattern: /\bglpat-[A-Za-z0-9_-]{20,100}/g
	},
	{
		title: "an npm token",
		pattern: /\bnpm_[A-Za-z0-9]{36}\b/g
	},
	{
		title: "a Slack token",
		pattern: /\bxox[a-z]-[A-Za-z0-9-]{10,255}/g
	},
	{
		title: "a Slack token",
		pattern: /\bxapp-[0-9]-[A-Za-z0-9-]{10,255}/g
	},
	{
		title: "a Slack webhook",
		pattern: /hooks\.slack\.com\/(?:services|workflows)\/([A-Za-z0-9/_-]{20,200})/g,
		group: true
	},
	{
		title: "a Google key",
		pattern: /\bAIza[A-Za-z0-9_-]{35}/g
	},
	{
		title: "a Google secret",
		pattern: /\bGOCSPX-[A-Za-z0-9_-]{20,64}/g
	},
	{
		title: "a Google token",
		pattern: /\bya29\.[A-Za-z0-9_-]{20,1000}/g
	},
	{
		title: "a Hugging Face token",
		pattern: /\bhf_[A-Za-z0-9]{30,100}/g
	},
	{
		title: "a JWT",
		pattern: /\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{8,2000}/g
	},
	{
		title: "a bearer token",
		pattern: /\b(?:bearer|x-api-key["']?\s{0,4}:)\s{1,4}["']?([A-Za-z0-9._~+/=-]{16,4000})/gi,
		group: true
	},
	{
		title: "a password in an address",
		hint: "://",
		pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'<>]{1,100}:([^\s:/@"'<>]{3,200})@/gi,
		group: true
	}
];

// src/shown-name.ts
const nameCharacters = /^[\p{L}\p{M}\p{N}_./:@+~#$=,()[\]*%&?!'\u2019"`\u2026\u2039\u203a^{}<>|-]+$/u;
const longestName = 128;
const mostWords = 5;
const longestId = 200;
const longestFile = 1024;
function shownName(text) {
	return isName(text) ? text : noName(text);
}
function shownId(text) {
	const words = text.split(" ");
	return text.length <= longestId && words.length <= mostWords && words.every((word) => nameCharacters.test(word)) && !isKey(text) ? text : noName(text);
}
function shownFile(text) {
	return text.length <= longestFile && /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u.test(text) && text.isWellFormed() && !isKey(text) ? text : noName(text);
}
function shownRule(text) {
	return text.length <= 300 && text.split(" ").length <= 12 ? shownFile(text) : noName(text);
}
function shownPath(path) {
	return path.map((step) => typeof step === "number" || /^[\w$.-]{1,40}$/.test(step) ? step : "?").join(".");
}
function isName(text) {
	return text.length <= longestName && nameCharacters.test(text) && !isKey(text);
}
function isKey(text) {
	return keyPatterns.some(({ pattern }) => text.search(pattern) !== -1);
}
function noName(text) {
	if (text === "") return "";
	return `\u2039a value of ${groupDigits(text.length)} ${text.length === 1 ? "character" : "characters"} that is no name\u203a`;
}

// src/shown-details.ts
const gates = {
	model: shownName,
	key: shownId,
	name: shownId,
	kind: shownId,
	value: shownId,
	member: shownId,
	parameter: shownId,
	zone: shownName,
	variable: shownId,
	emitter: shownId,
	counter: shownId,
	version: shownId,
	asked: shownId,
	shown: shownId,
	exchange: shownId,
	id: shownId,
	run: shownId,
	scenario: shownId,
	nearest: shownFile,
	known: shownId,
	file: shownFile,
	folder: shownFile,
	glob: shownFile,
	written: shownFile,
	pointer: shownFile,
	other: shownFile,
	others: shownFile
};
function shownDetails(details) {
	if (typeof details !== "object" || details === null) return details;
	const changed = {};
	for (const [key, value] of Object.entries(details)) {
		const shown = isGated(key) ? gated(value, gates[key]) : value;
		if (shown !== value) changed[key] = shown;
	}
	return Object.assign({ ...details }, changed);
}
function isGated(key) {
	return Object.hasOwn(gates, key);
}
function gated(value, gate) {
	if (typeof value === "string") return gate(value);
	if (!Array.isArray(value)) return value;
	return value.map((item) => typeof item === "string" ? gate(item) : item);
}

// src/problems/traffic.ts
const ratesText = "`200k/month`, `12/hour` or `150k-250k/month`";
const trafficProblems = {
	"traffic-without-unit": text("error", () => "`runs` has no unit of time: nobody knows whether that many come an hour or a month.", () => "Write `/hour`, `/day`, `/week` or `/month` behind it, as in `200k/month`."),
	"traffic-negative": text("error", () => "`runs` is below zero.", () => `Write how many runs there are, such as ${ratesText}.`),
	"traffic-zero": text("error", () => "`runs` is zero: a scenario that never runs costs nothing.", () => `Write how many runs there are, such as ${ratesText}; without traffic, leave \`traffic\` out.`),
	"traffic-upside-down": text("error", () => "The range of `runs` is upside down: its first number is the larger one.", () => "Write the smaller number first, as in `150k-250k/month`."),
	"traffic-absurd": text("error", (details) => details.many ? "`runs` comes to more than ten billion runs a month." : "`runs` comes to less than one run in a century.", () => "Check the number and its unit."),
	"traffic-without-runs": text("error", () => "`traffic` does not say how often the scenario runs: `runs` is missing.", () => `Add \`runs\`, such as ${ratesText}. Only \`arrivals: observed\` can do without: its times say it.`),
	"traffic-burst-size": text("error", () => "`burst` is no number of runs that start together.", () => "Write a whole number from 2 to 10,000, as in `arrivals: { burst: 20 }`."),
	"traffic-hours": text("error", () => "A schedule needs its active hours, and these are none.", () => "Write `hours: 9-18`, `8:30-17:30`, or `22-6` over midnight; `hours` or `days` may be left out, not both."),
	"traffic-days": text("error", () => "These are no days of the week.", () => "Write `mon-fri`, `sat`, or a list such as `[mon, wed]`."),
	"traffic-zone": text("error", (details) => `\`${details.zone}\` is no time zone that is known here.`, ({ nearest }) => nearest.length > 0 ? `Did you mean ${listQuoted(nearest)}?` : "Write its name in the tz database, such as `Europe/Berlin`, or `UTC`."),
	"judged-at-without-range": text("error", () => "`judged-at` names an end of a range, and `runs` is one rate.", () => "Write a range (`150k-250k/month`), or take `judged-at` out."),
	"observed-no-times": text("error", (details) => details.from === "recordings" ? "`arrivals: observed` needs the times of this scenario's recordings, and none of them has any." : "The files that `arrivals: { observed: \u2026 }` names hold no call with a time.", (details) => details.from === "recordings" ? "Name usage files with times, as in `arrivals: { observed: usage/*.jsonl }`, or write `arrivals: poisson`." : "Name transcripts, exports or recordings whose calls have a time."),
	"observed-not-found": text("error", (details) => `No file fits \`${details.file}\`.`, () => "Name usage files of the repository, from the folder of this file."),
	"observed-no-rate": text("error", () => "Only one start of a run was observed: that says nothing of how often it runs.", () => "Add `runs`, such as `200k/month`, or have more runs recorded."),
	"observed-rate-differs": text("note", (details) => `By the observed times ${details.observed} come a month, by \`runs\` ${details.stated}: what the cache holds goes by the observed times, the month's total by \`runs\`.`, () => "Leave `runs` out to go by the times alone, or use `arrivals: poisson` at the stated rate."),
	"observed-cut": text("note", (details) => `${groupDigits(details.of)} starts of runs were observed: all of them say how often runs come, the last ${groupDigits(details.kept)} what the cache holds.`, () => "Nothing to do. Name fewer usage files to go by those alone."),
	"arrivals-assumed": text("note", (details) => `Runs are taken to arrive by chance (\`poisson\`), which makes ${details.now} a month; at equal distances (\`steady\`) it would be ${details.other}.`, () => "Say in `traffic` how they arrive: `steady`, `burst`, `schedule` or `observed`."),
	"gaps-assumed": text("note", (details) => `The exchanges of a run have no times and are taken to be 10 s apart, which makes ${details.now} a month; with 2 minutes between them, as users take, it would be ${details.other}.`, () => "Say in `traffic` what they are, as in `gaps: 30s`, or record the runs with their times."),
	"readable-assumed": text("note", (details) => `What a request writes to the cache is taken to be readable at once, which makes ${details.now} a month; 2 s later it would be ${details.other}.`, () => "Say it in `traffic`, as in `readable-after: 2s`."),
	"turns-rounded": text("note", (details) => `By their weights the runs of this scenario would take turns anew only after ${groupDigits(details.weights)} of them or more: for the order alone it is cut to about ${groupDigits(details.turns)} turns.`, () => "Give the runs smaller weights in about the same proportion, or use `arrivals: poisson`."),
	"arrivals-not-settled": text("warning", (details) => `The arrivals did not come to repeat themselves within ${counted(details.periods, "period")}; the last one counts.`, () => "Use `arrivals: poisson`."),
	"arrivals-sampled": text("note", (details) => `The period of these arrivals is long: the figures are the mean over ${counted(details.turns, "start")} of each run, at equal distances.`, () => "Give the runs smaller weights in about the same proportion, or use `arrivals: poisson`."),
	"readable-after-left-out": text("note", () => "`readable-after` is left out between runs here: where what is alive is a chance, a write counts as readable at once.", () => "Use `arrivals: steady` or `burst` to see what a later moment costs.")
};

// src/problems/recordings/usage-logs.ts
const usageLogProblems = {
	"log-usage-missing": text("error", (details) => `${details.emitter} logged no count of this answer's ${details.what}, so what it cost is not known.`, () => "Take the entry out, or export it with its whole usage."),
	"log-input-unclear": text("error", (details) => `It is not known whether the ${counted(details.input, "input token")} that ${details.emitter} logged count the ${groupDigits(details.cached)} the cache read and wrote too.`, () => "Export the API's own usage beside it, or with the name and version of the instrumentation (docs/formats.md lists those that are known)."),
	"log-input-too-small": text("error", (details) => `${details.emitter} counts cached tokens as input, yet here are ${counted(details.input, "input token")} and ${groupDigits(details.cached)} cached ones.`, () => "Check the entry: its usage was changed or cut after it was logged."),
	"log-total-disagrees": text("error", (details) => `The total that ${details.emitter} logged is ${counted(details.total, "token")}; input and output are ${groupDigits(details.sum)}.`, () => "Check the entry: a class of tokens is missing or was changed after it was logged."),
	"log-input-lost": text("warning", (details) => `In ${counted(details.calls, "call")} ${details.emitter}'s total is not what its classes add up to: it takes the cached tokens out of an input that did not hold them, so the input is at least this much.`, () => "Compare the input with the bill, or bill the spans the entries were made from."),
	"log-output-first-counts": text("warning", (details) => `${counted(details.calls, "answer")} ${details.calls === 1 ? "was" : "were"} logged before the end: the output is what the stream said first, so it is at least this much.`, () => "Bill the results of `claude -p`, or spans: they hold the final counts."),
	"log-output-too-high": text("note", (details) => `${details.emitter} adds a stream's first count of output to its last one: the output of those of its ${counted(details.calls, "call")} that were streamed is a few tokens too high.`, () => "Export the SDK's own spans too: where both are there, the SDK's count."),
	"log-cache-missing": text("warning", (details) => `${details.emitter} does not log what the cache read and wrote: the figure of ${counted(details.calls, "call")} is without it, so it is at least this much.`, () => "Update the instrumentation, or log the API's own usage."),
	"log-writes-unsplit": text("warning", (details) => `${counted(details.tokens, "token")} that side requests of \`${details.model}\` wrote to the cache have no lifetime: priced at 5 minutes.`, () => "Nothing to do: Claude Code sums them up without it. At 1 hour they cost 1.6 times that."),
	"log-usage-by-model-missing": text("note", (details) => `${counted(details.results, "result")} ${details.results === 1 ? "has" : "have"} no \`modelUsage\`: requests on the side, and other models, are not in the figure.`, () => "Use a newer Claude Code."),
	"log-export-without-cache": text("error", (details) => `This is ${details.emitter} as CSV, which leaves out what the cache read and wrote: what the calls cost cannot be said from it.`, () => "Export JSONL instead.")
};

// src/problem.ts
const table = {
	...adminReportProblems,
	...billingProblems,
	...commandLineProblems,
	...boundingProblems,
	...comparingProblems,
	...configProblems,
	...contentProblems,
	...countingProblems,
	...fixtureProblems,
	...formatProblems,
	...limitProblems,
	...historyProblems,
	...namedFileProblems,
	...projectingProblems,
	...promptProblems,
	...publishingProblems,
	...reconcilingProblems,
	...recordProblems,
	...othersRecordingProblems,
	...refusingProblems,
	...replayingProblems,
	...batchProblems,
	...simulatingProblems,
	...trafficProblems,
	...usageLogProblems
};
const nowhere = {
	file: null,
	line: null,
	column: null,
	path: null
};
function placeIn(file, path = null) {
	return {
		file,
		line: null,
		column: null,
		path
	};
}
function placeWithin(place, field) {
	return {
		...place,
		path: place.path === null ? field : `${place.path}.${field}`
	};
}
function problem(code, place, details, scenario = null) {
	const text = table[code];
	const shown = shownDetails(details);
	return {
		code,
		severity: text.severity,
		file: place.file,
		line: place.line,
		column: place.column,
		path: place.path,
		scenario,
		message: text.message(shown),
		fix: text.fix(shown)
	};
}
function hasErrors(problems) {
	return problems.some(({ severity }) => severity === "error");
}

// src/io/hash.ts
const mostAtOnce = 1 << 18;
const digest = (text) => {
	const running = createRunningDigest();
	for (let from = 0; from < text.length;) {
		const until = from + mostAtOnce;
		const end = isHighSurrogate(text.charCodeAt(until - 1)) ? until + 1 : until;
		running.add(text.slice(from, end));
		from = end;
	}
	return running.end();
};
function createRunningDigest() {
	const hash = createHash("sha256");
	return {
		add: (part) => void hash.update(part, "utf8"),
		end: () => hash.digest("hex")
	};
}
function isHighSurrogate(unit) {
	return unit >= 55296 && unit <= 56319;
}
function blobId(bytes) {
	return createBlobHash(bytes.length).update(bytes).digest("hex");
}
function readBlobId(file, size) {
	const hash = createBlobHash(size);
	const chunk = new Uint8Array(Math.min(size, chunkBytes));
	for (let left = size; left > 0;) {
		const count = readSync(file, chunk, 0, Math.min(left, chunk.length), null);
		if (count === 0) throw new Error("a file became shorter while it was read");
		hash.update(chunk.subarray(0, count));
		left -= count;
	}
	return hash.digest("hex");
}
const chunkBytes = 1 << 18;
function createBlobHash(size) {
	return createHash("sha1").update(`blob ${String(size)}\0`);
}

// src/api/shown/ids.ts
const prefixed = /^(?:req|msgbatch|msg)_(?:[a-z]{2,8}_)?\d[0-9A-Za-z]{0,31}$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
function readApiId(id) {
	return typeof id === "string" && (prefixed.test(id) || uuid.test(id)) ? id : null;
}
function shownApiId(id) {
	return readApiId(id) ?? "\u2039an id of another form\u203a";
}

export { uniqueBy as $, union as $t, modelOf as A, readNumber as At, inVendorsOrder as B, extend as Bt, messagesOf as C, sumExact as Ct, wholeNumber as D, isNumberText as Dt, anyNumber as E, isDocument as Et, findDearName as F, writeJson as Ft, sonnet55 as G, nullish as Gt, readName as H, literal as Ht, findModel as I, _enum as It, prices as J, optional as Jt, periodOn as K, number as Kt, findPeriod as L, array as Lt, priceBookIdOf as M, replaceAt as Mt, dearName as N, setMember as Nt, isFastName as O, isObject as Ot, findByPriceBookId as P, valueAt as Pt, groupBy as Q, string as Qt, isFastOver as R, boolean as Rt, maxTokensOf as S, sum as St, toolsOf as T, isArray as Tt, catalogue as U, looseObject as Ut, isMovingName as V, int as Vt, priceBookDate as W, nullable as Wt, ascendingBy as X, refine as Xt, ascending as Y, record as Yt, descendingBy as Z, strictObject as Zt, overLimit as _, plural as _t, readBlobId as a, globalRegistry as an, formatRatio as at, isFast as b, largest as bt, placeIn as c, base64 as cn, parseDecimal as ct, shownId as d, number$1 as dn, ratioToNumber as dt, unknown as en, editDistance as et, shownName as f, safeParse as fn, clipCharacters as ft, longestYaml as g, getEnumValues as gn, listQuoted as gt, limits as h, assignProp as hn, listNames as ht, digest as i, _regex as in, formatDollars as it, priceBookId as j, readPath as jt, modelMember as k, isSameJson as kt, placeWithin as l, base64url as ln, parseUsd as lt, shownRule as m, NUMBER_FORMAT_RANGES as mn, groupDigits as mt, shownApiId as n, _lte as nn, compareRatio as nt, hasErrors as o, base64Charset as on, formatUsd as ot, shownPath as p, BIGINT_FORMAT_RANGES as pn, counted as pt, priceClasses as q, object as qt, blobId as r, _minLength as rn, divideHalfEven as rt, nowhere as s, base64urlCharset as sn, multiplyRatio as st, readApiId as t, _gte as tn, addRatio as tt, problem as u, integer as un, ratio as ut, severities as v, quoteNames as vt, outputConfigOf as w, formatPath as wt, levels as x, magnitude as xt, endsInAnswer as y, greatestCommonDivisor as yt, nearestModels as z, describe as zt };