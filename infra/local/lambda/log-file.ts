import { appendFileSync } from 'node:fs';
import { Writable } from 'node:stream';

/**
 * What functions print, at the end of a file. A line that cannot be written (full disk) is lost and nothing else is:
 * an error of a plain file stream would end the whole runner, and the file would stay closed when there is room again.
 */
export function logFile(file: string): Writable {
  return new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      try {
        appendFileSync(file, chunk);
      } catch {
        // Nobody is left to tell.
      }
      done();
    },
  });
}
