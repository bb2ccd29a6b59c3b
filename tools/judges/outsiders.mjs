// Two outsiders that speak JavaScript: Adobe's structured-data validator and Google's CSP evaluator.
// Reads [{html, policy}] as JSON from standard input, writes [{structured, policy}].
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, vocabularyFile] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${modules}/judges.js`));
const bring = (name) => import(pathToFileURL(require.resolve(name)));

const { default: Validator } = await bring("@adobe/structured-data-validator");
const { default: Extractor } = await bring("@marbec/web-auto-extractor");
const { CspEvaluator } = require("csp_evaluator");
const { CspParser } = require("csp_evaluator/dist/parser.js");

async function structured(html) {
  if (!vocabularyFile) return [];
  const found = new Extractor({ addLocation: true, embedSource: ["rdfa", "microdata"] }).parse(html);
  const validator = new Validator(JSON.parse(readFileSync(vocabularyFile, "utf8")));
  const issues = await validator.validate(found);
  return issues.map((issue) => ({
    severity: issue.severity,
    message: issue.issueMessage,
    type: issue.rootType ?? issue.path?.[0]?.type ?? "",
  }));
}

function policy(text) {
  if (!text) return [];
  return new CspEvaluator(new CspParser(text).csp).evaluate();
}

const pages = JSON.parse(readFileSync(0, "utf8"));
const judged = [];
for (const page of pages) {
  judged.push({ structured: await structured(page.html), policy: policy(page.policy) });
}
process.stdout.write(JSON.stringify(judged));
