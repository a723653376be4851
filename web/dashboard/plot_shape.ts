/** Where the lines of a plot run. */

import type { ServerSample } from "../../wire/server_sample.ts";
import type { Plot } from "./plots.ts";
import { topOf } from "./scale.ts";

/** The part of time that is looked at. */
export interface Span {
  /** Its beginning, in milliseconds. */
  readonly fromMs: number;
  /** Its end. */
  readonly toMs: number;
}

/** Room for lines, in pixels. */
export interface Area {
  /** From left to right. */
  readonly width: number;
  /** From top to bottom. */
  readonly height: number;
}

/** One line, as SVG draws paths. */
export interface LineShape {
  /** The line itself, in pieces where nothing was measured. */
  readonly line: string;
  /** What is below it, or between it and the one that it stands on. */
  readonly fill: string;
}

/** A plot that is ready to be drawn. */
export interface PlotShape {
  /** What the top stands for. */
  readonly top: number;
  /** A shape for each series. */
  readonly lines: readonly LineShape[];
}

/** What a sample has of a series. */
interface Range {
  readonly base: number;
  readonly end: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly baseY: number;
}

/** A sample that comes later than so many times the usual is not joined to the one before it. */
const gapFactor = 3;

/** The least room of a point, in pixels: where there are more of them the highest stands for those beside it. */
const pointWidth = 2;

/** Lays a plot out. */
export function shapePlot(
  { series, unit, isStacked = false }: Plot,
  samples: readonly ServerSample[],
  { span, area, sampleMs }: {
    readonly span: Span;
    readonly area: Area;
    readonly sampleMs: number;
  },
): PlotShape {
  const all = samples.map((sample) => rangesOf(sample, series, isStacked));
  const top = topOf(Math.max(0, ...all.flat().map((range) => range?.end ?? 0)), unit);
  const yOf = (value: number): number => area.height * (1 - value / top);
  const atOnce = Math.ceil(samples.length * pointWidth / area.width);
  const lines = series.map((_, index) => {
    const pieces: Point[][] = [];
    let lastMs = -Infinity;
    for (let first = 0; first < samples.length; first += atOnce) {
      const range = highest(all.slice(first, first + atOnce).map((ranges) => ranges[index]));
      const timeMs = samples[first]?.timeMs ?? 0;
      if (range === undefined) continue;
      if (timeMs - lastMs > gapFactor * atOnce * sampleMs) pieces.push([]);
      lastMs = timeMs;
      const x = xOf(timeMs, span, area);
      pieces.at(-1)?.push({ x, y: yOf(range.end), baseY: yOf(range.base) });
    }
    return { line: pieces.map(lineOf).join(""), fill: pieces.map(fillOf).join("") };
  });
  return { top, lines };
}

function rangesOf(
  sample: ServerSample,
  series: Plot["series"],
  isStacked: boolean,
): readonly (Range | undefined)[] {
  let below = 0;
  return series.map(({ value }, index) => {
    const own = value(sample);
    const base = below;
    if (isStacked) below += own ?? 0;
    // What is nothing would hide the line that it stands on.
    const isHidden = isStacked && index > 0 && own === 0;
    return own === undefined || isHidden ? undefined : { base, end: base + own };
  });
}

function highest(ranges: readonly (Range | undefined)[]): Range | undefined {
  let most: Range | undefined;
  for (const range of ranges) if ((range?.end ?? -1) > (most?.end ?? -1)) most = range;
  return most;
}

/** Where a time stands. */
export function xOf(timeMs: number, { fromMs, toMs }: Span, { width }: Area): number {
  return width * (timeMs - fromMs) / (toMs - fromMs);
}

/** The sample that is nearest to a time. */
export function nearest(
  samples: readonly ServerSample[],
  timeMs: number,
): ServerSample | undefined {
  const away = (sample: ServerSample): number => Math.abs((sample.timeMs ?? 0) - timeMs);
  let best = samples[0];
  for (const sample of samples) if (best !== undefined && away(sample) < away(best)) best = sample;
  return best;
}

/** Round times within a span, so that there are a few of them. */
export function ticksOf({ fromMs, toMs }: Span, most: number): readonly number[] {
  const minuteMs = 60_000;
  const stepMs = minuteMs * ([1, 2, 5, 10, 15, 20, 30, 60]
    .find((minutes) => (toMs - fromMs) / (minutes * minuteMs) <= most) ?? 60);
  const first = Math.ceil(fromMs / stepMs) * stepMs;
  const count = Math.floor((toMs - first) / stepMs) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => first + index * stepMs);
}

function lineOf(points: readonly Point[]): string {
  const [first] = points;
  if (first === undefined) return "";
  // What stands alone is a dot.
  if (points.length === 1) return `M${at(first.x, first.y)}h0.01`;
  return `M${points.map(({ x, y }) => at(x, y)).join("L")}`;
}

function fillOf(points: readonly Point[]): string {
  if (points.length < 2) return "";
  const back = points.toReversed().map(({ x, baseY }) => at(x, baseY));
  return `M${[...points.map(({ x, y }) => at(x, y)), ...back].join("L")}Z`;
}

function at(x: number, y: number): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
