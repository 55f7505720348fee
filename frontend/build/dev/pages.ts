import { readFile } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import { createServer, type ViteDevServer } from "vite";
import { noncePlace, type Page } from "./document.ts";

const frontend = join(import.meta.dirname, "../..");

/** Where the modules of a language are: /@pages/es/src/main.tsx. */
const below = /^\/@pages\/([\w-]+)\//;

/** A dev server for each language that somebody asked for, as each has a build of its own. All share one front. */
export class Pages {
  readonly #front: Server;
  readonly #servers = new Map<string, Promise<ViteDevServer>>();
  #isCovered = false;

  constructor(front: Server) {
    this.#front = front;
  }

  /** The dev server that has the modules of an address, if it is one of theirs. */
  async serverOf(url: string): Promise<ViteDevServer | undefined> {
    const [, language] = below.exec(url) ?? [];
    return language ? this.#servers.get(language) : undefined;
  }

  server(language: string): Promise<ViteDevServer> {
    const known = this.#servers.get(language) ?? this.#start(language);
    this.#servers.set(language, known);
    return known;
  }

  /** A page as its source has it, with the tags of the dev server. */
  async source(page: Page, language: string): Promise<string> {
    const server = await this.server(language);
    return server.transformIndexHtml(`/${page}`, await readFile(join(frontend, page), "utf8"));
  }

  /** Covers every open page with what the compiler says. */
  async cover(message: string) {
    this.#isCovered = true;
    for (const { ws } of await this.#all()) ws.send({ type: "error", err: { message, stack: "" } });
  }

  /** Loads the covered pages anew. Others stay: who fills in a form there wants to go on. */
  async uncover() {
    if (!this.#isCovered) return;
    this.#isCovered = false;
    for (const { ws } of await this.#all()) ws.send({ type: "full-reload" });
  }

  async close() {
    for (const server of await this.#all()) await server.close();
  }

  #all() {
    return Promise.all(this.#servers.values());
  }

  #start(language: string) {
    return createServer({
      configFile: join(frontend, "vite.config.ts"),
      mode: language,
      base: `/@pages/${language}/`,
      cacheDir: join(frontend, "../node_modules/.vite", language),
      appType: "custom",
      html: { cspNonce: noncePlace },
      server: { middlewareMode: true, hmr: { server: this.#front } },
    });
  }
}
