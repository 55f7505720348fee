import { once } from "node:events";
import { createServer, get, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterEach, expect, it } from "vitest";
import { forward } from "./forward.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** The port of a server that lives as long as the test. */
async function serving(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

it("gets the program's documents as text, though the browser takes them packed", async () => {
  const program = await serving((req, res) => {
    const document = `<p>${req.url} ${req.headers.cookie}</p>`;
    if (!req.headers["accept-encoding"]?.includes("gzip")) return res.end(document);
    res.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(document));
  });
  const front = await serving(async (req, res) => res.end(await text(await forward(req, program))));
  const headers = { "accept-encoding": "gzip, br", cookie: "look=dark" };
  const asked = get({ host: "127.0.0.1", port: front, path: "/o/acme/sign-in", headers });
  const [answer]: IncomingMessage[] = await once(asked, "response");
  expect(answer && (await text(answer))).toBe("<p>/o/acme/sign-in look=dark</p>");
});
