import { defineConfig } from "vitest/config";

export default defineConfig({
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
