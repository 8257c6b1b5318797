/** Text that is already HTML. `html` and `joinHtml` make it; made by hand only from constants of ours. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = Html | string | number | undefined;

/** A template whose interpolations are escaped, unless they are Html themselves; undefined gives nothing. */
export function html(fixed: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const pieces = fixed.map((text, index) => text + markupOf(parts[index]));
  return new Html(pieces.join(''));
}

export function joinHtml(parts: readonly Html[], separator = ''): Html {
  return new Html(parts.map((part) => part.markup).join(separator));
}

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.markup;
  return String(part).replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
