/** One plot: what it shows, its lines, and what they are now or where the pointer is. */

import type { VNode } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ServerSample } from "../../wire/server_sample.ts";
import type { Clock } from "../clock.ts";
import { shapePlot, type Span, ticksOf, xOf } from "./plot_shape.ts";
import type { Plot } from "./plots.ts";
import { type Unit, written } from "./scale.ts";

/** What a plot is drawn of. */
export interface PlotProps {
  /** What it shows. */
  readonly plot: Plot;
  /** Of what. */
  readonly samples: readonly ServerSample[];
  /** How often there is one, in milliseconds. */
  readonly sampleMs: number;
  /** The time that is looked at. */
  readonly span: Span;
  /** The sample that the pointer is at, in any of the plots. */
  readonly pointed: ServerSample | undefined;
  /** Writes times. */
  readonly clock: Clock;
  /** The pointer is at a time of this plot, or has left it. */
  readonly onPoint: (timeMs: number | undefined) => void;
}

const height = 132;
/** Numbers stand at the left, times at the bottom. */
const edge = { left: 50, right: 2, top: 8, bottom: 20 } as const;
/** Room that a time takes below the plot. */
const tickWidth = 76;

/** Draws it. */
export function PlotView(props: PlotProps): VNode {
  const { plot, samples, pointed, clock } = props;
  const shown = pointed ?? samples.at(-1);
  return (
    <figure class="plot">
      <figcaption>
        <div class="plot-title">
          <h2>{plot.title}</h2>
          {pointed?.timeMs !== undefined && <time>{clock.time(pointed.timeMs)}</time>}
        </div>
        <p class="plot-hint">{plot.hint}</p>
        <ul class="plot-legend">
          {plot.series.map(({ label, value }, index) => {
            const number = shown === undefined ? undefined : value(shown);
            return (
              <li key={label} class={`series-${index}`}>
                <span>{label}</span>{" "}
                <b>{number === undefined ? "–" : written(number, plot.unit)}</b>
              </li>
            );
          })}
        </ul>
      </figcaption>
      <Drawing {...props} />
    </figure>
  );
}

/** Its captions say the same in words. */
function Drawing({ plot, samples, sampleMs, span, pointed, clock, onPoint }: PlotProps): VNode {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const area = {
    width: Math.max(1, width - edge.left - edge.right),
    height: height - edge.top - edge.bottom,
  };
  const { top, lines } = useMemo(
    () => shapePlot(plot, samples, { span, area, sampleMs }),
    [plot, samples, span, sampleMs, area.width],
  );
  const point = (event: PointerEvent): void => {
    const left = place.current?.getBoundingClientRect().left ?? 0;
    const share = (event.clientX - left - edge.left) / area.width;
    onPoint(span.fromMs + Math.min(1, Math.max(0, share)) * (span.toMs - span.fromMs));
  };
  const ticks = ticksOf(span, Math.max(2, Math.floor(area.width / tickWidth)));
  return (
    <div
      class="plot-drawing"
      ref={place}
      aria-hidden="true"
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => onPoint(undefined)}
    >
      {width > 0 && (
        <svg width={width} height={height}>
          <g transform={`translate(${edge.left} ${edge.top})`}>
            <Grid {...area} top={top} unit={plot.unit} />
            {lines.map(({ fill }, index) => <path key={index} class={`fill-${index}`} d={fill} />)}
            {lines.map(({ line }, index) => <path key={index} class={`line-${index}`} d={line} />)
              .toReversed()}
            {ticks.map((timeMs) => (
              <Tick key={timeMs} x={xOf(timeMs, span, area)} {...area} text={clock.brief(timeMs)} />
            ))}
            {pointed?.timeMs !== undefined && (
              <path
                class="plot-pointer"
                d={`M${xOf(pointed.timeMs, span, area).toFixed(1)} 0v${area.height}`}
              />
            )}
          </g>
        </svg>
      )}
    </div>
  );
}

interface GridProps {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly unit: Unit;
}

function Grid({ width, height, top, unit }: GridProps): VNode {
  return (
    <>
      {[0, 0.5, 1].map((share) => (
        <path key={share} class="plot-grid" d={`M0 ${height * share}h${width}`} />
      ))}
      {[0, 0.5].map((share) => (
        <text key={share} class="plot-number" x="-7" y={height * share + 4} text-anchor="end">
          {written(top * (1 - share), unit)}
        </text>
      ))}
    </>
  );
}

interface TickProps {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
}

/** A time that would stick out at a side stands within it. */
function Tick({ x, width, height, text }: TickProps): VNode {
  const anchor = x < 20 ? "start" : x > width - 20 ? "end" : "middle";
  return (
    <>
      <path class="plot-tick" d={`M${x.toFixed(1)} ${height}v4`} />
      <text class="plot-number" x={x} y={height + 16} text-anchor={anchor}>{text}</text>
    </>
  );
}

function useWidth(place: { readonly current: HTMLDivElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (place.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return width;
}
