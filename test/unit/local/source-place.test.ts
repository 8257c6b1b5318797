import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { sourcePlace } from '../../../infra/local/commands/source-place.ts';

it('a place in a minified bundle is told in the sources, as a stack of it says the place', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents:
        'export function fail(text: string) {\n  const refused = text.length;\n  throw new Error(text + refused);\n}\n',
      loader: 'ts',
      sourcefile: 'functions/area/fail.ts',
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    format: 'esm',
    sourcemap: 'external',
    outfile: '/dist/area/index.mjs',
    write: false,
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  const map = JSON.parse(text('.map'));
  const { fail } = await import(`data:text/javascript;base64,${Buffer.from(text('.mjs')).toString('base64')}`);
  let stack = '';
  try {
    fail('x');
  } catch (error) {
    if (error instanceof Error) stack = error.stack ?? '';
  }
  const at = stack.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  expect(sourcePlace(map, at)).toMatch(/functions\/area\/fail\.ts:3:\d+/);
  expect(sourcePlace(map, 'at somewhere')).toBeUndefined();
  expect(sourcePlace(map, '')).toBeUndefined();
});
