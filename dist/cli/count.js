import { A as removeDrafts, Ai as hasErrors, Da as inputTotal, Fi as shownId, Ft as ownEvidence, Ii as shownName, It as computedEvidence, M as readOnlyRecording, Mi as placeIn, N as keepInFiles, Na as wholeNumber, Ot as createBlockTable, Pi as problem, Pt as countWithEvidence, Rt as readPrompt, Vr as renderProblems, X as withCounter, dn as topFolder, ii as sortByPlace, ji as nowhere, k as fixturesBelow, li as createProblemCollector, on as readNamedFiles, pr as atItsLine, qi as modelMember, ua as counted, va as sum, wa as uniqueBy, wt as checkRequest } from "./core.js";

// src/commands/count/api.ts
const concurrency = 4;
async function askApi(exchanges, api) {
	const asked = exchanges.map((exchange) => ({
		...exchange,
		fresh: false
	}));
	const problems = [];
	let next = 0;
	let stopped = false;
	const work = async () => {
		while (next < asked.length && !stopped) {
			const index = next;
			next += 1;
			const recording = asked[index];
			if (recording === void 0 || recording.endpoint === "count_tokens") continue;
			const { exchange } = recording;
			const { id, place, inputHash } = exchange;
			if (!isSendable(recording)) {
				problems.push(problem("count-api-unsendable", place, { exchange: id }));
				continue;
			}
			const answer = await api.countTokens(exchange.request.body, exchange.betas);
			if (typeof answer === "number") {
				const counted = {
					inputHash,
					tokens: answer
				};
				asked[index] = {
					...recording,
					exchange: {
						...exchange,
						counted
					},
					fresh: true
				};
				continue;
			}
			const { status, kind } = answer;
			if (status === null || status === 401 || status === 403 || status >= 300 && status < 400) stopped = true;
			problems.push(problem("count-api-refused", place, {
				exchange: id,
				status,
				kind
			}));
		}
	};
	await Promise.all(Array.from({ length: concurrency }, work));
	return {
		exchanges: asked,
		problems
	};
}
function isSendable({ exchange, body }) {
	return body === "whole" && exchange.request.placeholders.every((placeholder) => placeholder.tokens === null && !placeholder.undeclared);
}

// src/commands/count/count.ts
function countExchanges(input) {
	const { counter, table, dry } = input;
	const counted = [];
	const found = createProblemCollector(({ code, file, path, message }) => `${code} ${file ?? ""} ${path ?? ""} ${message}`);
	for (const recording of input.exchanges) {
		const { exchange } = recording;
		if (recording.body !== "whole") {
			const bodiless = dry ? null : countBodiless(recording);
			if (bodiless !== null) counted.push(bodiless);
			continue;
		}
		const prompt = readPrompt({
			request: exchange.request,
			betas: exchange.betas,
			table
		});
		const answer = dry ? null : apiAnswer(recording);
		const asked = answer === null ? exchange : {
			...exchange,
			recorded: null,
			counted: {
				inputHash: exchange.inputHash,
				tokens: answer
			}
		};
		const evidence = dry ? computedEvidence : ownEvidence(asked, {
			counter,
			promptOf: () => prompt
		});
		const count = countWithEvidence(prompt, evidence, counter);
		counted.push(describe$1(exchange.id, prompt, count));
		const refused = checkRequest(prompt, exchange).filter(({ severity }) => severity === "error");
		const { file } = exchange.place;
		found.add([...refused, ...count.problems].map((one) => one.file === null ? {
			...one,
			file
		} : one), (one) => atItsLine(one, exchange));
	}
	return {
		schemaVersion: 1,
		exchanges: counted,
		problems: sortByPlace([...input.problems, ...found.problems])
	};
}
function countBodiless({ exchange }) {
	const truth = exchange.recorded === null ? null : inputTotal(exchange.recorded.response);
	if (truth === null) return null;
	const { body } = exchange.request;
	const model = modelMember(body) ?? modelMember(exchange.recorded?.response ?? null);
	const { total } = truth;
	return {
		id: shownId(exchange.id),
		model: typeof model === "string" ? shownName(model) : "",
		inputTokens: total,
		low: total,
		high: total,
		witness: "recorded",
		parts: null,
		blocks: []
	};
}
function apiAnswer({ endpoint, exchange }) {
	return endpoint === "count_tokens" && exchange.recorded !== null ? wholeNumber(exchange.recorded.response["input_tokens"]) : null;
}
function describe$1(id, prompt, count) {
	return {
		id: shownId(id),
		model: shownName(prompt.model),
		inputTokens: count.total,
		low: count.low,
		high: count.high,
		witness: count.witness,
		parts: count.parts,
		blocks: prompt.blocks.map((block, index) => ({
			block: block.path,
			kind: shownName(block.kind),
			tokens: count.blocks[index] ?? 0
		}))
	};
}

