import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disputeComingPage } from '../../functions/statements/disputes/dispute-pages.ts';
import { routes } from '../../functions/statements/routes.ts';
import { addDays, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { createRouteMatcher } from '../../shared/http/route-matcher.ts';
import type { DemoFile } from '../demonstration/lending/portfolio.ts';
import { makeCieFile } from '../demonstration/recovery/bank-file-writer.ts';
import { startBrowser } from '../support/browser.ts';
import { type Journey, startJourney } from '../support/journey.ts';
import { openInspector, type PageSeen } from '../support/page-inspector.ts';
import { pdfText } from '../unit/documents/pdf-text.ts';

const TODAY = calendarDate('2026-11-20');
const ADDRESS = 'persona@correo.example';

let journey: Journey;
let browser: Browser;
let portfolio: readonly DemoFile[];
let file: DemoFile;
let contract: string;

beforeAll(async () => {
  browser = await startBrowser();
  journey = await startJourney({ today: TODAY });
  portfolio = await journey.seed(TODAY, 12);
  file = portfolio.find(({ notes }) => notes.length > 1)!;
  contract = file.notes[0]!.item.contractNumber;
  await register(file, ADDRESS);
}, 180_000);

/** Gives somebody an address, and a telephone that they may not want to be called at. */
async function register({ borrower: { borrowerId } }: DemoFile, email: string): Promise<void> {
  const where = `/v1/borrowers/${borrowerId}`;
  const { json, headers } = await journey.ask(where, { role: 'systems' });
  const { name, curp, rfc, clabe, address } = json;
  const contactPoints = [
    { kind: 'email', value: email },
    { kind: 'phone', value: '6621234567' },
  ];
  const put = { role: 'systems', method: 'PUT', headers: { 'if-match': headers.get('etag') ?? '' } };
  const kept = await journey.ask(where, { ...put, body: { name, curp, rfc, clabe, address, contactPoints } });
  expect([kept.status, kept.json]).toEqual([200, expect.anything()]);
}
afterAll(async () => {
  await browser?.close();
  await journey?.end();
});

const staff = (where: string, role: string, body?: object) =>
  journey.ask(where, {
    ...{ role, method: 'POST', headers: { 'idempotency-key': randomUUID() } },
    ...(body !== undefined && { body }),
  });
/** Paths of that kind in the mails so far, oldest first. */
const mailed = (kind: 'e' | 'b') =>
  journey.runner.mails().flatMap(({ text = '' }) => new RegExp(`/${kind}/[\\w-]{43}`).exec(text)?.[0] ?? []);

describe('every page that a borrower can see', () => {
  it('is read on a telephone without a script, and has no fault of WCAG 2.2 AA nor scrolls sideways', async () => {
    const { runner } = journey;
    const inspect = await openInspector(browser);
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    let seen: Promise<PageSeen> | undefined;
    page.on('response', (response) => {
      if (!response.request().isNavigationRequest() || response.status() === 303) return;
      const [url, status, headers] = [response.url(), response.status(), response.headers()];
      seen = response.text().then((body) => ({ url, status, headers, body }));
      // What was left before it was read is not looked at.
      seen.catch(() => undefined);
    });
    const faults: string[] = [];
    const looked: string[] = [];
    const visited = new Set<string>();
    const find = createRouteMatcher(routes);
    /** Holds what the person sees now to be the page meant, and looks at it. */
    const look = async (name: string, status: number, heading: string | RegExp) => {
      const now = await seen!;
      expect([now.status, await page.textContent('h1')], name).toEqual([status, expect.stringMatching(heading)]);
      visited.add(find('GET', new URL(now.url).pathname)?.route.operationId ?? now.url);
      looked.push(name);
      faults.push(...(await inspect(now)).map((fault) => `${name}, ${fault}`));
    };
    const go = (path: string) => page.goto(`${runner.apiUrl}${path}`);
    const press = (button: string) =>
      Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: button, exact: true }).click()]);
    const follow = (link: string | RegExp) =>
      Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: link }).first().click()]);
    const give = async (datum: string) => {
      await page.getByLabel('Últimos 4 de su contrato o de su CURP').fill(datum);
      await press('Ver mi estado de cuenta');
    };

    await go('/solicitar');
    await look('asking', 200, 'Pedir mi estado de cuenta');
    await press('Enviar la liga a mi correo');
    await look('asking with errors', 400, 'Pedir mi estado de cuenta');
    expect(await page.locator('.fault:focus').count()).toBe(1);
    const ask = async () => {
      await go('/solicitar');
      await page.getByLabel('Número de contrato o referencia de pago').fill(contract.toLowerCase());
      await page.getByLabel('Su CURP o su correo').fill(file.borrower.curp);
      await press('Enviar la liga a mi correo');
    };
    await ask();
    await look('asked', 202, 'Revise su correo');
    await runner.waitUntilQuiet();

    await go(`/e/${'x'.repeat(43)}`);
    await look('dead link', 404, 'Esta liga ya no funciona');
    const link = mailed('e').at(-1)!;
    await go(link);
    await look('landing', 200, 'Ver su estado de cuenta');
    await give('ZZZZ');
    await look('wrong datum', 422, 'Ver su estado de cuenta');
    expect(await page.locator('.fault:focus').count()).toBe(1);
    await give(contract.slice(-4));
    await look('statement', 200, 'Su estado de cuenta');
    await follow(/lo que ha pagado y cómo se calculó/);
    await look('note', 200, `Contrato ${contract}`);
    const [cookie] = await context.cookies();
    const print = async () => {
      const headers = { cookie: `${cookie!.name}=${cookie!.value}` };
      const answer = await fetch(`${runner.apiUrl}/estado/documento`, { headers });
      const text = pdfText(new Uint8Array(await answer.arrayBuffer()));
      return /\/verificar\/\S+/.exec(text.replace(/\s+/g, ' '))![0];
    };
    const paper = await print();

    await go('/estado');
    await follow('Elija cómo y a qué hora le avisamos');
    await look('preferences', 200, 'Mis avisos');
    await page.getByLabel('Sí, cada mes').check();
    await press('Guardar mis avisos');
    await look('preferences kept', 200, 'Mis avisos');
    for (const medium of ['Correo electrónico', 'Llamada', 'Carta a su domicilio'])
      await page.getByLabel(medium).uncheck();
    await press('Guardar mis avisos');
    await look('preferences with errors', 422, 'Mis avisos');

    await follow('Regresar a su estado de cuenta');
    await follow('presente una aclaración o vea cómo va la suya');
    await look('dispute form', 200, '¿No está de acuerdo?');
    await page.getByLabel('Qué pasó').fill('Sí');
    await press('Presentar mi aclaración');
    await look('dispute form with errors', 422, '¿No está de acuerdo?');
    await page.getByLabel('Qué no está bien').selectOption('interest');
    await page.getByLabel('Qué pasó').fill('El interés de marzo no es el de mi contrato.\nPagué el día 3 en el banco.');
    await press('Presentar mi aclaración');
    await runner.waitUntilQuiet();
    const dispute = new URL(page.url()).pathname;
    await go(dispute);
    await look('dispute', 200, /^Aclaración /);
    await page.getByLabel('Subir un documento').setInputFiles({
      ...{ name: 'ficha.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 ficha') },
    });
    await press('Subir');
    await look('document received', 200, 'Recibimos su documento');
    await follow('Volver a sus aclaraciones');
    await look('disputes', 200, '¿No está de acuerdo?');
    await follow(/^ACL-/);
    await look('dispute with a document', 200, /^Aclaración /);
    expect(await page.textContent('main')).toContain('PDF de 1 KB, recibido');
    const answers = `/v1/disputes/${dispute.split('/').at(-1)}`;
    await staff(`${answers}/study`, 'recovery-technician', {});
    await staff(`${answers}/proposal`, 'recovery-technician', {
      finding: 'unfounded',
      answer: 'Es el de su contrato.',
    });
    expect((await staff(`${answers}/approval`, 'portfolio-coordinator')).status).toBe(200);
    await runner.waitUntilQuiet();
    await page.reload();
    await look('dispute answered', 200, /^Aclaración /);
    expect(await page.textContent('h2')).toContain('Nuestra respuesta');
    await page.getByLabel('Por qué no está de acuerdo').fill('No');
    await press('No estoy de acuerdo');
    await look('dissent with errors', 422, /^Aclaración /);
    expect(await page.locator('.fault:focus').count()).toBe(1);
    await page.getByLabel('Por qué no está de acuerdo').fill('El interés sigue sin ser el de mi contrato.');
    await press('No estoy de acuerdo');
    await runner.waitUntilQuiet();
    await page.reload();
    await look('dissented', 200, /^Aclaración /);
    expect(await page.textContent('main')).toContain('Nos dijo que no está de acuerdo');
    // For moments only, while a worker keeps it.
    const coming = disputeComingPage({ initials: 'A. B.', ending: '0123' }, 'A-1').html!.text;
    faults.push(...(await inspect({ ...(await seen!), body: coming })).map((fault) => `dispute on its way, ${fault}`));

    await go(paper);
    await look('paper valid', 200, 'Vigente');
    const { paymentReference } = file.notes[0]!.item;
    const bytes = makeCieFile([{ date: addDays(TODAY, -20), reference: paymentReference, amount: 54_321 }]);
    await journey.bring({ fileName: 'cie-atrasado.txt', bytes });
    await page.reload();
    await look('paper replaced', 200, 'Reemplazado');
    await go(`${paper.slice(0, -1)}?`);
    await look('paper unknown', 404, 'No reconocemos ese documento');

    await go('/estado');
    await press('Cerrar mi consulta');
    await look('closed', 200, 'Cerró su consulta');
    await go('/estado');
    await look('session over', 403, 'Su consulta terminó');

    await staff('/v1/statement-months', 'portfolio-coordinator', { reason: 'Envío del mes' });
    await staff('/v1/statement-months/2026-11/authorisation', 'director');
    await runner.waitUntilQuiet();
    await go(mailed('b').at(-1)!);
    await look('unsubscribing', 200, 'Dejar de recibir');
    await press('Ya no quiero recibirlo cada mes');
    await look('unsubscribed', 200, 'Ya no se lo enviaremos');

    await go(link);
    for (let time = 0; time < 4; time += 1) await give('ZZZZ');
    await look('paused', 429, 'Espere unos minutos');
    await go(mailed('e').at(-1)!);
    for (let time = 0; time < 5; time += 1) await give('ZZZZ');
    await look('blocked', 403, 'Su liga está bloqueada');
    for (let time = 0; time < 5; time += 1) await ask();
    await look('too many requests', 429, /./);

    expect(faults).toEqual([]);
    const pages = routes.filter(
      ({ method, success }) =>
        method === 'GET' && 'contentType' in success && success.contentType.startsWith('text/html'),
    );
    expect([...visited].toSorted()).toEqual(pages.map(({ operationId }) => operationId).toSorted());
    await context.close();
  }, 180_000);
});

