import { defineConfig } from "vitest/config";

const REST_OF_MARKED = /var (\w+)=new \w+;function \w+\(\w+,\w+\)\{return \1\.parse.*export\{.*?(\w+) as Lexer.*/s;

/** Leaves of marked what reads; its HTML writer and settings cannot be shaken off, as its last lines build one of each. */
const readerOnly = {
  name: "reader-only",
  transform: (code: string, id: string): string | null => {
    if (!id.endsWith("marked.esm.js")) return null;
    if (!REST_OF_MARKED.test(code)) throw new Error("marked ends in another way now: see REST_OF_MARKED in vite.config.ts");
    return code.replace(REST_OF_MARKED, "export{$2 as Lexer}");
  },
};

export default defineConfig({
  plugins: [readerOnly],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    target: "es2022",
    outDir: "../src/gateway/static/widget",
    emptyOutDir: true,
    lib: {
      entry: "widget/main.ts",
      formats: ["iife"],
      name: "AnswerbusWidget",
      fileName: () => "widget.js",
    },
  },
  test: { environment: "happy-dom", include: ["widget/**/*.test.{ts,tsx}"] },
});
