import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringScans } from '../../../infra/local/commands/bring-scans.ts';
import { scanFiles } from '../../../infra/local/commands/scan-files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cartera-scans-'));
afterAll(() => rmSync(folder, { recursive: true }));
const inside = (name: string) => path.join(folder, name);

async function told(from: string): Promise<string[]> {
  const found: string[] = [];
  for await (const file of scanFiles(from))
    found.push(`${file.fileName}: ${'fault' in file ? file.fault : Buffer.from(file.bytes).toString().slice(0, 20)}`);
  return found.toSorted();
}

/** A zip of deflated files; `says`: the size that it gives out for one. */
function zipOf(files: readonly { name: string; bytes: Buffer; says?: number; isLocked?: boolean }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, says = bytes.length, isLocked = false } of files) {
    const packed = deflateRawSync(bytes);
    const named = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    // Bit 11: the name is UTF-8; bit 0: it has a password.
    common.writeUInt16LE(0x0800 + (isLocked ? 1 : 0), 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(says, 18);
    common.writeUInt16LE(named.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, named, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, rest, named]));
    parts.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}

describe('the files of a mass upload', () => {
  it('of a folder are those that a scan may be; the others are told, and read by nobody', async () => {
    mkdirSync(inside('lote/caja 1'), { recursive: true });
    writeFileSync(inside('lote/CE-1 pagare.pdf'), '%PDF- uno');
    writeFileSync(inside('lote/caja 1/CE-2 contrato.pdf'), '%PDF- dos');
    writeFileSync(inside('lote/CE-3 pagare.pdf'), '');
    writeFileSync(inside('lote/.oculto.pdf'), 'x');
    writeFileSync(inside('lote/CE-4 pagare.pdf'), '%PDF-');
    truncateSync(inside('lote/CE-4 pagare.pdf'), 3_000_000_000);
    writeFileSync(inside(`lote/${'9'.repeat(201)}.pdf`), 'x');
    expect(await told(inside('lote'))).toEqual([
      `${'9'.repeat(201)}.pdf: name-too-long`,
      'CE-1 pagare.pdf: %PDF- uno',
      'CE-2 contrato.pdf: %PDF- dos',
      'CE-3 pagare.pdf: empty',
      'CE-4 pagare.pdf: too-large',
    ]);
  });

  it('of a zip are named without its folders; one that swells, or has a password, keeps no other from being read', async () => {
    const zeros = Buffer.alloc(40_000_000);
    const files = [
      { name: 'lote/', bytes: Buffer.alloc(0) },
      { name: 'lote/CE-1 pagaré.pdf', bytes: Buffer.from('%PDF- uno') },
      { name: 'bomba pagare.pdf', bytes: zeros },
      { name: 'mentira pagare.pdf', bytes: zeros, says: 100 },
      { name: 'secreto pagare.pdf', bytes: Buffer.from('%PDF-'), isLocked: true },
      { name: '__MACOSX/._CE-1 pagaré.pdf', bytes: Buffer.from('x') },
      { name: 'lote\\CE-2 contrato.pdf', bytes: Buffer.from('%PDF- dos') },
    ];
    writeFileSync(inside('lote.zip'), zipOf(files));
    expect(await told(inside('lote.zip'))).toEqual([
      'CE-1 pagaré.pdf: %PDF- uno',
      'CE-2 contrato.pdf: %PDF- dos',
      'bomba pagare.pdf: too-large',
      'mentira pagare.pdf: unreadable',
      'secreto pagare.pdf: unreadable',
    ]);
  });

  it('of a zip that names files outside itself are not taken', async () => {
    writeFileSync(inside('fuera.zip'), zipOf([{ name: '../../CE-1 pagare.pdf', bytes: Buffer.from('%PDF-') }]));
    await expect(told(inside('fuera.zip'))).rejects.toThrow('invalid relative path');
    writeFileSync(inside('no.zip'), 'esto no es un zip');
    await expect(told(inside('no.zip'))).rejects.toThrow();
  });
});

describe('a mass upload', () => {
  let server: Server;
  let apiUrl: string;
  const asked: number[] = [];
  beforeAll(async () => {
    server = createServer(async (request, answer) => {
      const body = await text(request);
      if (request.url === '/cut') return void request.socket.destroy();
      if (request.url !== '/v1/scan-batches') return void answer.writeHead(204).end();
      const { rows } = JSON.parse(body) as { rows: { fileName: string }[] };
      asked.push(rows.length);
      const rowOf = ({ fileName }: { fileName: string }) => ({
        ...{ fileName, outcome: 'to-upload', outcomeName: 'Por subir', documentId: 'd' },
        form: { url: `${apiUrl}/${fileName.startsWith('cut') ? 'cut' : 'up'}`, fields: {} },
      });
      answer.end(JSON.stringify({ rows: rows.map(rowOf) }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const bring = async (files: readonly object[]) => {
    asked.length = 0;
    async function* all() {
      yield* files as never[];
    }
    const brought: string[] = [];
    for await (const { fileName, outcome } of bringScans({ apiUrl, token: async () => 't' }, all(), false))
      brought.push(`${fileName} ${outcome}`);
    return brought.toSorted();
  };
  const file = (fileName: string, size = 10) => ({ fileName, bytes: new Uint8Array(size), sha256: 'a' });

  it('asks of nobody about what is not read, and one upload that breaks leaves the others', async () => {
    const files = [file('a'), { fileName: 'b', fault: 'empty' }, file('cut'), file('d')];
    expect(await bring(files)).toEqual(['a uploaded', 'b empty', 'cut failed', 'd uploaded']);
    expect(asked).toEqual([3]);
  });

  it('holds fifty files at most, and never much more than sixty megabytes', async () => {
    await bring(Array.from({ length: 120 }, (_, index) => file(`f${index}`)));
    expect(asked).toEqual([50, 50, 20]);
    await bring(Array.from({ length: 7 }, (_, index) => file(`g${index}`, 25_000_000)));
    expect(asked).toEqual([3, 3, 1]);
  });
});
