import { brotliDecompressSync } from 'node:zlib';

/**
 * Stands in for the package `brotli/decompress.js` in bundles (an esbuild alias): fontkit wants it for WOFF2 fonts
 * only, Node has Brotli built in, and the package would add 475 KB to every function that prints.
 */
export default function decompress(compressed: Uint8Array): Uint8Array {
  return brotliDecompressSync(compressed);
}
