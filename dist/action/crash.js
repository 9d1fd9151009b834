// src/io/crash.ts
function describeCrash(error) {
	if (!(error instanceof Error)) return {
		name: "unknown",
		frames: "",
		by: "itself"
	};
	const { name, message, stack = "" } = error;
	const frames = stack.slice(Math.max(0, stack.indexOf(message)) + message.length).split("\n").filter((line) => place.test(line));
	return {
		name: /^\w{1,40}$/.test(name) ? name : "unknown",
		frames: frames.join("\n"),
		by: "itself"
	};
}
const place = /^\s+at (?:async )?(?:[\w$.<>#[\] ]{1,120} \()?(?:file:|node:|\/|[A-Z]:\\)[^()\n]{1,400}:\d+:\d+\)?$/;
function endCrashesWithTwo(tell) {
	process.exitCode = 2;
	process.on("uncaughtException", (error) => {
		try {
			tell(describeCrash(error));
		} finally {
			process.exit(2);
		}
	});
}
function tolerateClosedOutput(fail) {
	for (const stream of [process.stdout, process.stderr]) stream.on("error", (error) => {
		if (error.code !== "EPIPE" && stream === process.stdout) fail(error.code ?? error.name);
	});
}

export { endCrashesWithTwo as n, tolerateClosedOutput as r, describeCrash as t };