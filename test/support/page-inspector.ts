import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';

/** WCAG 2.2, levels A and AA, whatever version brought the rule; target-size is of 2.2 and off unless asked for. */
const AXE: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'],
  rules: { 'target-size': { enabled: true } },
};
/** A telephone, and the narrowest at which WCAG wants no scrolling sideways (1.4.10; 1280 px at 400 %). */
const SIZES = [
  { width: 360, height: 740 },
  { width: 320, height: 740 },
];

/** An answer as the browser of a person got it. */
export interface PageSeen {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Looks at pages as their reader got them: a second context, with the script that axe needs and the page's policy set aside for
 * it, is given the very answer again and fetches its style sheet from where it says. Nothing is asked of the product twice.
 * Each fault is a line.
 */
export async function openInspector(browser: Browser): Promise<(seen: PageSeen) => Promise<string[]>> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  return async ({ url, status, headers, body }) => {
    const again = (one: URL) => one.href === url;
    await page.route(again, (route) => route.fulfill({ status, headers, body }));
    const faults: string[] = [];
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.goto(url);
      faults.push(...(await faultsOf(page, axe)).map((fault) => `${size.width} px: ${fault}`));
    }
    await page.unroute(again);
    return faults;
  };
}

async function faultsOf(page: Page, axe: string): Promise<string[]> {
  await page.evaluate(axe);
  const { violations, incomplete } = await page.evaluate(
    (options) =>
      (globalThis as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(options),
    AXE,
  );
  const [wide, width] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]');
  return [
    ...[...violations, ...incomplete].flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary.replace(/\s+/g, ' ')}`),
    ),
    ...(wide > width ? [`scrolls sideways: ${wide} px wide`] : []),
  ];
}
