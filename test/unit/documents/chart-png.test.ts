import { describe, expect, it } from 'vitest';
import { chartPng, shortPesos } from '../../../shared/documents/chart-png.ts';
import { barChartSvg, type ChartSpec, lineChartSvg } from '../../../shared/documents/chart-svg.ts';
import { repositoryAssets } from './repository-assets.ts';

const spec: ChartSpec = {
  title: 'Recuperación <diaria>',
  subtitle: 'noviembre',
  description: 'Gráfica',
  width: 480,
  height: 300,
  points: Array.from({ length: 31 }, (_unused, index) => ({
    label: String(index + 1),
    value: index * 100_000,
    emphasised: index === 30,
  })),
  tickText: shortPesos,
  valueText: shortPesos,
};

const heights = (svg: string): number[] =>
  [...svg.matchAll(/<rect x="[^"]+" y="[^"]+" width="[^"]+" height="([^"]+)"/g)].map((match) => Number(match[1]));

describe('chart', () => {
  it('draws bars in proportion to their values', () => {
    const bars = heights(barChartSvg(spec));
    expect(bars).toHaveLength(31);
    expect(bars[0]).toBe(0);
    expect((bars[30] ?? 0) / (bars[15] ?? 1)).toBeCloseTo(2, 1);
  });

  it('writes the last label and only as many others as have room, and escapes text', () => {
    const svg = barChartSvg(spec);
    expect(svg).toContain('>31</text>');
    expect(svg).toContain('>29</text>');
    expect(svg).not.toContain('>30</text>');
    expect(svg).toContain('Recuperación &lt;diaria&gt;');
  });

  it('says so when there is nothing to draw, and stays inside the frame when all is zero', () => {
    expect(barChartSvg({ ...spec, points: [] })).toContain('Sin movimientos en el periodo');
    const zero = barChartSvg({ ...spec, points: [{ label: '1', value: 0, emphasised: true }] });
    expect(zero).not.toMatch(/NaN|Infinity/);
    expect(lineChartSvg({ ...spec, points: [{ label: '1', value: -5 }] })).not.toMatch(/NaN|Infinity/);
  });

  it.each([barChartSvg, lineChartSvg])('becomes a PNG of twice the stated size that is not blank', async (draw) => {
    const png = Buffer.from(await chartPng(repositoryAssets, draw(spec), spec.width));
    expect(png.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]));
    expect(png.readUInt32BE(16)).toBe(960);
    expect(png.readUInt32BE(20)).toBe(600);
    const withoutText = await chartPng(repositoryAssets, draw(spec).replace(/<text.*?<\/text>/g, ''), spec.width);
    expect(png.length).toBeGreaterThan(withoutText.length + 3_000);
  });

  it.each([
    [0, '$0'],
    [5_000, '$50'],
    [12_000_000, '$120 mil'],
    [150_000_000, '$1.5 M'],
    [-150_000, '-$1.5 mil'],
  ])('says %i centavos on the axis as %s', (centavos, text) => {
    expect(shortPesos(centavos)).toBe(text);
  });
});
