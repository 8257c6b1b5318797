import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** A top-level `var Name = [ … ];` of the SDK's schema files, on one line or up to a line that is `];`. */
const SCHEMA = /^((?:export )?var [\w$]+) = (\[[^\n]*\]|\[[\s\S]*?\n\]);$/gm;

/**
 * The SDK describes every operation of a service in one file of arrays. They have computed keys, which esbuild may not
 * drop even when nothing reads them, so a function that gets one object carried all 110 operations of S3. Made in a
 * function that is marked pure, an array nobody reads is dropped; the others are the same values as before.
 */
export const dropUnusedSchemas: Plugin = {
  name: 'drop-unused-schemas',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ },
      async (file) => {
        const source = await readFile(file.path, 'utf8');
        return { contents: source.replace(SCHEMA, '$1 = /* @__PURE__ */ (() => $2)();'), loader: 'js' };
      },
    );
  },
};

/** fontkit brings a decoder of half a megabyte for WOFF2 fonts. Ours are TTF; asking for the decoder is an error. */
export const leaveOutWoff2: Plugin = {
  name: 'leave-out-woff2',
  setup(build) {
    build.onResolve({ filter: /^brotli\/decompress/ }, ({ path }) => ({ path, namespace: 'left-out' }));
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: "export default () => { throw new Error('WOFF2 fonts cannot be read: use TTF'); };",
      loader: 'js',
    }));
  },
};

/**
 * DynamoDB's client can look up its endpoint by calls of their own; ours never ask for it, yet it brings an LRU cache.
 * The client makes the cache when it is made, so it stays an object; using it is an error.
 */
export const leaveOutEndpointDiscovery: Plugin = {
  name: 'leave-out-endpoint-discovery',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/endpoint-cache$/ }, ({ path }) => ({ path, namespace: 'no-discovery' }));
    build.onLoad({ filter: /.*/, namespace: 'no-discovery' }, () => ({
      contents: `const refuse = () => { throw new Error('endpoint discovery is left out of the bundles'); };
export class EndpointCache { get = refuse; set = refuse; getEndpoint = refuse; delete = refuse; has = refuse; clear = refuse; }`,
      loader: 'js',
    }));
  },
};

/**
 * Clients of S3 and Lambda can read answers that are streams of events; ours never ask for one. What marshals them is made
 * when the client is made, so it stays an object; using it is an error.
 */
export const leaveOutEventStreams: Plugin = {
  name: 'leave-out-event-streams',
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path }) => ({ path, namespace: 'no-events' }));
    build.onLoad({ filter: /.*/, namespace: 'no-events' }, () => ({
      contents: `const refuse = () => { throw new Error('event streams are left out of the bundles'); };
export class EventStreamSerde { constructor() { refuse(); } }
export const eventStreamSerdeProvider = () => ({ serialize: refuse, deserialize: refuse });
export const resolveEventStreamSerdeConfig = (config) =>
  Object.assign(config, { eventStreamMarshaller: config.eventStreamSerdeProvider(config) });`,
      loader: 'js',
    }));
  },
};

/**
 * Every zod schema can tell itself as JSON Schema, for which each type carries its translation. Only the OpenAPI document
 * asks for it, when it is built. What makes the methods stays, since a schema is asked for them; using one is an error.
 */
export const leaveOutJsonSchema: Plugin = {
  name: 'leave-out-json-schema',
  setup(build) {
    build.onLoad({ filter: /zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/ }, async (file) => {
      const source = await readFile(file.path, 'utf8');
      const names = [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name = '']) => name);
      const left = names.map(
        (name) => `export const ${name} = ${name.startsWith('create') ? '() => refuse' : 'refuse'};`,
      );
      const refuse = "const refuse = () => { throw new Error('JSON Schema is left out of the bundles'); };";
      return { contents: [refuse, ...left].join('\n'), loader: 'js' };
    });
  },
};
