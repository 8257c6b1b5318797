import { expect, it } from 'vitest';
import { refuseNoteAct } from '../../../functions/lending/note-acts/note-act-refusals.ts';
import { refuse } from '../../../functions/lending/refusals.ts';
import { refuseRegeneration } from '../../../functions/lending/regenerations/regeneration-refusals.ts';
import { routes } from '../../../functions/lending/routes.ts';
import { useCases } from '../../../functions/lending/use-cases.ts';
import { openApiDocument } from '../../../shared/http/openapi.ts';
import { routeTableFaults } from '../../../shared/http/route-table-faults.ts';
import { refuseLedger } from '../../../shared/ledger/ledger-refusals.ts';

/** What two people decide about a note, and the register's own routes. */
const DECIDED = routes.filter(({ tag }) => tag === 'Actos sobre contratos' || tag === 'Regeneraciones');
const REGISTER = routes.filter((route) => !DECIDED.includes(route));

it('is a route table fit to serve, with a use case each', () => {
  expect(routeTableFaults(routes)).toEqual([]);
  expect(Object.keys(useCases).sort()).toEqual(routes.map(({ operationId }) => operationId).sort());
});

it('can be written as OpenAPI, every refusal code known', () => {
  const document = openApiDocument({
    routes,
    refusals: [refuse, refuseNoteAct, refuseRegeneration, refuseLedger].map(({ rules }) => rules),
    version: '1.0.0',
  });
  expect(Object.keys(document.paths ?? {})).toContain('/v1/files/{fileId}/notes');
});

it('lets only those in charge write, the portal originate, and nobody else', () => {
  const writers = (method: string) =>
    new Set(
      REGISTER.filter((route) => route.method === method && !('readsOnly' in route)).flatMap((route) => [
        ...route.roles,
      ]),
    );
  expect([...writers('POST')].sort()).toEqual(['portal', 'portfolio-coordinator', 'systems']);
  expect([...writers('PUT')].sort()).toEqual(['portfolio-coordinator', 'systems']);
  expect([...writers('GET')].sort()).toEqual([
    'accountant',
    'auditor',
    'director',
    'portfolio-coordinator',
    'recovery-technician',
    'systems',
  ]);
});

it('has noted who reads or changes personal data', () => {
  const personal = REGISTER.filter((route) => 'personalData' in route).map(({ operationId }) => operationId);
  expect(DECIDED.filter((route) => !('personalData' in route))).toEqual([]);
  expect(personal).toEqual([
    'registerBorrower',
    'searchBorrowers',
    'getBorrower',
    'correctBorrower',
    'openFile',
    'getFile',
    'openNote',
    'getNote',
    'listNoteEntries',
  ]);
});
