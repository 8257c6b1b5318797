import { describe, expect, it } from 'vitest';
import { exampleCall, exampleOf } from '../../../functions/reference/page/example-call.ts';
import { html } from '../../../functions/reference/page/html.ts';
import { readOpenApiDocument } from '../../../functions/reference/page/openapi-reading.ts';
import { referencePage } from '../../../functions/reference/page/reference-page.ts';
import { kindOf } from '../../../functions/reference/page/schema-view.ts';
import { readHealth } from '../../../functions/reference/read-health.ts';
import { routes } from '../../../functions/reference/routes.ts';
import { clockFrom } from '../../../shared/calendar/clock.ts';
import { routeTableFaults } from '../../../shared/http/route-table-faults.ts';
import { readDocuments } from './reference-sample.ts';

const json = readDocuments();
const document = readOpenApiDocument(json);
const page = referencePage(document);

describe('the reference', () => {
  it('has routes fit to serve, all of them public', () => {
    expect(routeTableFaults(routes)).toEqual([]);
    expect(routes.map((route) => route.roles)).toEqual(['public', 'public', 'public']);
  });

  it('health says the version and the business date of Hermosillo', async () => {
    const clock = clockFrom('system', () => new Date('2026-11-21T06:59:00Z'));
    const deps = { clock, stage: 'test', version: '1.2.3', openApiJson: Buffer.from(json), page: Buffer.from(page) };
    expect(await readHealth(deps)).toEqual({
      body: { status: 'ok', version: '1.2.3', stage: 'test', today: '2026-11-20' },
    });
  });
});

describe('the reference page', () => {
  it('says where the address and the token of its examples come from', () => {
    expect(page).toContain('export CARTERA=DIRECCIÓN');
    expect(page).toContain('export TOKEN=&#34;$(npm run --silent token -- cashier --office hermosillo)&#34;');
    expect(page).toContain('Cognito');
  });

  it('has every operation with its posts, parameters, refusals and an example', () => {
    for (const text of ['takePayment', 'listPayments', 'printReceipt', 'readHealth'])
      expect(page).toContain(`id="${text}"`);
    expect(page).toContain('<p>Caja, Portal del Instituto.</p>');
    expect(page).toContain('<code>Idempotency-Key</code> <small>encabezado');
    expect(page).toContain('<code>box-closed</code>: Caja cerrada.');
    expect(page).toContain('curl -X POST');
    expect(page).toContain('uno de: hermosillo, obregon, nogales');
  });

  it('is whole by itself: no script, nothing from elsewhere', () => {
    expect(page).not.toMatch(/<script|<link|<img|src=|@import|url\(|https?:\/\//);
    expect(page).toMatch(/^<!doctype html>\n<html lang="es-MX">/);
    expect(page).toContain('name="viewport"');
  });

  it('opens and closes each element', () => {
    for (const element of ['details', 'summary', 'dl', 'dd', 'dt', 'section', 'p', 'ul', 'main', 'code', 'pre']) {
      const opened = page.match(new RegExp(`<${element}[ >]`, 'g'))?.length;
      expect([element, opened]).toEqual([element, page.match(new RegExp(`</${element}>`, 'g'))?.length]);
    }
  });

  it('escapes what the document says', () => {
    expect(html`<p title="${'"><script>'}">${"<b> & 'x'"}</p>`.markup).toBe(
      '<p title="&#34;&#62;&#60;script&#62;">&#60;b&#62; &#38; &#39;x&#39;</p>',
    );
  });
});

describe('an example call', () => {
  it('carries token, key and a body that fits', () => {
    const operation = document.paths['/v1/payments']!.post!;
    expect(exampleCall('post', '/v1/payments', operation, {})).toBe(
      [
        'curl -X POST "$CARTERA/v1/payments"',
        '-H "Authorization: Bearer $TOKEN"',
        "-H 'Idempotency-Key: 0193f1c2-7c1a-7b7e-9d3e'",
        '-H "Content-Type: application/json"',
        `-d '{"amount":"1250.50","valueDate":"2026-11-20","payer":{"name":"texto"}}'`,
      ].join(' \\\n  '),
    );
  });

  it('fills the address', () => {
    const operation = document.paths['/v1/payments/{paymentId}']!.get!;
    expect(exampleCall('get', '/v1/payments/{paymentId}', operation, {})).toContain('/v1/payments/0193f1c2-7c1a');
  });

  it('ends on schemas that hold themselves', () => {
    const schemas = {
      Node: { type: 'object', properties: { child: { $ref: '#/components/schemas/Node' } }, required: ['child'] },
    };
    expect(JSON.stringify(exampleOf({ $ref: '#/components/schemas/Node' }, schemas))).toContain('null');
  });
});

it.each([
  [{ type: 'integer', minimum: 1, maximum: 100, default: 50 }, 'entero, desde 1, hasta 100, si falta: 50'],
  [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'texto o nulo'],
  [{ type: 'array', items: { enum: ['a', 'b'] } }, 'lista de uno de: a, b'],
  [{ const: 'ok' }, 'siempre "ok"'],
])('a schema is named %#', (schema, text) => {
  expect(kindOf(schema, {})).toBe(text);
});
