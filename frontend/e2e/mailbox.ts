/** A real mail server (npm smtp-server) on loopback that keeps what it is given, for all journeys. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

/** A message as its reader's mail program shows it. */
export interface Message {
  to: string;
  subject: string;
  text: string;
  html: string;
}

export async function startMailbox(messages: Message[]) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    onData: async (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const { subject = "", text = "", html = "" } = await PostalMime.parse(Buffer.concat(chunks));
      for (const { address } of envelope.rcptTo) messages.push({ to: address, subject, text, html });
      done();
    },
  });
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  return {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    stop: () => new Promise<void>((done) => server.close(() => done())),
  };
}
