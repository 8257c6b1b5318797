import type { UseCases } from '../../../shared/http/route.ts';
import { type DecideRowDeps, decideRow } from './decide-row.ts';
import { fileToAnswer, rowToAnswer } from './intake-answers.ts';
import type { intakeRoutes } from './intake-routes.ts';
import { listFiles, listRows, readFile } from './read-files.ts';
import { type RequestUploadDeps, requestUpload } from './request-upload.ts';

export type IntakeDeps = DecideRowDeps & RequestUploadDeps;

/** The use case of each intake route: domain in, wire out. */
export const intakeUseCases: UseCases<IntakeDeps, typeof intakeRoutes> = {
  async requestUpload(deps, { body }, caller) {
    const { file, upload } = await requestUpload(deps, body, caller);
    return { body: { fileId: file.fileId, upload: { ...upload } }, location: `/v1/intake-files/${file.fileId}` };
  },
  async listIntakeFiles(deps, { query }) {
    const { files, cursor } = await listFiles(deps, query);
    const now = deps.clock.now();
    return { body: { items: files.map((file) => fileToAnswer(file, now)), nextCursor: cursor } };
  },
  async getIntakeFile(deps, { params }) {
    return { body: fileToAnswer(await readFile(deps, params.fileId), deps.clock.now()) };
  },
  async listIntakeRows(deps, { params, query }) {
    const { rows, cursor } = await listRows(deps, { ...query, fileId: params.fileId });
    return { body: { items: rows.map(rowToAnswer), nextCursor: cursor } };
  },
  async decideIntakeRow(deps, { params, body, idempotencyKey }, caller) {
    return { body: rowToAnswer(await decideRow(deps, { ...params, ...body, idempotencyKey }, caller)) };
  },
};
