import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/**
 * `vite build` makes what the shell embeds. `vite build --mode demo` makes the same with the in-memory demo
 * backend, for the browser tests and the screenshots; nothing of the demo is in the production bundle.
 */
export default defineConfig(({ mode }) => ({
  plugins: [react()],
  base: "./",
  define: { __DEMO__: JSON.stringify(mode === "demo" || mode === "development") },
  server: { port: 1420, strictPort: true },
  build: {
    target: "es2022",
    outDir: mode === "demo" ? "dist-demo" : "dist",
    // A font or picture inside a style sheet would be a data: address, which the CSP refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "jsdom",
          include: ["src/**/*.test.{ts,tsx}", "tests/*.test.ts"],
          setupFiles: ["tests/setup.ts"],
          // Waiting costs nothing when it is not needed, and a busy machine needs it.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["tests/browser/*.test.ts"],
          globalSetup: ["tests/browser/serve.ts"],
          testTimeout: 600_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          // One screen a core: axe and Chromium are what takes the time.
          maxConcurrency: 3,
        },
      },
      {
        extends: true,
        test: {
          name: "screenshots",
          include: ["tests/browser/screenshots.ts"],
          globalSetup: ["tests/browser/serve.ts"],
          testTimeout: 900_000,
          maxConcurrency: 3,
        },
      },
    ],
  },
}));
