import * as z from 'zod';
import type { CancelAnswer, CancellationState, Pac, StampAnswer } from './pac.ts';

export interface SwSettings {
  /** Of SW sapien's services, without a slash at the end. */
  readonly url: string;
  /** Of the SAT's public service that tells the state of a CFDI. */
  readonly satUrl: string;
  /** The account's token, from the secret store. */
  readonly token: string;
  readonly timeoutMs: number;
}

const answerSchema = z.object({
  status: z.enum(['success', 'error']),
  message: z.string().nullish(),
  messageDetail: z.string().nullish(),
  data: z
    .object({ cfdi: z.string().nullish(), tfd: z.string().nullish(), acuse: z.string().nullish() })
    .loose()
    .nullish(),
});
type SwAnswer = z.output<typeof answerSchema>;

/** "CFDI40145 - El campo…", "307. El comprobante…", "AU2001 – El usuario…". */
const CODE = /^\s*([A-Z]{2,6}\d{2,6}|\d{3})\b/;
/** Stamped before: the same XML, or the same customid. */
const STAMPED_BEFORE = new Set(['307', 'CFDI3307']);
/** Of the account, not of the CFDI: without balance, inactive, without manifest. */
const OF_THE_ACCOUNT = /^AU\d/;
/** "Error no controlado": what became of the CFDI nobody says. */
const UNCONTROLLED = /^(CO|TI)\d/;
/** Of a cancellation: the SAT has not the CFDI from the PAC yet, which takes up to three days. */
const NOT_THERE_YET = '205';
/** Errors of a connection that was never made. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * SW sapien (lunasoft) by its REST services: Timbrado V4 with `customid`, cancellation by UUID (its account holds the
 * certificate), and the SAT's own service for the state. docs/adr/0028 says why. A customid is kept for 72 hours by SW,
 * as long as the SAT takes a CFDI by its Fecha: what was not stamped by then cannot be, and the same bytes never twice (307).
 */
export function createSwPac(settings: SwSettings, send: typeof fetch = fetch): Pac {
  return {
    async stamp({ key, xml }): Promise<StampAnswer> {
      const form = new FormData();
      form.append('xml', new Blob([xml], { type: 'text/xml' }), 'xml');
      const got = await ask(settings, send, '/v4/cfdi33/stamp/v4', { headers: { customid: key }, body: form });
      if ('failed' in got)
        return got.failed === 'not-reached'
          ? { outcome: 'unavailable', code: got.code, said: '' }
          : { outcome: 'unknown', code: got.code };
      const { status, data } = got.answer;
      const { code, said } = toldBy(got.answer);
      if (status === 'success' || STAMPED_BEFORE.has(code)) {
        const stamped = data?.cfdi || (data?.tfd ? withStamp(xml, data.tfd) : undefined);
        return stamped === undefined ? { outcome: 'unknown', code } : { outcome: 'stamped', xml: stamped };
      }
      if (UNCONTROLLED.test(code)) return { outcome: 'unknown', code };
      return { outcome: OF_THE_ACCOUNT.test(code) ? 'unavailable' : 'refused', code, said };
    },

    async cancel({ issuerRfc, uuid, reason, substitute }): Promise<CancelAnswer> {
      const path = [issuerRfc, uuid, reason, ...(substitute === null ? [] : [substitute])].map(encodeURIComponent);
      const got = await ask(settings, send, `/cfdi33/cancel/${path.join('/')}`, {});
      if ('failed' in got) return { outcome: 'unavailable', code: got.code };
      const { code, said } = toldBy(got.answer);
      // 202: asked before.
      if (got.answer.status === 'success' || code === '202')
        return { outcome: 'asked', receipt: got.answer.data?.acuse ?? '' };
      if (UNCONTROLLED.test(code) || OF_THE_ACCOUNT.test(code) || code === NOT_THERE_YET)
        return { outcome: 'unavailable', code };
      return { outcome: 'refused', code, said };
    },

    cancellationOf: (expression) => askSat(settings, send, expression),
  };
}

type Got = { readonly answer: SwAnswer } | { readonly failed: 'not-reached' | 'unclear'; readonly code: string };

async function ask(
  { url, token, timeoutMs }: SwSettings,
  send: typeof fetch,
  path: string,
  { headers = {}, body }: { readonly headers?: Record<string, string>; readonly body?: FormData },
): Promise<Got> {
  try {
    const response = await send(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 401 || response.status === 403) return { failed: 'not-reached', code: 'credentials' };
    const answer = answerSchema.safeParse(await response.json().catch(() => undefined));
    return answer.success ? { answer: answer.data } : { failed: 'unclear', code: `http-${response.status}` };
  } catch (error) {
    const code = codeOf(error);
    return { failed: NOT_REACHED.has(code) ? 'not-reached' : 'unclear', code };
  }
}

/** "TimeoutError", "ECONNRESET": of the error, or of what caused it. */
function codeOf(error: unknown): string {
  const coded = z.object({ code: z.string() });
  const cause = coded.safeParse(error instanceof Error ? error.cause : undefined);
  if (cause.success) return cause.data.code;
  return error instanceof Error ? error.name : 'unknown';
}

function toldBy({ message, messageDetail }: SwAnswer): { readonly code: string; readonly said: string } {
  const said = [message, messageDetail].filter(Boolean).join(' ').trim();
  return { code: CODE.exec(said)?.[1] ?? '', said: said.slice(0, 600) };
}

/** Our XML with the stamp in its complement: of a repeated request SW may give the stamp alone. */
function withStamp(xml: string, tfd: string): string {
  const stamp = tfd.replace(/^\s*<\?xml[^>]*\?>\s*/, '');
  return xml.includes('</cfdi:Complemento>')
    ? xml.replace('</cfdi:Complemento>', () => `${stamp}</cfdi:Complemento>`)
    : xml.replace('</cfdi:Comprobante>', () => `<cfdi:Complemento>${stamp}</cfdi:Complemento></cfdi:Comprobante>`);
}

async function askSat(
  { satUrl, timeoutMs }: SwSettings,
  send: typeof fetch,
  expression: string,
): Promise<CancellationState> {
  const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Consulta xmlns="http://tempuri.org/"><expresionImpresa><![CDATA[${expression}]]></expresionImpresa></Consulta></s:Body></s:Envelope>`;
  try {
    const response = await send(satUrl, {
      method: 'POST',
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        soapaction: 'http://tempuri.org/IConsultaCFDIService/Consulta',
      },
      body: envelope,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    const of = (name: string) => new RegExp(`<(?:\\w+:)?${name}>([^<]*)</`).exec(text)?.[1]?.trim() ?? '';
    return stateOf(of('Estado'), of('EstatusCancelacion'), `http-${response.status}`);
  } catch (error) {
    return { state: 'unavailable', words: codeOf(error) };
  }
}

function stateOf(state: string, cancelling: string, otherwise: string): CancellationState {
  const words = cancelling || state;
  if (/^cancelado/i.test(state)) return { state: 'cancelled', words };
  if (/^no encontrado/i.test(state)) return { state: 'unknown-there', words };
  if (!/^vigente/i.test(state)) return { state: 'unavailable', words: otherwise };
  if (/en proceso/i.test(cancelling)) return { state: 'asked', words };
  return { state: /rechazada/i.test(cancelling) ? 'rejected' : 'live', words };
}
