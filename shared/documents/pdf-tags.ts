/**
 * The structure of a PDF under its picture: what is a heading, a paragraph or a cell, in the order in which it is read
 * aloud. Everything drawn is inside one of these elements, or an artifact (rules, fills, what repeats on every page).
 */
export type StructureElement = PDFKit.PDFStructureElement;

const roots = new WeakMap<PDFKit.PDFDocument, StructureElement>();

/** Starts the structure of a document made with `tagged: true`. Its elements end with it (pdfkit's `end`). */
export function startStructure(document: PDFKit.PDFDocument): void {
  const root = document.struct('Document');
  document.addStructure(root);
  roots.set(document, root);
}

function rootOf(document: PDFKit.PDFDocument): StructureElement {
  const root = roots.get(document);
  if (root === undefined) throw new Error('the structure of the document was not started');
  return root;
}

export interface TagOptions {
  /** What a picture shows, in Spanish. */
  readonly alt?: string;
  /** Of a header cell: what it heads. */
  readonly scope?: 'Row' | 'Column';
}

/** An element that holds others (a table, a row); to be ended with `end`. Without `parent` it stands in the document. */
export function openTag(
  document: PDFKit.PDFDocument,
  tag: string,
  parent: StructureElement = rootOf(document),
  options: TagOptions = {},
): StructureElement {
  const element = document.struct(tag, { ...options });
  parent.add(element);
  return element;
}

/** Draws a whole element of the document: a heading, a paragraph, a picture. It may go on over pages. */
export function drawTagged(
  document: PDFKit.PDFDocument,
  tag: string,
  draw: () => void,
  options: TagOptions = {},
): void {
  openTag(document, tag, undefined, options).add(draw).end();
}

/** Draws what is no content. Outside of every element: an artifact closes the one it is drawn in. */
export function drawArtifact(
  document: PDFKit.PDFDocument,
  draw: () => void,
  type: 'Layout' | 'Pagination' = 'Layout',
): void {
  document.markContent('Artifact', { type });
  draw();
  document.endMarkedContent();
}

/** Lines of one element as they are written: read aloud, the end of a line is a space like any other. */
export const spacedLines = (lines: readonly string[]): string[] =>
  lines.map((line, index) => (index < lines.length - 1 ? `${line} ` : line));
