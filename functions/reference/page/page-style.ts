/** Style of the reference page: system fonts, one column that fits a phone, light and dark. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--line:#8886;--soft:#8881;--accent:#8a1538}
@media (prefers-color-scheme:dark){:root{--accent:#f2a7bd}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif}
h1{margin:.5rem 0;font-size:1.6rem}h2{margin:2rem 0 .5rem;font-size:1.25rem}h4{margin:1rem 0 .25rem}
a{color:var(--accent)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0}
code,pre{font-family:ui-monospace,monospace;font-size:.9em;overflow-wrap:anywhere}
pre{overflow-x:auto;padding:.75rem;background:var(--soft);border-radius:.4rem}pre code{overflow-wrap:normal}
details{border:1px solid var(--line);border-radius:.4rem;margin:.5rem 0;padding:0 .75rem}
details[open]{padding-bottom:.75rem}
summary{cursor:pointer;padding:.6rem 0;display:flex;flex-wrap:wrap;gap:.1rem .6rem;align-items:baseline}
summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.method{font-weight:700;font-size:.8rem;min-width:3.5rem;color:var(--accent)}
dl{margin:.25rem 0}dt{margin-top:.4rem}dd{margin:0 0 0 1rem;padding-left:.5rem;border-left:2px solid var(--line)}
small{opacity:.8}
`;
