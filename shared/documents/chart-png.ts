import type { Centavos } from '../money/centavos.ts';
import type { AssetReader } from './assets.ts';
import { rasterise } from './rasterise.ts';

/** A chart's PNG at twice its size, so that it is sharp on a phone. */
export function chartPng(assets: AssetReader, svg: string, width: number): Promise<Uint8Array> {
  return rasterise(assets, svg, width * 2);
}

function trimmed(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}

/** Centavos as an axis says them: 12_000_000 → "$120 mil", 150_000_000 → "$1.5 M", 5_000 → "$50". */
export function shortPesos(centavos: Centavos): string {
  const pesos = Math.abs(centavos) / 100;
  const sign = centavos < 0 ? '-' : '';
  if (pesos >= 1_000_000) return `${sign}$${trimmed(pesos / 1_000_000)} M`;
  if (pesos >= 1_000) return `${sign}$${trimmed(pesos / 1_000)} mil`;
  return `${sign}$${trimmed(pesos)}`;
}
