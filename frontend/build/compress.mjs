// Leaves .br and .gz in place of every compressible file of the build, so that the
// server never compresses, and unpacks for the rare client that takes neither. The
// two HTML files of a language are filled in by the server and stay as they are;
// those of the documentation are whole.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const compressible = /\.(js|css|svg)$|^docs\/.+\.html$/;

for (const name of readdirSync(dist, { recursive: true })) {
  if (!compressible.test(name)) continue;
  const plain = readFileSync(dist + name);
  writeFileSync(`${dist}${name}.br`, brotli(plain));
  writeFileSync(`${dist}${name}.gz`, gzipSync(plain, { level: 9 }));
  rmSync(dist + name);
}

function brotli(plain) {
  return brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
}
