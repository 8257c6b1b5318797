import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** Why a bank file as a whole cannot be read. Nothing of it was written; the file itself stays where it was put. */
export const refuseFile = defineRefusals({
  'bank-file-empty': { title: 'Archivo vacío', status: 422 },
  'bank-file-too-large': { title: 'Archivo demasiado grande', status: 413 },
  'bank-file-not-text': { title: 'El archivo no es de texto', status: 415 },
  'bank-file-wrong-layout': { title: 'El archivo no tiene el formato esperado', status: 422 },
  'bank-file-header-missing': { title: 'Falta el encabezado del archivo', status: 422 },
  'bank-file-of-others': { title: 'El archivo no es de una cuenta del instituto', status: 422 },
  'bank-file-totals-differ': { title: 'El archivo no cuadra con sus totales', status: 422 },
  'bank-file-totals-missing': { title: 'El archivo no trae sus totales', status: 422 },
  'bank-file-totals-unreadable': { title: 'Los totales del archivo no se pueden leer', status: 422 },
  'bank-file-columns-missing': { title: 'Faltan columnas en el archivo', status: 422 },
});
