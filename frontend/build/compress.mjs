// Leaves .br and .gz in place of every compressible file of the build, so that the
// server never compresses, and unpacks for the rare client that takes neither. The
// two HTML files of a language are filled in by the server and stay as they are;
// those of the documentation are whole.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
// The sign-in page is to come in 15 KB (size.mjs): each of its files is packed in some ways, and the smallest is kept.
const signIn = /^assets\/signin-/;
// How many low bits of a distance stand beside its code, and how many short ones have a code of their own (RFC 7932, 4).
const ways = [
  [0, 0],
  [0, 1],
  [1, 1],
  [2, 1],
  [3, 1],
];
const compressible = /\.(js|css|svg)$|^docs\/.+\.html$/;

for (const name of readdirSync(dist, { recursive: true })) {
  if (!compressible.test(name)) continue;
  const plain = readFileSync(dist + name);
  const packed = (signIn.test(name) ? ways : ways.slice(0, 1)).map((way) => brotli(plain, way));
  writeFileSync(
    `${dist}${name}.br`,
    packed.reduce((a, b) => (b.length < a.length ? b : a)),
  );
  writeFileSync(`${dist}${name}.gz`, gzipSync(plain, { level: 9 }));
  rmSync(dist + name);
}

function brotli(plain, [postfix, direct]) {
  return brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
      [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
      [constants.BROTLI_PARAM_NDIRECT]: direct << postfix,
    },
  });
}
