import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { incomeCfdi } from '../../../functions/invoicing/cfdi/income-cfdi.ts';
import { paymentCfdi } from '../../../functions/invoicing/cfdi/payment-cfdi.ts';
import { expressionOf, readCfdi, readStamp } from '../../../functions/invoicing/cfdi/read-cfdi.ts';
import type { Pac, StampAnswer } from '../../../functions/invoicing/pac/pac.ts';
import { refusalText } from '../../../functions/invoicing/pac/pac-refusals.ts';
import { createSwPac } from '../../../functions/invoicing/pac/sw-pac.ts';
import { ISSUER, income, line, sealer } from '../../unit/invoicing/invoicing-world.ts';
import { type PacServer, startPacServer, TOKEN } from './pac-server.ts';

let server: PacServer;
let pac: Pac;
let folio = 0;
/** 17:30 UTC of the day that the CFDIs say. */
const now = () => new Date('2026-11-27T17:30:00Z');

beforeAll(async () => {
  server = await startPacServer(now);
});
afterAll(() => server.stop());
beforeEach(() => {
  server.pac.behave({ mode: 'good' });
  pac = createSwPac({ url: server.url, satUrl: `${server.url}/sat`, token: TOKEN, timeoutMs: 400 });
});

/** Another CFDI each time. */
const sealed = (changes: Parameters<typeof income>[0] = {}) => {
  folio += 1;
  return sealer().seal(incomeCfdi(income({ folio: String(folio), ...changes })));
};
const stampsOf = (xml: string) => server.pac.stamps().filter(({ sent }) => sent === xml).length;
function stampedXml(answer: StampAnswer): string {
  if (answer.outcome !== 'stamped') throw new Error(`the PAC answered ${JSON.stringify(answer)}`);
  return answer.xml;
}

