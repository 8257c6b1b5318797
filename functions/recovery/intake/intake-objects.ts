import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { refuseIntake } from './intake-refusals.ts';

/** Where the bytes of bank files are. */
export interface IntakeObjects {
  /** The bytes of one version of an object, streamed. Throws `file-missing` when it is gone. */
  open(object: { readonly key: string; readonly version: string | null }): Promise<AsyncIterable<Uint8Array>>;
}

const GONE: ReadonlySet<string> = new Set(['NoSuchKey', 'NoSuchVersion']);

/** Bank files in the intake bucket. The body is read as it comes: a file is never held whole. */
export function createS3IntakeObjects(client: S3Client, bucket: string): IntakeObjects {
  return {
    async open({ key, version }) {
      try {
        const input = { Bucket: bucket, Key: key, ...(version !== null && { VersionId: version }) };
        const { Body } = await client.send(new GetObjectCommand(input));
        if (Body === undefined) throw missing();
        return chunksOf(Body.transformToWebStream());
      } catch (error) {
        if (error instanceof S3ServiceException && GONE.has(error.name)) throw missing();
        throw error;
      }
    },
  };
}

function missing() {
  return refuseIntake('file-missing', 'El archivo ya no está en el depósito de archivos. Súbalo de nuevo.');
}

async function* chunksOf(stream: ReadableStream<unknown>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('an object body gave something else than bytes');
    yield chunk;
  }
}
