// src/io/crash.ts
function describeCrash(error) {
	if (!(error instanceof Error)) return {
		name: "unknown",
		frames: "",
		by: "itself"
	};
	const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
	return {
		name: error.name,
		frames: frames.join("\n"),
		by: "itself"
	};
}
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