import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { AssetReader } from './assets.ts';

let started: Promise<void> | undefined;

/** The wasm module lives once per process; a start that failed may be tried again. */
function start(assets: AssetReader): Promise<void> {
  started ??= assets
    .read('resvg/index_bg.wasm')
    .then((bytes) => initWasm(Buffer.from(bytes)))
    .catch((error: unknown) => {
      started = undefined;
      throw error;
    });
  return started;
}

/** SVG text → PNG bytes `width` pixels wide (height follows), on white, with our own Roboto: Lambda has no fonts. */
export async function rasterise(assets: AssetReader, svg: string, width: number): Promise<Uint8Array> {
  const [regular, bold] = await Promise.all([
    assets.read('fonts/roboto-regular.ttf'),
    assets.read('fonts/roboto-bold.ttf'),
    start(assets),
  ]);
  const renderer = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    background: '#ffffff',
    font: { fontBuffers: [Buffer.from(regular), Buffer.from(bold)], defaultFontFamily: 'Roboto' },
  });
  const image = renderer.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    renderer.free();
  }
}
