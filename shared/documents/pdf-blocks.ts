import { type Centavos, formatMxn } from '../money/centavos.ts';
import { amountInWords } from './amount-in-words.ts';
import { contentArea, ensureRoom, type LetterheadDocument } from './letterhead-pdf.ts';
import { COLOURS } from './palette.ts';
import { drawArtifact, drawTagged, spacedLines } from './pdf-tags.ts';
import { drawQrCode } from './qr-code.ts';
import { wrapText } from './text-lines.ts';

/** A section's heading; keeps `following` points of content (or the start of a table) on the same page. */
export function drawHeading(document: LetterheadDocument, text: string, following = 60): void {
  const { left } = contentArea(document);
  ensureRoom(document, 28 + following);
  const y = document.y + (document.y > document.page.margins.top + 1 ? 12 : 0);
  drawTagged(document, 'H2', () =>
    document.font('bold').fontSize(10.5).fillColor(COLOURS.guinda).text(text, left, y, { lineBreak: false }),
  );
  document.y = y + 17;
}

export interface ParagraphStyle {
  readonly fontSize?: number;
  readonly font?: 'regular' | 'medium' | 'bold';
  readonly colour?: string;
  readonly left?: number;
  readonly width?: number;
  /** What it is to who has it read aloud; a paragraph if absent. */
  readonly tag?: 'P' | 'H2';
}

/** A paragraph broken into lines, over as many pages as it takes. */
export function drawParagraph(document: LetterheadDocument, text: string, style: ParagraphStyle = {}): void {
  const area = contentArea(document);
  const fontSize = style.fontSize ?? 9;
  const font = style.font ?? 'regular';
  document.font(font).fontSize(fontSize);
  const lines = wrapText(text, style.width ?? area.width, (part) => document.widthOfString(part));
  drawTagged(document, style.tag ?? 'P', () => {
    for (const line of spacedLines(lines)) {
      ensureRoom(document, fontSize * 1.3);
      const y = document.y;
      document
        .font(font)
        .fontSize(fontSize)
        .fillColor(style.colour ?? COLOURS.ink);
      document.text(line, style.left ?? area.left, y, { lineBreak: false });
      document.y = y + fontSize * 1.3;
    }
  });
  document.x = area.left;
}

export interface LabelledValue {
  readonly label: string;
  readonly value: string;
}

/** Small labels with their values under them, in `columns` equal columns; rows grow with the longest value. */
export function drawLabelledValues(
  document: LetterheadDocument,
  pairs: readonly LabelledValue[],
  columns: number,
  place: { left?: number; width?: number; valueSize?: number } = {},
): void {
  const area = contentArea(document);
  const left = place.left ?? area.left;
  const valueSize = place.valueSize ?? 10;
  const step = (place.width ?? area.width) / columns;
  for (let start = 0; start < pairs.length; start += columns) {
    const row = pairs.slice(start, start + columns);
    document.font('medium').fontSize(valueSize);
    const lines = row.map((pair) => wrapText(pair.value, step - 10, (text) => document.widthOfString(text)));
    document.font('regular').fontSize(7.5);
    const labels = row.map((pair) => wrapText(pair.label, step - 10, (text) => document.widthOfString(text)));
    const labelHeight = 1 + Math.max(...labels.map((cell) => cell.length)) * 9.5;
    const height = labelHeight + Math.max(...lines.map((cell) => cell.length)) * valueSize * 1.25 + 5;
    ensureRoom(document, height);
    const y = document.y;
    for (const index of row.keys()) {
      const x = left + index * step;
      drawTagged(document, 'P', () => {
        document.font('regular').fontSize(7.5).fillColor(COLOURS.muted);
        for (const [lineIndex, line] of spacedLines([...(labels[index] ?? []), '']).entries())
          document.text(line, x, y + lineIndex * 9.5, { lineBreak: false });
        document.font('medium').fontSize(valueSize).fillColor(COLOURS.ink);
        for (const [lineIndex, line] of spacedLines(lines[index] ?? []).entries())
          document.text(line, x, y + labelHeight + lineIndex * valueSize * 1.25, { lineBreak: false });
      });
    }
    document.y = y + height;
  }
  document.x = area.left;
}

