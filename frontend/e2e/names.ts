/** A DNS server that knows the TXT records of the journeys, and nothing else. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { Registry } from "./registry";

const noError = 0;
const noSuchName = 3;

export async function startNames({ records }: Registry) {
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) => socket.send(answer(query, records), port, address));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    stop: () => new Promise<void>((done) => socket.close(done)),
  };
}

/** RFC 1035, section 4: the question comes back with one TXT record, or with "no such name". */
function answer(query: Buffer, records: Map<string, string>): Buffer {
  const { name, end } = readName(query);
  const value = records.get(name);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2); // the id
  header.writeUInt16BE(0x8580 | (value === undefined ? noSuchName : noError), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(value === undefined ? 0 : 1, 6);
  const question = query.subarray(12, end + 4); // with type and class
  return Buffer.concat([header, question, value === undefined ? Buffer.alloc(0) : record(value)]);
}

function record(value: string): Buffer {
  const text = Buffer.from(value);
  const head = Buffer.alloc(13);
  head.writeUInt16BE(0xc00c, 0); // the name of the question
  head.writeUInt16BE(16, 2); // TXT
  head.writeUInt16BE(1, 4); // IN
  head.writeUInt16BE(text.length + 1, 10);
  head.writeUInt8(text.length, 12);
  return Buffer.concat([head, text]);
}

function readName(query: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("ascii", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 1 };
}
