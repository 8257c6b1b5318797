import { defineRefusals } from '../../shared/refusals/refusal.ts';

/** Codes of the register's own rules; shared ones are in shared/refusals. */
export const refuse = defineRefusals({
  'person-data-refused': { title: 'Datos de la persona con errores', status: 422 },
  'curp-already-registered': { title: 'La CURP ya está registrada', status: 409 },
  'borrower-has-file': { title: 'El acreditado ya tiene expediente', status: 409 },
  'reference-taken': { title: 'La referencia ya pertenece a otro registro', status: 409 },
  'contract-already-registered': { title: 'El contrato ya está registrado', status: 409 },
  'product-not-in-force': { title: 'El producto no está vigente a la firma', status: 422 },
  'product-version-fixed': { title: 'La versión del producto ya existe con otros valores', status: 409 },
  'product-refused': { title: 'Parámetros del producto con errores', status: 422 },
  'note-refused': { title: 'El contrato no puede abrirse así', status: 422 },
  'amount-above-limit': { title: 'El monto pasa del límite', status: 422 },
  'note-not-open': { title: 'El contrato aún no está abierto', status: 409 },
});
