import { escapeXml } from '../s3/xml.ts';

/** One plain page in Spanish; `body` is already HTML. */
export function page(title: string, body: string, options: { readonly refreshSeconds?: number } = {}): string {
  const refresh =
    options.refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${options.refreshSeconds}">`;
  return `<!doctype html><html lang="es-MX"><head><meta charset="utf-8"><title>${escapeXml(title)}</title>${refresh}
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1d1d1f}
table{border-collapse:collapse;width:100%}td,th{padding:.4rem .6rem;border-bottom:1px solid #ddd;text-align:left;overflow-wrap:anywhere}
th{overflow-wrap:normal}code,li,p,dd{overflow-wrap:anywhere}
@media (max-width:40rem){body{margin:1rem auto}td,th{padding:.3rem .25rem;font-size:.8rem;min-width:3rem}table{display:block;overflow-x:auto}ul{padding-left:1.2rem}}
iframe{width:100%;height:75vh;border:1px solid #ccc}pre{white-space:pre-wrap}.bad{color:#a40000;font-weight:600}</style>
</head><body><h1>${escapeXml(title)}</h1>${body}</body></html>`;
}