// src/commands/count/text.ts
function countText(json) {
	const total = sum(json.exchanges.map(({ inputTokens }) => inputTokens));
	return [
		...json.exchanges.flatMap(describe),
		`${counted(json.exchanges.length, "exchange")}, ${total} input tokens`,
		""
	].join("\n");
}
function describe(exchange) {
	const { id, model, inputTokens, witness, parts, blocks } = exchange;
	return [
		`${id}  ${model}: ${inputTokens} input tokens (${witness}, ${interval(exchange)})`,
		...parts === null ? [] : [`  tools ${parts.tools}, system ${parts.system}, messages ${parts.messages}`],
		...blocks.map(({ block, kind, tokens }) => `  ${tokens.toString().padStart(8)}  ${block}  ${kind}`)
	];
}
function interval({ low, high }) {
	return low === high ? "exact" : `${low} to ${high}`;
}

// src/cli/run/count.ts
async function runCount(args, world) {
	const found = [];
	let asked = null;
	if (args.option("write") && !args.option("api")) return world.refuse(problem("command-line", nowhere, {
		said: "`--write` keeps what `--api` asked for; give both",
		help: "promptcost count --help"
	}));
	if (args.option("api")) {
		const { connectAnthropic } = await import("./client2.js");
		const api = await connectAnthropic();
		if ("code" in api) found.push(api);
		else {
			const exchanges = [...readNamedFiles(args.operands, world.folder, found)];
			const answers = await askApi(exchanges, api);
			found.push(...answers.problems);
			if (args.option("write")) found.push(...keep(answers.exchanges, world));
			asked = answers.exchanges;
		}
	}
	const result = await withCounter((counter) => {
		const problems = [...found];
		const exchanges = asked ?? readNamedFiles(args.operands, world.folder, problems);
		return countExchanges({
			exchanges,
			counter,
			table: createBlockTable(),
			dry: args.option("dry"),
			problems
		});
	});
	if (args.option("json")) world.print(`${JSON.stringify(result)}\n`);
	else {
		const problems = renderProblems(result.problems, {
			source: null,
			notes: true
		});
		world.print(`${countText(result)}${problems}`);
	}
	return hasErrors(result.problems) ? 2 : 0;
}
function keep(exchanges, world) {
	const readOnly = uniqueBy(exchanges.flatMap(({ fresh, format, exchange: { place } }) => fresh && format !== void 0 ? [{
		format,
		file: place.file ?? ""
	}] : []), ({ file }) => file).map(({ format, file }) => readOnlyRecording(format, placeIn(file)));
	const members = exchanges.flatMap(({ fresh, exchange, format }) => {
		const { counted } = exchange;
		return fresh && counted !== null && format === void 0 ? [{
			exchange,
			key: "counted",
			value: () => ({ ...counted })
		}] : [];
	});
	const root = topFolder(world.folder);
	removeDrafts(root, new Set(members.map(({ exchange }) => exchange.place.file ?? "")));
	const notKept = keepInFiles(members, fixturesBelow(root)).map((exchange) => problem("count-not-kept", exchange.place, { exchange: exchange.id }));
	return [...readOnly, ...notKept];
}

export { runCount };