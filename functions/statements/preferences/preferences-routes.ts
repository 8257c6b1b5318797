import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { instantText, uuidSchema } from '../../../shared/http/wire.ts';
import { LINK_READERS } from '../roles-of-statements.ts';
import { CHANNELS, HOURS } from './preferences.ts';

export const preferencesAnswer = z.object({
  fileId: z.string(),
  preferences: z.array(
    z.object({
      signatory: z.string(),
      monthlyStatement: z.boolean().describe('Si pidió su estado de cuenta cada mes'),
      channels: z.array(z.enum(CHANNELS)).describe('Medios por los que prefiere que se le avise'),
      hours: z.enum(HOURS),
      hoursName: z.string(),
      doNotCall: z.array(z.object({ ending: z.string() })).describe('Números a los que pidió que no se le llame'),
      changedAt: instantText,
    }),
  ),
});

/** What people chose on their page, for whoever is about to call or write. */
export const preferencesRoutes = defineRoutes([
  {
    operationId: 'readContactPreferences',
    method: 'GET',
    path: '/v1/files/{fileId}/contact-preferences',
    servedBy: 'api',
    tag: 'Estados de cuenta',
    summary: 'Cómo, a qué hora y a qué números pidieron que se les avise',
    roles: LINK_READERS,
    personalData: true,
    params: z.strictObject({ fileId: uuidSchema }),
    success: { status: 200, body: preferencesAnswer },
  },
]);
