import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { type Answer, jsonAnswer } from '../http-messages.ts';
import type { SelfMadeCertificate } from './self-made-certificate.ts';
import { BadCfdi, type StampedCfdi, stampCfdi } from './stamped-cfdi.ts';

/** How the stand-in behaves until it is told otherwise. */
export const behaviourSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('good') }),
  /** Answers that it is down, before it looks at anything. */
  z.strictObject({ mode: z.literal('down') }),
  z.strictObject({ mode: z.literal('slow'), milliseconds: z.int().positive() }),
  /** Refuses with these words, as "CFDI40145 - …". */
  z.strictObject({ mode: z.literal('refuse'), message: z.string() }),
  /** Stamps the next one and breaks the connection before the answer; then it is good again. */
  z.strictObject({ mode: z.literal('die-after-stamping') }),
  /** Of a CFDI stamped before it gives the stamp alone, as SW may. */
  z.strictObject({ mode: z.literal('stamp-alone') }),
  /** Cancellations wait for the receiver, who says this. */
  z.strictObject({ mode: z.literal('receiver'), says: z.enum(['nothing', 'yes', 'no']) }),
]);
export type Behaviour = z.output<typeof behaviourSchema>;

export interface PacRequest {
  readonly method: string;
  /** Behind the place where it is mounted. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Kept {
  readonly stamped: Record<string, StampedCfdi>;
  /** customid → folio fiscal. */
  readonly keys: Record<string, string>;
  readonly cancelled: Record<string, { reason: string; says: 'nothing' | 'yes' | 'no' }>;
}
export interface StandInSettings {
  readonly token: string;
  readonly seal: SelfMadeCertificate;
  readonly now: () => Date;
  /** Where it keeps what it stamped; absent: in memory. */
  readonly file?: string;
}

/** An RFC of no PAC there is. */
const PAC_RFC = 'PAC260101AB1';

/**
 * Stands in for SW sapien and for the SAT's service on one machine: the same HTTP as functions/invoicing/pac/sw-pac.ts
 * speaks, with certificates made here. It checks seal, certificate and date, stamps each XML once, cancels nothing that another
 * CFDI relates, and can be told to fail.
 * `hang-up`: the connection ends without an answer.
 */
export class StandInPac {
  readonly #settings: StandInSettings;
  readonly #kept: Kept;
  #behaviour: Behaviour = { mode: 'good' };

  constructor(settings: StandInSettings) {
    this.#settings = settings;
    const { file } = settings;
    this.#kept =
      file !== undefined && existsSync(file)
        ? JSON.parse(readFileSync(file, 'utf8'))
        : { stamped: {}, keys: {}, cancelled: {} };
  }

  behave(behaviour: Behaviour): void {
    this.#behaviour = behaviour;
  }

