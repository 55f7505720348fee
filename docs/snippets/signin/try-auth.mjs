// For the tests: serves Auth.js with latchkey.js as its provider, until it is ended. Next.js is not needed for that.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { latchkey } from "./latchkey.js";

const [libraries, home] = process.argv.slice(2);
const { Auth } = await import(pathToFileURL(createRequire(`${libraries}/`).resolve("@auth/core")).href);
const config = { providers: [latchkey], secret: "a secret of these tests", trustHost: true, basePath: "/api/auth" };

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = request.method === "POST" ? Buffer.concat(chunks) : undefined;
  const answer = await Auth(
    new Request(new URL(request.url, home), { method: request.method, headers: request.headers, body }),
    config,
  );
  const headers = [...answer.headers].filter(([name]) => name !== "set-cookie");
  response.writeHead(
    answer.status,
    [...headers, ...answer.headers.getSetCookie().map((one) => ["set-cookie", one])].flat(),
  );
  response.end(await answer.text());
}).listen(Number(new URL(home).port), "127.0.0.1", () => console.log("listening"));
