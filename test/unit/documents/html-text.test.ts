import { describe, expect, it } from 'vitest';
import { html } from '../../../shared/documents/html-text.ts';

describe('html', () => {
  it('escapes what is put into it, also in attributes', () => {
    const name = `<script>"x"&'y'</script>`;
    expect(html`<a title="${name}">${name}</a>`.text).toBe(
      '<a title="&lt;script&gt;&quot;x&quot;&amp;&#39;y&#39;&lt;/script&gt;">&lt;script&gt;&quot;x&quot;&amp;&#39;y&#39;&lt;/script&gt;</a>',
    );
  });

  it('nests templates and lists of them without escaping twice, and leaves nothing for null', () => {
    const items = ['á', '<b>'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}${null}${undefined}${0}</ul>`.text).toBe('<ul><li>á</li><li>&lt;b&gt;</li>0</ul>');
  });
});
