import type * as z from 'zod';
import type { UseCases } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import { kindRule } from '../../../shared/vault/document-kinds.ts';
import { documentMachine } from '../../../shared/vault/document-machine.ts';
import { DOCUMENT_REFUSALS, type VaultDocument } from '../../../shared/vault/vault-document.ts';
import { findMissing } from './missing-documents.ts';
import { openDocument, readDocument } from './open-document.ts';
import { PURPOSES_ES } from './opening-store.ts';
import { requestUpload } from './request-upload.ts';
import { BATCH_OUTCOMES_ES, batchScans, type ScanBatchDeps } from './scan-batch.ts';
import type { documentAnswer, scanRoutes } from './scan-routes.ts';
import { FORM_SECONDS } from './upload-form.ts';

/** The use case of each of these routes: domain in, wire out. */
export const scanUseCases: UseCases<ScanBatchDeps, typeof scanRoutes> = {
  async requestDocumentUpload(deps, { params, body, idempotencyKey }, caller) {
    const request = { ...params, ...body, replaces: body.replaces ?? null, idempotencyKey };
    const { document, form } = await requestUpload(deps, request, caller);
    return {
      body: { document: toAnswer(document), form: form && { ...form, expiresInSeconds: FORM_SECONDS } },
      location: `/v1/documents/${document.documentId}`,
    };
  },
  async batchScans(deps, { body }, caller) {
    const answers = await batchScans(deps, body, caller);
    const rows = answers.map(({ note, document, form, outcome, fileName }) => ({
      ...{ fileName, outcome, outcomeName: BATCH_OUTCOMES_ES[outcome], documentId: document?.documentId ?? null },
      ...{ contractNumber: note?.contractNumber ?? null, noteId: note?.noteId ?? null },
      form: form && { ...form, expiresInSeconds: FORM_SECONDS },
    }));
    return { body: { rows } };
  },
  async listDocumentsOfFile({ register, documents }, { params, query }, caller) {
    inScope(caller, await register.findFile(params.fileId), 'El expediente');
    const { provesType: type, provesId: id } = query;
    const proves = type === undefined || id === undefined ? undefined : { type, id };
    const { documents: found, cursor } = await documents.ofFile(params.fileId, query, proves);
    return { body: { items: found.map(toAnswer), nextCursor: cursor } };
  },
  async listMissingDocuments(deps, { params }, caller) {
    const { missing, rule } = await findMissing(deps, params.fileId, caller);
    const named = missing.map((one) => ({ ...one, kindName: kindRule(one.kind).nameEs }));
    return { body: { ...params, isComplete: named.length === 0, ruleSource: rule.source, missing: named } };
  },
  getDocument: async (deps, { params }, caller) => ({
    body: toAnswer(await readDocument(deps, params.documentId, caller)),
  }),
  async openDocument(deps, { params, body }, caller) {
    const { document, url, seconds } = await openDocument(deps, { ...params, ...body }, caller);
    const { documentId, fileId } = document;
    return { body: { documentId, fileId, url, expiresInSeconds: seconds } };
  },
  async listDocumentOpenings(deps, { params, query }, caller) {
    const { documentId, fileId } = await readDocument(deps, params.documentId, caller);
    const { openings, cursor } = await deps.openings.ofDocument(documentId, query);
    const items = openings.map((one) => ({ ...one, purposeName: PURPOSES_ES[one.purpose] }));
    return { body: { documentId, fileId, items, nextCursor: cursor } };
  },
};

const toAnswer = (document: VaultDocument): z.input<typeof documentAnswer> => ({
  ...document,
  kindName: kindRule(document.kind).nameEs,
  status: document.state,
  statusName: documentMachine.states[document.state],
  refusal: document.refusal && DOCUMENT_REFUSALS[document.refusal],
  onHold: document.holds.length > 0,
});
