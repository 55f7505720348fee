import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { isFirstView, ownCopies } from "./build/own-copies.ts";
import { unusedTokens } from "./build/unused-tokens.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Two pages from one build: the small sign-in entry and the app. They share no
// chunk, so the sign-in entry is one script and one stylesheet.
export default defineConfig({
  root: here("."),
  base: "/",
  cacheDir: here("../node_modules/.vite"),
  plugins: [ownCopies(), react(), unusedTokens()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    sourcemap: false,
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { login: here("login.html"), app: here("app.html") },
      preserveEntrySignatures: false,
      output: { codeSplitting: { groups: [{ name: "signin", test: isFirstView }] } },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "build/**/*.test.ts"],
    setupFiles: ["build/test-setup.ts"],
    restoreMocks: true,
    testTimeout: 60_000,
  },
});
