import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 45_000;
const file = new URL("../../src/gateway/static/widget/widget.js", import.meta.url);
const bytes = gzipSync(readFileSync(file), { level: 9 }).length;

console.log(`widget.js is ${bytes} bytes gzipped; the budget is ${BUDGET}`);
if (bytes > BUDGET) process.exit(1);