/** A coloured box with a bold line and, under it, smaller ones; green, amber or red by `tone`. */
export function drawNotice(
  document: LetterheadDocument,
  tone: 'good' | 'warning' | 'bad',
  title: string,
  detail: string,
): void {
  const { left, width } = contentArea(document);
  const colour = { good: COLOURS.good, warning: COLOURS.warning, bad: COLOURS.negative }[tone];
  document.font('regular').fontSize(8.5);
  const lines = detail === '' ? [] : wrapText(detail, width - 24, (text) => document.widthOfString(text));
  const height = 20 + lines.length * 11;
  ensureRoom(document, height + 6);
  const y = document.y;
  drawArtifact(document, () => {
    document.rect(left, y, width, height).fillOpacity(0.07).fill(colour).fillOpacity(1);
    document.rect(left, y, 3, height).fill(colour);
  });
  drawTagged(document, 'P', () => {
    document
      .font('bold')
      .fontSize(9.5)
      .fillColor(colour)
      .text(lines.length > 0 ? `${title} ` : title, left + 12, y + 5, { lineBreak: false });
    document.font('regular').fontSize(8.5).fillColor(COLOURS.ink);
    for (const [index, line] of spacedLines(lines).entries())
      document.text(line, left + 12, y + 18 + index * 11, { lineBreak: false });
  });
  document.y = y + height + 6;
  document.x = left;
}

export interface AmountAndQr {
  /** What the amount is: "Importe recibido". */
  readonly label: string;
  readonly amount: Centavos;
  readonly qrText: string;
  /** What the picture is to who has it read aloud. */
  readonly qrName: string;
}

/** The amount that a paper is about, in figures and words, and a QR that lets it be compared. */
export function drawAmountAndQr(document: LetterheadDocument, { label, amount, qrText, qrName }: AmountAndQr): void {
  const { left, width } = contentArea(document);
  const y = document.y;
  const qr = 92;
  drawArtifact(document, () => document.rect(left, y, width - qr - 10, 64).fill(COLOURS.headerFill));
  drawTagged(document, 'P', () => {
    document.font('regular').fontSize(8).fillColor(COLOURS.muted);
    document.text(`${label} `, left + 12, y + 8, { lineBreak: false });
    document.font('bold').fontSize(21).fillColor(COLOURS.ink);
    document.text(`${formatMxn(amount)} M.N.`, left + 12, y + 18, { lineBreak: false });
  });
  document.y = y + 45;
  drawParagraph(document, amountInWords(amount), { fontSize: 7.5, left: left + 12, width: width - qr - 34 });
  // Drawn after the box so that its quiet zone stays white.
  drawTagged(document, 'Figure', () => drawQrCode(document, qrText, left + width - qr, y - 10, qr), {
    alt: `${qrName}. Dice: ${qrText.replaceAll('\n', '; ')}`,
  });
  document.y = y + 86;
}

/** The line on which one signs. */
export interface SignaturePlace {
  /** "Acreditado", "Aval 1". */
  readonly who: string;
  readonly name: string;
  /** "Por firmar", or the day on which the signature was registered. */
  readonly state?: string | undefined;
}

/** Lines to sign on, three abreast at most, with room above each; a row is not broken over pages. */
export function drawSignatures(document: LetterheadDocument, places: readonly SignaturePlace[]): void {
  const { left, width } = contentArea(document);
  const abreast = Math.min(3, places.length);
  const column = width / abreast;
  for (let first = 0; first < places.length; first += abreast) {
    const row = places.slice(first, first + abreast);
    document.font('regular').fontSize(7.5);
    const names = Math.max(...row.map(({ name }) => document.heightOfString(name, { width: column - 18 })));
    ensureRoom(document, 84 + names);
    const y = document.y + 52;
    for (const [index, place] of row.entries())
      drawSignature(document, place, { x: left + index * column, y, width: column });
    document.x = left;
    document.y = y + 32 + names;
  }
}

function drawSignature(
  document: LetterheadDocument,
  { who, name, state }: SignaturePlace,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): void {
  drawArtifact(document, () =>
    document
      .moveTo(x + 6, y)
      .lineTo(x + width - 12, y)
      .lineWidth(0.6)
      .strokeColor(COLOURS.muted)
      .stroke(),
  );
  drawTagged(document, 'P', () => {
    document.font('medium').fontSize(8.5).fillColor(COLOURS.ink);
    document.text(`${who} `, x + 6, y + 5, { width: width - 18, lineBreak: false });
    document.font('regular').fontSize(7.5).fillColor(COLOURS.muted);
    document.text(state === undefined ? name : `${name} `, x + 6, y + 17, { width: width - 18 });
    if (state !== undefined) document.text(state, x + 6, document.y + 1, { width: width - 18, lineBreak: false });
  });
}
