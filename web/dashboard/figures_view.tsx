/** All figures: the latest in numbers, and the last while in plots. */

import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { ServerSample } from "../../wire/server_sample.ts";
import { makeClock } from "../clock.ts";
import { nearest } from "./plot_shape.ts";
import { PlotView } from "./plot_view.tsx";
import { connectionsOf, plots } from "./plots.ts";
import type { Report } from "./reports.ts";
import { type Unit, written } from "./scale.ts";

/** What they are drawn of. */
export interface FiguresProps {
  /** The server's. */
  readonly report: Report;
  /** The server does not answer any more. */
  readonly isSilent: boolean;
  /** One has seen enough. */
  readonly onLogOut: () => void;
}

interface Tile {
  readonly title: string;
  readonly unit: Unit;
  readonly value: (sample: ServerSample) => number | undefined;
}

const tiles: readonly Tile[] = [
  { title: "Connections", unit: "count", value: connectionsOf },
  { title: "People", unit: "count", value: ({ users }) => users },
  { title: "Channels", unit: "count", value: ({ channels }) => channels },
  { title: "Deliveries", unit: "perSecond", value: (sample) => sample.deliveriesPerSecond },
  { title: "Commit p99", unit: "milliseconds", value: ({ commitP99Ms }) => commitP99Ms },
  { title: "Memory", unit: "bytes", value: ({ memoryBytes }) => memoryBytes },
];

const spans = [["10 min", 10], ["1 hour", 60]] as const;
const minuteMs = 60_000;

/** Draws them. */
export function FiguresView({ report, isSilent, onLogOut }: FiguresProps): VNode {
  const { name, version, sampleMs, samples } = report;
  const [minutes, setMinutes] = useState<number>(10);
  const [pointedMs, setPointedMs] = useState<number>();
  const clock = useMemo(() => makeClock(), []);
  const last = samples.at(-1);
  const toMs = last?.timeMs ?? 0;
  const span = useMemo(() => ({ fromMs: toMs - minutes * minuteMs, toMs }), [toMs, minutes]);
  const seen = useMemo(
    () => samples.filter(({ timeMs = 0 }) => timeMs >= span.fromMs),
    [samples, span],
  );
  const pointed = pointedMs === undefined ? undefined : nearest(seen, pointedMs);
  return (
    <div class="desk">
      <header class="desk-head">
        <div class="desk-title">
          <h1>{name}</h1>
          <p class="faint">{version}</p>
        </div>
        <Spans minutes={minutes} onChoose={setMinutes} />
        <button class="quiet" type="button" onClick={onLogOut}>Log out</button>
      </header>
      <main class="desk-body">
        <p class={isSilent ? "fault" : "hidden"} role="status">
          {isSilent && `The server does not answer. These figures are of ${clock.time(toMs)}.`}
        </p>
        {last === undefined
          ? <p class="faint desk-empty">The first figures come in a few seconds.</p>
          : (
            <>
              <Tiles sample={last} />
              <div class="plots">
                {plots.map((plot) => (
                  <PlotView
                    key={plot.title}
                    plot={plot}
                    samples={seen}
                    sampleMs={sampleMs}
                    span={span}
                    pointed={pointed}
                    clock={clock}
                    onPoint={setPointedMs}
                  />
                ))}
              </div>
            </>
          )}
      </main>
    </div>
  );
}

interface SpansProps {
  readonly minutes: number;
  readonly onChoose: (minutes: number) => void;
}

function Spans({ minutes, onChoose }: SpansProps): VNode {
  return (
    <div class="desk-spans" role="group" aria-label="Time">
      {spans.map(([label, count]) => (
        <button
          key={label}
          type="button"
          aria-pressed={minutes === count}
          onClick={() => onChoose(count)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function Tiles({ sample }: { readonly sample: ServerSample }): VNode {
  return (
    <dl class="tiles">
      {tiles.map(({ title, unit, value }) => {
        const number = value(sample);
        return (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{number === undefined ? "–" : written(number, unit)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