  /** Folios fiscales that were given out. */
  stamps(): readonly StampedCfdi[] {
    return Object.values(this.#kept.stamped);
  }

  async answer({ path, headers, body }: PacRequest): Promise<Answer | 'hang-up'> {
    if (path === '/behaviour') {
      this.behave(behaviourSchema.parse(JSON.parse(body.toString())));
      return jsonAnswer(200, this.#behaviour);
    }
    const behaviour = this.#behaviour;
    if (behaviour.mode === 'down') return { status: 503, body: 'Service Unavailable' };
    if (behaviour.mode === 'slow') await new Promise((resolve) => setTimeout(resolve, behaviour.milliseconds));
    if (path === '/sat') return this.#state(body.toString());
    if (headers.authorization !== `Bearer ${this.#settings.token}`)
      return jsonAnswer(401, { status: 'error', message: 'AU2000 – El usuario y/o contraseña son inválidos.' });
    if (path === '/v4/cfdi33/stamp/v4') return this.#stamp(headers, body);
    const [, cancel, rfc = '', uuid = '', reason = '', substitute] =
      /^\/cfdi33\/(cancel)\/([^/]+)\/([^/]+)\/([^/]+)\/?([^/]*)$/.exec(path) ?? [];
    if (cancel !== undefined) return this.#cancel({ rfc: decodeURIComponent(rfc), uuid, reason, substitute });
    return jsonAnswer(404, { status: 'error', message: 'No existe' });
  }

  #stamp(headers: PacRequest['headers'], body: Buffer): Answer | 'hang-up' {
    const { keys, stamped } = this.#kept;
    const behaviour = this.#behaviour;
    const key = headers.customid ?? '';
    if (key === '' || key.length > 100) return refused('El CustomId no es válido o viene vacío.');
    const sent = fileOf(headers['content-type'] ?? '', body);
    const before = stamped[keys[key] ?? ''] ?? Object.values(stamped).find((one) => one.sent === sent);
    if (before !== undefined) {
      const message =
        before.sent === sent
          ? '307. El comprobante contiene un timbre previo.'
          : 'CFDI3307 - Timbre duplicado. El customId proporcionado está duplicado.';
      const cfdi = behaviour.mode === 'stamp-alone' ? null : before.cfdi;
      return refused(message, { tfd: `<?xml version="1.0" encoding="utf-8"?>${before.tfd}`, cfdi });
    }
    if (behaviour.mode === 'refuse') return refused(behaviour.message);
    try {
      const made = stampCfdi(sent, this.#settings.seal, PAC_RFC, this.#settings.now());
      stamped[made.uuid.toUpperCase()] = made;
      keys[key] = made.uuid.toUpperCase();
      this.#keep();
      if (behaviour.mode === 'die-after-stamping') {
        this.behave({ mode: 'good' });
        return 'hang-up';
      }
      return jsonAnswer(200, { status: 'success', data: { uuid: made.uuid, cfdi: made.cfdi } });
    } catch (error) {
      if (error instanceof BadCfdi) return refused(error.message);
      throw error;
    }
  }

  #cancel(asked: { rfc: string; uuid: string; reason: string; substitute: string | undefined }): Answer {
    const { stamped, cancelled } = this.#kept;
    const uuid = asked.uuid.toUpperCase();
    const behaviour = this.#behaviour;
    const found = stamped[uuid];
    if (behaviour.mode === 'refuse') return refused(behaviour.message);
    if (found === undefined) return refused('205. UUID no existente.');
    if (found.issuer !== asked.rfc) return refused('203. El folio fiscal no corresponde al emisor.');
    if (!/^0[1-4]$/.test(asked.reason)) return refused('207. Motivo de cancelación no válido.');
    if ((asked.reason === '01') !== Boolean(asked.substitute))
      return refused(
        asked.reason === '01' ? '208. Folio de sustitución no válido.' : '209. Folio de sustitución no requerido.',
      );
    if (cancelled[uuid] !== undefined) return refused('202. UUID previamente cancelado.');
    const { substitute } = asked;
    if (substitute) {
      const other = stamped[substitute.toUpperCase()];
      if (other === undefined || !this.#isInForce(other)) return refused('208. Folio de sustitución no válido.');
      if (!names(other, 'UUID', uuid)) return refused('212. Relación no válida o inexistente.');
    }
    const related = Object.values(stamped).filter((one) => this.#isInForce(one));
    if (related.some((one) => names(one, 'IdDocumento', uuid) || (!substitute && names(one, 'UUID', uuid))))
      return refused('204. UUID no aplicable para cancelación.');
    cancelled[uuid] = { reason: asked.reason, says: behaviour.mode === 'receiver' ? behaviour.says : 'yes' };
    this.#keep();
    const acuse = `<Acuse RfcEmisor="${asked.rfc}"><Folios><UUID>${uuid}</UUID><EstatusUUID>201</EstatusUUID></Folios></Acuse>`;
    return jsonAnswer(200, { status: 'success', data: { acuse, uuid: { [uuid]: '201' } } });
  }

  #isInForce = ({ uuid }: StampedCfdi): boolean => this.#kept.cancelled[uuid.toUpperCase()]?.says !== 'yes';

  #state(envelope: string): Answer {
    const uuid = /[?&]id=([0-9a-fA-F-]{36})/.exec(envelope)?.[1]?.toUpperCase() ?? '';
    const asked = this.#kept.cancelled[uuid];
    if (asked !== undefined && this.#behaviour.mode === 'receiver') asked.says = this.#behaviour.says;
    const [state, cancelling] =
      this.#kept.stamped[uuid] === undefined
        ? ['No Encontrado', '']
        : asked === undefined
          ? ['Vigente', '']
          : {
              nothing: ['Vigente', 'En proceso'],
              yes: ['Cancelado', 'Cancelado con aceptación'],
              no: ['Vigente', 'Solicitud rechazada'],
            }[asked.says];
    // A request that was turned down may be made again.
    if (asked?.says === 'no') delete this.#kept.cancelled[uuid];
    return {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><ConsultaResponse xmlns="http://tempuri.org/"><ConsultaResult xmlns:a="http://schemas.datacontract.org/2004/07/Sat.Cfdi.Negocio.ConsultaCfdi.Servicio"><a:CodigoEstatus>S - Comprobante obtenido satisfactoriamente.</a:CodigoEstatus><a:Estado>${state}</a:Estado><a:EstatusCancelacion>${cancelling}</a:EstatusCancelacion></ConsultaResult></ConsultaResponse></s:Body></s:Envelope>`,
    };
  }

  #keep(): void {
    if (this.#settings.file !== undefined) writeFileSync(this.#settings.file, JSON.stringify(this.#kept));
  }
}

/** Whether a CFDI relates another: as what it substitutes (UUID), or as what it pays (IdDocumento). */
const names = ({ sent }: StampedCfdi, as: 'UUID' | 'IdDocumento', uuid: string): boolean =>
  sent.toUpperCase().includes(` ${as.toUpperCase()}="${uuid}"`);

const refused = (message: string, data: object | null = null): Answer =>
  jsonAnswer(400, { status: 'error', message, messageDetail: null, data });

/** The one file of a multipart form. */
function fileOf(contentType: string, body: Buffer): string {
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1] ?? '';
  const text = body.toString('utf8');
  const start = text.indexOf('\r\n\r\n') + 4;
  return text.slice(start, text.lastIndexOf(`\r\n--${boundary}`));
}
