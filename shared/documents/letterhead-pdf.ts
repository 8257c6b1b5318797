import PDFDocument from 'pdfkit';
import { hermosilloDateTime } from '../calendar/spanish-dates.ts';
import type { AssetReader } from './assets.ts';
import { drawEmblem } from './emblem.ts';
import { COLOURS } from './palette.ts';
import { drawArtifact, openTag, type StructureElement, startStructure } from './pdf-tags.ts';

/** The document a drawing function writes into: pdfkit with the fonts `regular`, `medium` and `bold`. */
export type LetterheadDocument = PDFKit.PDFDocument;

/** What the frame around the content says. */
export interface Letterhead {
  /** Spanish title: heading of every page and title in the file's properties. */
  readonly title: string;
  /** Line under the title, e.g. the period of a report. */
  readonly subtitle?: string;
  readonly folio: string;
  /** UTC instant printed in the foot and written as CreationDate: same instant and content, same bytes. */
  readonly printedAt: Date;
  readonly orientation?: 'portrait' | 'landscape';
  /** Large slanted word over every page, e.g. CANCELADO. */
  readonly watermark?: string;
}

export const INSTITUTE_NAME = 'Instituto de Becas y Crédito Educativo del Estado de Sonora';
export const AREA_NAME = 'Subdirección de Cartera';

const MARGINS = { top: 116, bottom: 54, left: 48, right: 48 };

/** One paper of a PDF that holds several: its own head, folio and count of pages. */
export interface LetterheadPaper {
  readonly letterhead: Omit<Letterhead, 'orientation'>;
  readonly draw: (document: LetterheadDocument) => void;
}

/**
 * A Letter-size PDF on the institute's letterhead. `draw` fills the space between head and foot; head, foot
 * (folio, time of printing in Hermosillo, "Página x de y") and watermark are added to every page afterwards.
 * No standard font of pdfkit is ever asked for: bundled by esbuild it could not be found (local.md §8).
 */
export const letterheadPdf = (
  assets: AssetReader,
  letterhead: Letterhead,
  draw: (document: LetterheadDocument) => void,
): Promise<Uint8Array> => papersPdf(assets, letterhead, [{ letterhead, draw }]);

/**
 * Several papers in one such PDF, each beginning on a page of its own; `whole` names the file. Pages are given up as
 * each paper ends: memory grows with the bytes of the PDF, not with its pages.
 */
export async function papersPdf(
  assets: AssetReader,
  whole: Letterhead,
  papers: Iterable<LetterheadPaper>,
): Promise<Uint8Array> {
  const document = await openDocument(assets, whole);
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  for (const paper of papers) drawPaper(document, paper);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

function drawPaper(document: LetterheadDocument, { letterhead, draw }: LetterheadPaper): void {
  document.addPage();
  const head = openHead(document);
  document.font('regular').fontSize(9.5).fillColor(COLOURS.ink);
  draw(document);
  const { start, count } = document.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(start + page);
    drawFrame(document, letterhead, { page: page + 1, pages: count, head });
  }
  document.flushPages();
}

async function openDocument(assets: AssetReader, letterhead: Letterhead): Promise<LetterheadDocument> {
  const [regular, medium, bold] = await Promise.all([
    assets.read('fonts/roboto-regular.ttf'),
    assets.read('fonts/roboto-medium.ttf'),
    assets.read('fonts/roboto-bold.ttf'),
  ]);
  const document = new PDFDocument({
    size: 'LETTER',
    layout: letterhead.orientation ?? 'portrait',
    margins: MARGINS,
    bufferPages: true,
    autoFirstPage: false,
    // Empty, not absent: absent would load Helvetica from pdfkit's own files.
    font: '',
    lang: 'es-MX',
    displayTitle: true,
    // For who reads with a screen reader: structure and reading order, which PDF has from 1.4 on.
    tagged: true,
    pdfVersion: '1.7',
    info: {
      Title: `${letterhead.title} ${letterhead.folio}`,
      Author: INSTITUTE_NAME,
      Subject: letterhead.subtitle ?? letterhead.title,
      Creator: 'Cartera',
      CreationDate: letterhead.printedAt,
      ModDate: letterhead.printedAt,
    },
  });
  document.registerFont('regular', Buffer.from(regular));
  document.registerFont('medium', Buffer.from(medium));
  document.registerFont('bold', Buffer.from(bold));
  document.font('regular');
  startStructure(document);
  return document;
}

/** The head as it is read: once, before everything else; on the pages after the first it only repeats. */
interface Head {
  readonly institute: StructureElement;
  readonly title: StructureElement;
  readonly subtitle: StructureElement;
}

