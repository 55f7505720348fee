import { type IncomingMessage, request } from "node:http";

/**
 * The same request, to the program on a port of this machine. It is asked for plain answers, whatever the
 * browser takes: a document that the program has packed can be neither read nor filled in.
 */
export function forward(req: IncomingMessage, port: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method, url } = req;
    const headers = { ...req.headers, "accept-encoding": "identity" };
    const asked = request({ host: "127.0.0.1", port, method, path: url, headers }, resolve);
    asked.on("error", reject);
    req.pipe(asked);
  });
}
