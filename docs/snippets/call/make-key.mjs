// Makes the key pair of a service: node make-key.mjs service-key.pem prints what Latchkey is told of it.
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
writeFileSync(process.argv[2], privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
const jwk = { ...publicKey.export({ format: "jwk" }), kid: randomUUID(), alg: "ES256", use: "sig" };
console.log(JSON.stringify({ keys: [jwk] }));
