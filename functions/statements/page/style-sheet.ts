import { COLOURS } from '../../../shared/documents/palette.ts';

/** The one style sheet of the public pages: system fonts, one column from 320 px on, tables that become lists, print. */
export const STYLE_SHEET = `*{box-sizing:border-box}
html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:${COLOURS.ink};background:#fff}
body{margin:0 auto;max-width:44rem;padding:0 1rem 3rem}
header{border-bottom:4px solid ${COLOURS.guinda};padding:.75rem 0;font-weight:600}
header p{margin:0}
h1{font-size:1.6rem;line-height:1.2;margin:1.5rem 0 .75rem}
h2{font-size:1.25rem;line-height:1.25;margin:2rem 0 .5rem;color:${COLOURS.guinda}}
h3{font-size:1.05rem;margin:1.25rem 0 .25rem}
a{color:${COLOURS.guinda}}
label{display:block;font-weight:600;margin:1rem 0 .25rem}
.hint{color:${COLOURS.muted};margin:0 0 .5rem}
input,select,textarea{font:inherit;width:100%;max-width:24rem;padding:.6rem;border:2px solid ${COLOURS.ink};border-radius:0;background:#fff;color:inherit}
textarea{max-width:36rem}
blockquote{margin:.5rem 0;padding:.25rem 1rem;border-left:4px solid ${COLOURS.rule};white-space:pre-line;overflow-wrap:anywhere}
[aria-invalid=true]{border-color:${COLOURS.negative}}
button{font:inherit;font-weight:600;margin:1rem 0 0;padding:.75rem 1.25rem;min-height:44px;border:0;background:${COLOURS.guinda};color:#fff;cursor:pointer}
button.quiet{background:#fff;color:${COLOURS.guinda};border:2px solid ${COLOURS.guinda}}
:focus-visible{outline:3px solid ${COLOURS.ink};outline-offset:3px}
.fault{border:4px solid ${COLOURS.negative};padding:.5rem 1rem;margin:1rem 0}
.fault h2{margin:.25rem 0;color:${COLOURS.negative}}
.error{color:${COLOURS.negative};font-weight:600;margin:0 0 .5rem}
.figure{font-size:1.9rem;font-weight:700;line-height:1.2;margin:.25rem 0}
.who{color:${COLOURS.muted};margin:.5rem 0 0}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{text-align:left;padding:.4rem .5rem .4rem 0;border-bottom:1px solid ${COLOURS.rule};vertical-align:top}
th{font-weight:600}
.money{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.sum th,tr.sum td{font-weight:700;border-top:2px solid ${COLOURS.ink}}
code{font:600 1.05rem/1.4 ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
nav ul,ul.plain{padding-left:1.1rem}
nav li{padding:.2rem 0}
fieldset{border:0;margin:1.25rem 0;padding:0}
legend{font-weight:600;padding:0;margin:0 0 .25rem}
form+.hint{margin-top:1rem}
.choice{display:flex;align-items:center;gap:.5rem;min-height:44px}
.choice input{width:1.4rem;height:1.4rem;flex:none;accent-color:${COLOURS.guinda}}
.choice label{margin:0;font-weight:400}
details{margin:.75rem 0}
summary{cursor:pointer;font-weight:600;padding:.5rem 0}
@media(max-width:30rem){
table.wide thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table.wide,table.wide caption,table.wide tbody,table.wide tr,table.wide td,table.wide th{display:block}
table.wide tr{border-bottom:2px solid ${COLOURS.rule};padding:.5rem 0}
table.wide td,table.wide th{border:0;padding:.1rem 0;text-align:left}
table.wide td[data-name]::before{content:attr(data-name) ": ";color:${COLOURS.muted}}
}
@media print{button,nav,form{display:none}details>*{display:block}body{max-width:none}}
`;
