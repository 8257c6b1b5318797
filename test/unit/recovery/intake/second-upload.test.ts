import { expect, it } from 'vitest';
import type { IntakeFile } from '../../../../functions/recovery/intake/intake-file.ts';
import type { IntakeStore } from '../../../../functions/recovery/intake/intake-store.ts';
import { type ArrivedObject, emptyFile, registerFile } from '../../../../functions/recovery/intake/register-file.ts';
import { clockFrom } from '../../../../shared/calendar/clock.ts';

it('a second upload on one form is a file of its own, told beside the first; the same notice again is not', async () => {
  const clock = clockFrom('fixed:2026-11-20', () => new Date('2026-11-20T18:00:00Z'));
  const fileId = '0193f1c2-7c1a-4b7e-9d3e-5a1f0c2b4d6e';
  const objectKey = `any/2026-11-20/${fileId}/pagos.csv`;
  const kept = new Map<string, IntakeFile>();
  const files = {
    find: async (id: string) => kept.get(id),
    write: async (file: IntakeFile) => {
      kept.set(file.fileId, file);
      return true;
    },
  } as unknown as IntakeStore;
  const asked = { fileName: 'pagos.csv', state: 'awaiting-upload', objectVersion: null, arrival: null } as const;
  await files.write({
    ...emptyFile(clock),
    ...asked,
    fileId,
    objectKey,
    registeredBy: 'a',
    layout: null,
    sizeBytes: 9,
  });
  const upload = (version: string): ArrivedObject => ({ key: objectKey, version, sequencer: version, sizeBytes: 9 });
  const deps = { files, clock };

  expect(await registerFile(deps, upload('v1'))).toBe(fileId);
  expect(await registerFile(deps, upload('v1'))).toBe(fileId);
  const second = await registerFile(deps, upload('v2'));
  expect(second).not.toBe(fileId);
  expect([kept.get(fileId), kept.get(second)].map((file) => [file?.state, file?.objectVersion])).toEqual([
    ['reading', 'v1'],
    ['reading', 'v2'],
  ]);
});
