/** `init`: a first set-up. */
import { join } from "node:path";
import { firstFigures } from "../../commands/init/figures.ts";
import { hasFoundAnything, planInit, type InitPlan } from "../../commands/init/plan.ts";
import { createRecogniser } from "../../commands/init/recognise.ts";
import { initJson } from "../../commands/init/json.ts";
import { surveyRepository } from "../../commands/init/survey.ts";
import { initText, nothingFoundText } from "../../commands/init/text.ts";
import { usualConfig } from "../../config/paths.ts";
import { withCommandContext } from "../../io/context.ts";
import { isBehindLink, kindOf, pathFromRoot, writeNewFiles } from "../../io/files.ts";
import { describeHead, sizeOfFile } from "../../io/git/describe-head.ts";
import { digest } from "../../io/hash.ts";
import { withTexts } from "../../io/tree/overlay.ts";
import { configPath, openHead } from "../../io/tree/sides.ts";
import { hasErrors } from "../../problem.ts";
import { renderProblems } from "../../report/views/problem-list.ts";
import type { ExitCode, World } from "../command-line.ts";
import type { ArgumentsOf } from "../usage.ts";
