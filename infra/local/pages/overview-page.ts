import type { IgnoredType } from '../assembly/ignored-types.ts';
import type { ConsumerState } from '../dynamodb/stream-consumer.ts';
import type { DeadLetter } from '../queues/dead-letters.ts';
import { escapeXml } from '../s3/xml.ts';
import type { LocalSchedule } from '../schedules/scheduler.ts';
import { page } from './page.ts';

/** What the overview shows of a running machine. */
export interface Overview {
  readonly today: string | undefined;
  readonly dataDir: string;
  readonly routes: readonly string[];
  readonly functions: readonly string[];
  readonly tables: readonly string[];
  readonly buckets: readonly string[];
  readonly consumers: readonly ConsumerState[];
  readonly pendingCalls: number;
  readonly schedules: readonly LocalSchedule[];
  readonly machines: readonly { readonly name: string; readonly open: number }[];
  readonly queues: readonly { readonly name: string; readonly messages: number }[];
  readonly deadLetters: readonly DeadLetter[];
  readonly unresolved: readonly string[];
  readonly ignored: readonly IgnoredType[];
}

/** /_local: everything that runs, what is behind, and what failed. */
export function overviewPage(overview: Overview): string {
  const clock = overview.today === undefined ? 'la del sistema' : `${overview.today} (fija)`;
  return page(
    'Cartera en esta máquina',
    `<p>Fecha de trabajo: ${escapeXml(clock)}. Datos: <code>${escapeXml(overview.dataDir)}</code></p>
    <p><a href="/reference">Referencia de la API</a> · <a href="/_local/mail">Correo</a> ·
    <a href="/_local/dlq.json">Mensajes sin procesar</a> · <a href="/_local/identity/.well-known/jwks.json">Llaves</a></p>
    ${failures(overview.deadLetters)}
    <h2>Flujos</h2>${table(
      ['Tabla', 'Función', 'Posición', 'Pendientes', 'Falla'],
      overview.consumers.map((state) => [
        state.table,
        state.function,
        String(state.position),
        String(Math.max(0, state.newest - state.position)),
        state.failing ?? '',
      ]),
    )}<p>Llamadas asíncronas pendientes: ${overview.pendingCalls}</p>
    <h2>Horarios</h2>${table(
      ['Nombre', 'Expresión', 'Zona', 'Próxima vez'],
      overview.schedules.map((schedule) => [
        schedule.name,
        schedule.expression,
        schedule.timeZone,
        schedule.enabled ? (schedule.next()?.toISOString() ?? '') : 'en pausa',
      ]),
    )}
    <h2>Máquinas de estados</h2>${table(
      ['Nombre', 'Ejecuciones en curso'],
      overview.machines.map(({ name, open }) => [name, String(open)]),
    )}
    <h2>Colas</h2>${table(
      ['Nombre', 'Mensajes'],
      overview.queues.map(({ name, messages }) => [name, String(messages)]),
    )}
    <h2>Rutas</h2>${list(overview.routes)}
    <h2>Funciones</h2>${list(overview.functions)}
    <h2>Tablas</h2>${list(overview.tables)}
    <h2>Archivos</h2>${list(overview.buckets)}
    <h2>De la plantilla, sin efecto en esta máquina</h2>${table(
      ['Tipo', 'Cuántos', 'Por qué'],
      overview.ignored.map(({ type, count, reason }) => [type, String(count), reason ?? 'NO PREVISTO']),
    )}
    ${overview.unresolved.length === 0 ? '' : `<h2 class="bad">Referencias sin resolver</h2>${list(overview.unresolved)}`}`,
  );
}

function failures(letters: readonly DeadLetter[]): string {
  if (letters.length === 0) return '';
  const rows = letters.map(({ at, queue, function: name, reason }) => [at, queue, name, reason]);
  return `<h2 class="bad">Mensajes sin procesar (${letters.length})</h2>${table(['Hora', 'Cola', 'Función', 'Motivo'], rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell) => `<${tag}>${escapeXml(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${cells(head, 'th')}${rows.map((row) => cells(row, 'td')).join('')}</table>`;
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escapeXml(item)}</li>`).join('')}</ul>`;
}
