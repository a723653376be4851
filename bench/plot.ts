/** Draws lines over logarithmic or even axes as SVG. */

/** A line with its name. */
export interface Series {
  /** Its name, in the legend. */
  readonly name: string;
  /** Its points, from left to right. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** One of the charts of a plot, which stand side by side. */
export interface Chart {
  /** What it shows, with the unit of its y axis. */
  readonly title: string;
  /** What its x axis counts. */
  readonly xTitle: string;
  /** Its axes are even and begin at 0; else they are logarithmic. */
  readonly isEven?: boolean;
  /** Its lines; a name has the same colour in each chart. */
  readonly series: readonly Series[];
}

const size = { width: 460, height: 300, left: 62, right: 14, top: 34, bottom: 44 } as const;
const colours = ["#d6336c", "#495057", "#1c7ed6", "#2f9e44", "#e8590c", "#7048e8", "#0c8599"];
const legendHeight = 30;

/** Draws charts with one legend. */
export function drawPlot(charts: readonly Chart[]): string {
  const names = [...new Set(charts.flatMap(({ series }) => series.map(({ name }) => name)))];
  const width = charts.length * size.width;
  const height = size.height + legendHeight;
  const body = charts.map((chart, index) =>
    `<g transform="translate(${index * size.width} 0)">\n${drawChart(chart, names)}\n</g>`
  );
  const legend = names.map((name, index) => {
    const x = size.left + index * 130;
    return `<circle cx="${x}" cy="${size.height + 10}" r="5" fill="${colourOf(names, name)}"/>` +
      text(x + 10, size.height + 14, name);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
    `font-family="system-ui, sans-serif" font-size="12" fill="#343a40">\n` +
    `<rect width="${width}" height="${height}" fill="#fff"/>\n` +
    `${[...body, ...legend].join("\n")}\n</svg>\n`;
}

function drawChart(
  { title, xTitle, isEven = false, series }: Chart,
  names: readonly string[],
): string {
  const points = series.flatMap((line) => line.points);
  if (points.length === 0) return "";
  const scale = isEven ? evenScale : logarithmicScale;
  const x = scale(points.map(([at]) => at), [size.left, size.width - size.right]);
  const y = scale(points.map(([, at]) => at), [size.height - size.bottom, size.top]);
  const grid = [
    ...x.ticks.map((at) => line(x.place(at), size.top, x.place(at), size.height - size.bottom)),
    ...y.ticks.map((at) => line(size.left, y.place(at), size.width - size.right, y.place(at))),
  ];
  const labels = [
    ...x.ticks.map((at) => text(x.place(at), size.height - size.bottom + 16, short(at), "middle")),
    ...y.ticks.map((at) => text(size.left - 6, y.place(at) + 4, short(at), "end")),
    text((size.left + size.width) / 2, size.height - 8, xTitle, "middle"),
    `<text x="${size.left}" y="18" font-weight="bold">${escape(title)}</text>`,
  ];
  const lines = series.map(({ name, points }) => {
    const colour = colourOf(names, name);
    const places = points.map(([at, value]) => `${round(x.place(at))},${round(y.place(value))}`);
    return `<polyline points="${places.join(" ")}" fill="none" stroke="${colour}" ` +
      `stroke-width="2"><title>${escape(name)}</title></polyline>`;
  });
  return [...grid, ...labels, ...lines].join("\n");
}

interface Scale {
  readonly ticks: readonly number[];
  readonly place: (value: number) => number;
}

/** A logarithmic scale over whole decades where there are several, with ticks at 1, 2 and 5 where there are few. */
function logarithmicScale(values: readonly number[], [from, to]: readonly [number, number]): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isWide = most / least >= 1_000;
  const steps = isWide ? [1] : [1, 2, 5];
  const all = Array.from(
    { length: 25 },
    (_, power) => steps.map((step) => step * 10 ** (power - 9)),
  )
    .flat();
  const low = all.findLast((tick) => tick <= least) ?? least;
  const high = all.find((tick) => tick >= most && tick > low) ?? most;
  const place = (value: number) =>
    from + (to - from) * Math.log(value / low) / Math.log(high / low);
  return { ticks: all.filter((tick) => tick >= low && tick <= high), place };
}

/** A scale from 0 on, with about five ticks. */
function evenScale(values: readonly number[], [from, to]: readonly [number, number]): Scale {
  const most = Math.max(...values, Number.MIN_VALUE);
  const power = 10 ** Math.floor(Math.log10(most / 5));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => most / each <= 6) ??
    most;
  const high = Math.ceil(most / step) * step;
  const ticks = Array.from({ length: Math.round(high / step) + 1 }, (_, index) => index * step);
  return { ticks, place: (value) => from + (to - from) * value / high };
}

function short(value: number): string {
  if (value >= 1e6) return `${value / 1e6} M`;
  if (value >= 1e3) return `${value / 1e3} k`;
  return `${Number(value.toPrecision(3))}`;
}

function colourOf(names: readonly string[], name: string): string {
  return colours[names.indexOf(name) % colours.length] ?? "#000";
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" ` +
    `stroke="#dee2e6"/>`;
}

function text(x: number, y: number, words: string, anchor = "start"): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escape(words)}</text>`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escape(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