const openHead = (document: LetterheadDocument): Head => ({
  institute: openTag(document, 'P'),
  title: openTag(document, 'H1'),
  subtitle: openTag(document, 'P'),
});

/** Room for content on the current page, in points. */
export function contentArea(document: LetterheadDocument): { left: number; width: number; bottom: number } {
  const { page } = document;
  return {
    left: MARGINS.left,
    width: page.width - MARGINS.left - MARGINS.right,
    bottom: page.height - MARGINS.bottom,
  };
}

/** Starts a new page unless `height` points are left on this one. */
export function ensureRoom(document: LetterheadDocument, height: number): void {
  if (document.y + height <= contentArea(document).bottom) return;
  nextPage(document);
}

/** Goes on at the head of a new page, with whatever is being drawn there. */
export function nextPage(document: LetterheadDocument): void {
  document.continueOnNewPage();
}

interface PagePlace {
  readonly page: number;
  readonly pages: number;
  readonly head: Head;
}

function drawFrame(document: LetterheadDocument, letterhead: Letterhead, { page, pages, head }: PagePlace): void {
  const { left, width } = contentArea(document);
  // The foot lies inside the bottom margin, where pdfkit would start a new page.
  document.page.margins.bottom = 0;
  drawArtifact(
    document,
    () => {
      if (letterhead.watermark !== undefined) drawWatermark(document, letterhead.watermark);
      drawEmblem(document, left, 30, 46);
      document
        .moveTo(left, 84)
        .lineTo(left + width, 84)
        .lineWidth(1.2)
        .strokeColor(COLOURS.guinda)
        .stroke();
    },
    'Pagination',
  );
  const texts = {
    institute: () => drawInstitute(document, letterhead, left + 58),
    title: () =>
      document.fillColor(COLOURS.ink).font('bold').fontSize(12).text(letterhead.title, left, 91, { lineBreak: false }),
    subtitle: () => drawSubtitle(document, letterhead.subtitle ?? ''),
  };
  for (const part of ['institute', 'title', 'subtitle'] as const) {
    if (page === 1) head[part].add(texts[part]).end();
    else drawArtifact(document, texts[part], 'Pagination');
  }
  drawArtifact(document, () => drawFoot(document, letterhead, `Página ${page} de ${pages}`), 'Pagination');
}

function drawInstitute(document: LetterheadDocument, letterhead: Letterhead, left: number): void {
  const line = { lineBreak: false } as const;
  document.fillColor(COLOURS.muted).font('regular').fontSize(7.5);
  document.text('GOBIERNO DEL ESTADO DE SONORA ', left, 31, { ...line, characterSpacing: 0.6 });
  document.fillColor(COLOURS.guinda).font('bold').fontSize(10.5).text(`${INSTITUTE_NAME} `, left, 42, line);
  document.fillColor(COLOURS.muted).font('regular').fontSize(9).text(`${AREA_NAME} `, left, 56, line);
  document.fillColor(COLOURS.ink).font('medium').fontSize(8.5);
  document.text(`Folio ${letterhead.folio}`, left, 69, line);
}

function drawSubtitle(document: LetterheadDocument, subtitle: string): void {
  const { left, width } = contentArea(document);
  document.font('regular').fontSize(9.5).fillColor(COLOURS.muted);
  document.text(subtitle, left + width - document.widthOfString(subtitle), 93, { lineBreak: false });
}

function drawFoot(document: LetterheadDocument, letterhead: Letterhead, pageText: string): void {
  const { left, width } = contentArea(document);
  const y = document.page.height - 40;
  const line = { lineBreak: false } as const;
  document
    .moveTo(left, y)
    .lineTo(left + width, y)
    .lineWidth(0.5)
    .strokeColor(COLOURS.rule)
    .stroke();
  document.font('regular').fontSize(7.5).fillColor(COLOURS.muted);
  document.text(`Folio ${letterhead.folio}`, left, y + 6, line);
  const printed = `Impreso ${hermosilloDateTime(letterhead.printedAt)}, hora de Hermosillo`;
  document.text(printed, left + (width - document.widthOfString(printed)) / 2, y + 6, line);
  document.text(pageText, left + width - document.widthOfString(pageText), y + 6, line);
}

function drawWatermark(document: LetterheadDocument, word: string): void {
  const { width, height } = document.page;
  document.save();
  document.rotate(-32, { origin: [width / 2, height / 2] });
  document
    .font('bold')
    .fontSize(word.length > 9 ? 84 : 92)
    .fillColor(COLOURS.negative)
    .fillOpacity(0.13);
  document.text(word, (width - document.widthOfString(word)) / 2, height / 2 - 46, { lineBreak: false });
  document.restore();
  document.fillOpacity(1);
}