describe('a PAC', () => {
  it('stamps what is sealed: income, and a payment with its complement', async () => {
    const xml = sealed();
    const stamp = readStamp(xml, stampedXml(await pac.stamp({ key: 'a-1', xml })));
    expect(stamp.uuid).toMatch(/^[0-9A-F-]{36}$/);
    expect(stamp.legend).toContain('SIN VALIDEZ');
    const payment = sealer().seal(
      paymentCfdi({
        ...income({ folio: 'P1', lines: [line(11_600, { kind: 'rate', percent: 16 }), line(500, { kind: 'exempt' })] }),
        paidOn: '2026-11-26',
        paid: { uuid: stamp.uuid, series: 'CR', folio: '1', instalment: 1, owedBefore: 20_000 },
      }),
    );
    expect(readStamp(payment, stampedXml(await pac.stamp({ key: 'a-2', xml: payment }))).uuid).not.toBe(stamp.uuid);
  });

  it('answers the first stamp when it is asked again by the same key', async () => {
    const xml = sealed();
    const first = stampedXml(await pac.stamp({ key: 'b-1', xml }));
    expect(stampedXml(await pac.stamp({ key: 'b-1', xml }))).toBe(first);
    expect(stampsOf(xml)).toBe(1);
  });

  it('answers it too when it gives the stamp alone', async () => {
    const xml = sealed();
    const first = stampedXml(await pac.stamp({ key: 'b-2', xml }));
    server.pac.behave({ mode: 'stamp-alone' });
    expect(readStamp(xml, stampedXml(await pac.stamp({ key: 'b-2', xml })))).toEqual(readStamp(xml, first));
  });

  it('never stamps two CFDIs under one key, and the second is not taken for the first', async () => {
    const [one, other] = [sealed(), sealed()];
    await pac.stamp({ key: 'b-3', xml: one });
    const answer = stampedXml(await pac.stamp({ key: 'b-3', xml: other }));
    expect(() => readStamp(other, answer)).toThrow(/another CFDI/);
    expect(stampsOf(other)).toBe(0);
  });

  it('that died between stamping and answering has stamped once when it is asked again', async () => {
    const xml = sealed();
    server.pac.behave({ mode: 'die-after-stamping' });
    expect(await pac.stamp({ key: 'c-1', xml })).toMatchObject({ outcome: 'unknown' });
    expect(readStamp(xml, stampedXml(await pac.stamp({ key: 'c-1', xml }))).uuid).toBeDefined();
    expect(stampsOf(xml)).toBe(1);
  });

  it('that is slow or down leaves it unknown; one that is not reached surely stamped nothing', async () => {
    const xml = sealed();
    server.pac.behave({ mode: 'slow', milliseconds: 900 });
    expect(await pac.stamp({ key: 'd-1', xml })).toEqual({ outcome: 'unknown', code: 'TimeoutError' });
    server.pac.behave({ mode: 'down' });
    expect(await pac.stamp({ key: 'd-2', xml })).toEqual({ outcome: 'unknown', code: 'http-503' });
    const gone = await startPacServer(now);
    await gone.stop();
    const nowhere = createSwPac({
      url: gone.url,
      satUrl: gone.url,
      token: TOKEN,
      timeoutMs: 400,
    });
    expect(await nowhere.stamp({ key: 'd-3', xml })).toEqual({
      outcome: 'unavailable',
      code: 'ECONNREFUSED',
      said: '',
    });
    server.pac.behave({ mode: 'good' });
    const stranger = createSwPac({ url: server.url, satUrl: server.url, token: 'another', timeoutMs: 400 });
    expect(await stranger.stamp({ key: 'd-4', xml })).toMatchObject({ outcome: 'unavailable', code: 'credentials' });
  });

  it('refuses with its code: a seal that is not of the content, a date of long ago, what the SAT says', async () => {
    const tampered = sealed().replace('Total="116.00"', 'Total="117.00"');
    expect(await pac.stamp({ key: 'e-1', xml: tampered })).toMatchObject({ outcome: 'refused', code: '302' });
    const old = sealed({ issuedAt: '2026-11-20T10:00:00' });
    expect(await pac.stamp({ key: 'e-2', xml: old })).toMatchObject({ outcome: 'refused', code: '401' });
    server.pac.behave({ mode: 'refuse', message: 'CFDI40145 - El campo Nombre del receptor no pertenece a su RFC.' });
    const answer = await pac.stamp({ key: 'e-3', xml: sealed() });
    expect(answer).toMatchObject({ outcome: 'refused', code: 'CFDI40145' });
  });

  it('cancels, tells the state while the receiver thinks, and what came of it', async () => {
    const xml = sealed();
    const stamped = stampedXml(await pac.stamp({ key: 'f-1', xml }));
    const { uuid } = readStamp(xml, stamped);
    const expression = expressionOf(readCfdi(stamped), uuid);
    expect(await pac.cancellationOf(expression)).toEqual({ state: 'live', words: 'Vigente' });
    const request = { issuerRfc: ISSUER.rfc, uuid, reason: '02', substitute: null } as const;
    server.pac.behave({ mode: 'receiver', says: 'nothing' });
    const asked = await pac.cancel(request);
    expect(asked).toMatchObject({ outcome: 'asked' });
    expect(asked).toHaveProperty('receipt', expect.stringContaining(uuid));
    expect(await pac.cancel(request)).toMatchObject({ outcome: 'asked' });
    expect(await pac.cancellationOf(expression)).toEqual({ state: 'asked', words: 'En proceso' });
    server.pac.behave({ mode: 'receiver', says: 'no' });
    expect(await pac.cancellationOf(expression)).toEqual({ state: 'rejected', words: 'Solicitud rechazada' });
    server.pac.behave({ mode: 'receiver', says: 'yes' });
    await pac.cancel(request);
    expect(await pac.cancellationOf(expression)).toEqual({ state: 'cancelled', words: 'Cancelado con aceptación' });
  });

  it('refuses to cancel what it does not know, or with a substitute too many or too few', async () => {
    const xml = sealed();
    const { uuid } = readStamp(xml, stampedXml(await pac.stamp({ key: 'g-1', xml })));
    const cancel = (changes: object) =>
      pac.cancel({ issuerRfc: ISSUER.rfc, uuid, reason: '02', substitute: null, ...changes });
    const stranger = '00000000-0000-4000-8000-000000000000';
    expect(await cancel({ uuid: stranger })).toMatchObject({ outcome: 'unavailable', code: '205' });
    expect(await cancel({ reason: '01' })).toMatchObject({ outcome: 'refused', code: '208' });
    expect(await cancel({ substitute: stranger })).toMatchObject({ outcome: 'refused', code: '209' });
    expect(await cancel({ issuerRfc: 'AAA010101AAA' })).toMatchObject({ outcome: 'refused', code: '203' });
    server.pac.behave({ mode: 'down' });
    expect(await cancel({})).toEqual({ outcome: 'unavailable', code: 'http-503' });
    expect(await pac.cancellationOf(`?id=${stranger}`)).toMatchObject({ state: 'unavailable' });
    server.pac.behave({ mode: 'good' });
    expect(await pac.cancellationOf(`?id=${stranger}`)).toMatchObject({ state: 'unknown-there' });
  });
});