describe('a scanner of mails that runs scripts', () => {
  it('opens, presses and fills in all that a link leads to: it learns nothing, uses nothing up, and the person gets in', async () => {
    const { runner } = journey;
    const theirs = portfolio.find((one) => one !== file)!;
    await register(theirs, 'otra@correo.example');
    const links = `/v1/files/${theirs.file.fileId}/statement-links`;
    expect((await staff(links, 'recovery-technician', {})).status).toBe(202);
    await runner.waitUntilQuiet();
    const link = mailed('e').at(-1)!;
    const mails = runner.mails().length;

    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const read: Promise<string>[] = [];
    // A redirect has no body, and a style sheet that was kept is not read again.
    page.on('response', (response) => void read.push(response.text().catch(() => response.url())));
    for (let time = 0; time < 50; time += 1) {
      await page.goto(`${runner.apiUrl}${link}`, { waitUntil: 'load' });
      const method = time % 2 === 0 ? 'GET' : 'HEAD';
      const answer = await fetch(`${runner.apiUrl}${link}`, { method });
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []]);
      read.push(answer.text());
    }

    // Every page that one of these leads to, and the one that a dead link would.
    const waiting = [link, `${link}x`];
    const scanned = new Set<string>();
    let pressed = 0;
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      if (scanned.has(path)) continue;
      scanned.add(path);
      const open = () => page.goto(`${runner.apiUrl}${path}`);
      await open();
      const found: string[] = await page.evaluate(
        "[...document.querySelectorAll('[href],[action],[src]')].map((one) => new URL(one.href ?? one.action ?? one.src).pathname)",
      );
      waiting.push(...found);
      const buttons = await page.getByRole('button').count();
      const forms: number = await page.evaluate('document.forms.length');
      for (let number = 0; number < buttons; number += 1) {
        await open();
        await Promise.all([page.waitForEvent('load'), page.getByRole('button').nth(number).click()]);
        pressed += 1;
      }
      for (let number = 0; number < forms; number += 1) {
        // By its script, past what a browser would check; empty, then with whatever fits a field.
        for (const typed of ['', '   ', 'test', '0000', "' OR 1=1 --", '<script>alert(1)</script>']) {
          await open();
          await Promise.all([
            page.waitForEvent('load'),
            page.evaluate(
              `for (const field of document.forms[${number}].elements) field.value = ${JSON.stringify(typed)}; document.forms[${number}].submit()`,
            ),
          ]);
          pressed += 1;
        }
      }
      expect(await context.cookies(), path).toEqual([]);
    }
    // The link, the page of a dead one, the form that it leads to, and the style sheet of all.
    expect([...scanned].toSorted()).toEqual([link, `${link}x`, '/estilo.css', '/solicitar'].toSorted());
    expect(pressed).toBe(14);

    const told = (await Promise.all(read)).join('\n');
    const { borrower, notes } = theirs;
    const references = notes.flatMap(({ item }) => [item.contractNumber, item.paymentReference]);
    for (const secret of [borrower.name.firstSurname, borrower.curp, 'otra@correo', theirs.file.fileId, ...references])
      expect(told).not.toContain(secret);
    expect(told).toContain('Ver su estado de cuenta');
    expect(told).not.toMatch(/\$\d/);
    await runner.waitUntilQuiet();
    expect(runner.mails().length).toBe(mails);
    const { links: kept } = (await journey.ask(links, { role: 'auditor' })).json;
    expect(kept).toMatchObject([{ status: 'opened', isLive: true }]);

    const person = await browser.newContext({ javaScriptEnabled: false });
    const own = await person.newPage();
    await own.goto(`${runner.apiUrl}${link}`);
    await own.getByLabel('Últimos 4 de su contrato o de su CURP').fill(borrower.curp.slice(-4));
    await Promise.all([own.waitForEvent('load'), own.getByRole('button').click()]);
    expect([own.url(), await own.textContent('h1')]).toEqual([`${runner.apiUrl}/estado`, 'Su estado de cuenta']);
  }, 120_000);
});
