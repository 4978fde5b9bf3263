// Parses Mermaid files with the real parser: mermaid.mjs FILE...
// Ends with status 1 where one is refused.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
let failed = 0;
for (const name of process.argv.slice(2)) {
  try {
    const { diagramType } = await mermaid.parse(readFileSync(name, "utf8"));
    console.log(`${name}: ${diagramType}`);
  } catch (error) {
    failed++;
    console.log(`${name}: ${error.message}`);
  }
}
process.exit(failed ? 1 : 0);
