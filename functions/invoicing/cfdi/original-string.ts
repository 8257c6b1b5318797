import type { XmlNodeInterface } from '@nodecfdi/cfdi-core/types';
import { ANEXO_20, type Attribute } from './anexo-20.ts';

/**
 * The cadena original: every sealed attribute in the order of the Anexo 20, between bars, spaces collapsed. Of a CFDI the
 * stamp is no part of it; of a stamp, its own. Throws a RangeError for an element that is none of ours.
 */
export function originalString(node: XmlNodeInterface): string {
  return `||${valuesOf(node).join('|')}||`;
}

function valuesOf(node: XmlNodeInterface): string[] {
  const element = ANEXO_20[node.name()];
  if (element === undefined) throw new RangeError(`${node.name()} is no element of our CFDIs`);
  const told = (attributes: readonly Attribute[]) =>
    attributes.flatMap(({ name, unsealed }) =>
      unsealed === true || !node.hasAttribute(name)
        ? []
        : [
            node
              .getAttribute(name)
              .replaceAll(/[\t\n\r ]+/g, ' ')
              .trim(),
          ].filter((value) => value !== ''),
    );
  const children = element.children
    .filter(({ name }) => name !== 'tfd:TimbreFiscalDigital')
    .flatMap(({ name }) => [...node.children()].filter((child) => child.name() === name).flatMap(valuesOf));
  return [...told(element.attributes), ...children, ...told(element.after ?? [])];
}
