/** Measures a text in points with the font and size in force. */
export type MeasureText = (text: string) => number;

/** The longest start of `word` that fits, at least one character. */
function fittingStart(word: string, width: number, measure: MeasureText): string {
  const letters = Array.from(word);
  let count = 1;
  while (count < letters.length && measure(letters.slice(0, count + 1).join('')) <= width) count += 1;
  return letters.slice(0, count).join('');
}

function wrapParagraph(paragraph: string, width: number, measure: MeasureText): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(/[ \t]+/).filter((part) => part !== '')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (measure(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    let rest = word;
    while (measure(rest) > width && rest.length > 1) {
      const start = fittingStart(rest, width, measure);
      if (start === rest) break;
      lines.push(start);
      rest = rest.slice(start.length);
    }
    line = rest;
  }
  lines.push(line);
  return lines;
}

/**
 * Breaks a text at spaces into lines of at most `width` points; a word that is wider (a hash, a file name) is
 * broken where it must. Line breaks in the text stay. Always gives at least one line; loses no letter.
 */
export function wrapText(text: string, width: number, measure: MeasureText): string[] {
  return text.split(/\r?\n/).flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
}