describe('the stand-in', () => {
  const stamp = async (changes: Parameters<typeof sealed>[0] = {}) => {
    const xml = sealed(changes);
    return readStamp(xml, stampedXml(await pac.stamp({ key: `s-${folio}`, xml }))).uuid;
  };
  const cancel = (uuid: string, substitute: string | null = null) =>
    pac.cancel({ issuerRfc: ISSUER.rfc, uuid, reason: substitute === null ? '03' : '01', substitute });

  it('cancels for a substitute that is in force and says so, and nothing that another relates', async () => {
    const [first, stranger] = [await stamp(), await stamp()];
    const second = await stamp({ substitutes: [first] });
    expect(await cancel(first)).toMatchObject({ outcome: 'refused', code: '204' });
    expect(await cancel(first, stranger)).toMatchObject({ outcome: 'refused', code: '212' });
    expect(await cancel(second)).toMatchObject({ outcome: 'asked' });
    expect(await cancel(first, second)).toMatchObject({ outcome: 'refused', code: '208' });
    expect(await cancel(first, await stamp({ substitutes: [first] }))).toMatchObject({ outcome: 'asked' });
    const deferred = await stamp({ method: 'PPD', paymentForm: '99' });
    const paid = { uuid: deferred, series: 'CD', folio: '1', instalment: 1, owedBefore: 11_600 };
    const payment = sealer().seal(paymentCfdi({ ...income({ folio: 'P9' }), paidOn: '2026-11-26', paid }));
    await pac.stamp({ key: 's-p', xml: payment });
    expect(await cancel(deferred)).toMatchObject({ outcome: 'refused', code: '204' });
  });

  it('stamps nothing of another issuer than the certificate, of later, or of long ago', async () => {
    const refused = async (changes: Parameters<typeof sealed>[0]) => pac.stamp({ key: 's-x', xml: sealed(changes) });
    expect(await refused({ issuer: { ...ISSUER, rfc: 'OTR120101AB1' } })).toMatchObject({ code: '303' });
    expect(await refused({ issuedAt: '2026-11-27T10:40:00' })).toMatchObject({ code: '401' });
    expect(await refused({ issuedAt: '2025-11-27T10:05:00' })).toMatchObject({ code: '401' });
  });
});

describe('answers as SW documents them', () => {
  const answering = (status: number, body: object) =>
    createSwPac({ url: 'http://pac', satUrl: 'http://sat', token: 't', timeoutMs: 100 }, async () =>
      Response.json(body, { status }),
    );

  it.each([
    [{ message: 'AU2001 – El usuario no tiene saldo en timbres.' }, 'unavailable', 'AU2001'],
    [{ message: 'CO1000 – Error No Controlado.' }, 'unknown', 'CO1000'],
    [{ message: '301. XML mal formado', messageDetail: 'El elemento…' }, 'refused', '301'],
    [{ message: 'CFDI40147 - El campo…' }, 'refused', 'CFDI40147'],
    [
      { message: 'CFDI3307 - Timbre duplicado. El customId proporcionado está duplicado.', data: null },
      'unknown',
      'CFDI3307',
    ],
    [{ message: 'algo sin clave' }, 'refused', ''],
  ])('%j is %s', async (body, outcome, code) => {
    const answer = await answering(400, { status: 'error', ...body }).stamp({ key: 'k', xml: '<x/>' });
    expect(answer).toMatchObject({ outcome, code });
  });

  it('sends the sealed bytes as a file, the key in customid and the token', async () => {
    const sent: Request[] = [];
    const pac = createSwPac(
      { url: 'http://pac', satUrl: 'http://sat', token: 'tok', timeoutMs: 100 },
      async (to, what) => {
        sent.push(new Request(to, what));
        return Response.json({ status: 'success', data: { cfdi: '<y/>' } });
      },
    );
    expect(await pac.stamp({ key: 'k-9', xml: '<á/>' })).toEqual({ outcome: 'stamped', xml: '<y/>' });
    const [request] = sent;
    expect(request?.url).toBe('http://pac/v4/cfdi33/stamp/v4');
    expect(request?.headers.get('customid')).toBe('k-9');
    expect(request?.headers.get('authorization')).toBe('Bearer tok');
    const file = (await request?.formData())?.get('xml');
    expect(await (file instanceof File ? file.text() : '')).toBe('<á/>');
  });
});

describe('what a refusal means', () => {
  it('is a Spanish sentence that says what to do, and an unknown one is told as such', () => {
    expect(refusalText('stamping', 'CFDI40145', 'x')).toMatch(/mayúsculas.*constancia/);
    expect(refusalText('stamping', 'CFDI49999', 'Algo nuevo')).toBe(
      'El PAC lo rechazó con la clave CFDI49999, que el sistema no conoce. Dijo: «Algo nuevo». Avise a Sistemas.',
    );
    expect(refusalText('cancelling', '204', '')).toMatch(/relacionados/);
  });
});
