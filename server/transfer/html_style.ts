/** The looks of an exported page, light or dark as its reader's machine is. */

const light = [
  "#b3261e",
  "#8a5000",
  "#5f6a00",
  "#146c2e",
  "#00696d",
  "#1f5fbf",
  "#6a3fc4",
  "#a2257a",
];
const dark = [
  "#ff9a90",
  "#f5b860",
  "#cdd65a",
  "#7edb94",
  "#68d8dc",
  "#93bdff",
  "#c4a9ff",
  "#ff9fd8",
];

// https://modern.ircdocs.horse/formatting#colors
const mirc = [
  ["#ffffff", "#000000", "#00007f", "#009300", "#ff0000", "#7f0000", "#9c009c", "#fc7f00"],
  ["#ffff00", "#00fc00", "#009393", "#00ffff", "#0000fc", "#ff00ff", "#7f7f7f", "#d2d2d2"],
].flat();

const nicks = (colours: readonly string[]): string =>
  colours.map((colour, at) => `.nick${at}{color:${colour}}`).join("");

// A colour alone may be too like the page's own ground, so it is moved towards the page's ink.
const formatting = mirc.map((colour, at) =>
  `.ink${at}{color:color-mix(in srgb,${colour} 60%,var(--ink))}` +
  `.ground${at}{background:${colour}}[class*=ground].ink${at}{color:${colour}}`
).join("");

/** What stands between `<style>` and its end. */
export const htmlStyle: string = `
:root{color-scheme:light dark;--ink:#1d1f21;--faint:#666a70;--page:#fff;--line:#e2e4e8;--link:#0b57d0}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1rem 1rem 4rem}
h2{margin:2.5rem 0 0;font-size:1.6rem;overflow-wrap:anywhere}
section:first-child h2{margin-top:1rem}
h3{position:sticky;top:0;margin:1.2rem 0 .5rem;padding:.4rem 0;background:var(--page);
border-bottom:1px solid var(--line);color:var(--faint);font-size:.85rem;font-weight:600}
p{display:grid;grid-template-columns:4.5rem minmax(0,9rem) minmax(0,1fr);gap:0 .8rem;margin:0;padding:.12rem 0}
p:target{background:var(--line)}
time{color:var(--faint);font-size:.8rem;line-height:1.5rem;font-variant-numeric:tabular-nums}
p>b,p>i{text-align:right;overflow-wrap:anywhere}
p>i{font-style:normal;color:var(--faint)}
p>span{overflow-wrap:anywhere;white-space:pre-wrap}
.event,.notice>span{color:var(--faint)}
.event{font-size:.9rem}
a{color:var(--link)}
.bold{font-weight:700}.slant{font-style:italic}.under{text-decoration:underline}
.strike{text-decoration:line-through}.under.strike{text-decoration:underline line-through}
.mono{font-family:ui-monospace,monospace}.swap{background:var(--ink);color:var(--page)}
${nicks(light)}
${formatting}
@media(prefers-color-scheme:dark){
:root{--ink:#e3e4e6;--faint:#989ca3;--page:#17181a;--line:#2d2f33;--link:#8ab4f8}
${nicks(dark)}
}
@media(max-width:40rem){
p{grid-template-columns:3.6rem minmax(0,1fr)}p>span{grid-column:2}p>i{display:none}
p>b,p>i{text-align:left}time{grid-row:span 2;font-size:.75rem}.event time,.action time{grid-row:auto}.action>span::before{content:"∗ "}
}
@media print{h3{position:static}}
`;
