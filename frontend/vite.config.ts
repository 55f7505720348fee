import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { appDocument, chunkOf, part } from "./build/app-document.ts";
import { entryCopies, isEarly, isFirstView, isOfApp } from "./build/entry-copies.ts";
import { inLanguage } from "./build/in-language.ts";
import { pseudoLocales } from "./build/pseudo.ts";
import { shortIds } from "./build/short-ids.ts";
import { unusedTokens } from "./build/unused-tokens.ts";
import { languages } from "./src/text/languages.gen.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Two pages from one build: the small sign-in entry and the app. They share no
// chunk, so the sign-in entry is one script and one stylesheet. Each language
// has a build of its own, whose mode is its name; everything else is English.
export default defineConfig(({ mode }) => ({
  root: here("."),
  base: "/",
  cacheDir: here("../node_modules/.vite"),
  plugins: [
    entryCopies(),
    shortIds(),
    inLanguage(mode in languages || mode in pseudoLocales ? mode : "en"),
    // What is Preact is loaded anew as a whole when it changes: React would mend nothing there.
    react({ exclude: [/\/node_modules\//, /\/src\/signin\//] }),
    unusedTokens(),
    appDocument(),
  ],
  build: {
    outDir: "dist",
    emptyOutDir: false,
    sourcemap: false,
    // What a page's document names is fetched ahead; later, beside a page, the part of it that others have too.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files, { hostType }) =>
        hostType === "html" ? files : files.filter((file) => file.includes(`/${part}`)),
    },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { login: here("login.html"), app: here("app.html"), early: here("src/early.ts") },
      preserveEntrySignatures: false,
      checks: { pluginTimings: false }, // a machine that is busy is no fault of the build
      // What is not ours is the same file in every language.
      output: {
        codeSplitting: {
          groups: [
            { name: "signin", test: isFirstView },
            { name: "vendor", test: /\/node_modules\/(?!preact\/)/ },
            // What comes before the app, with what the app has in common with it.
            { name: "early", test: isEarly },
            // What the app needs at once, and what pages have in common: fetched once and before anybody opens the second.
            { name: (id, chunking) => (isOfApp(id) ? chunkOf(id, chunking) : null), debugName: "app" },
          ],
        },
      },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "build/**/*.test.ts"],
    setupFiles: ["build/test-setup.ts"],
    // The files of a worker share a browser and one copy of the libraries; build/test-browser.ts keeps them apart.
    isolate: false,
    env: { TZ: "UTC" },
    restoreMocks: true,
    testTimeout: 60_000,
  },
}));
