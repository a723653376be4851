/** A server that watches itself, for its operators. */

import type { ServerSample } from "../wire/server_sample.ts";
import { type FigureSources, type ServerFigures, takeFigures } from "./figures.ts";
import { LoopLag } from "./loop_lag.ts";
import { takeSample } from "./take_sample.ts";

/** How often a sample is taken. */
export const sampleMs = 5_000;

/** How many are held: those of an hour. */
const maxSamples = 720;

/** Takes samples, and figures when it is asked. Ends with `stop`. */
export class Watch {
  readonly #sources: FigureSources;
  readonly #lag = new LoopLag();
  readonly #clock: ReturnType<typeof setInterval>;
  readonly #samples: ServerSample[] = [];
  #earlier: ServerFigures;

  /** Begins. */
  constructor(sources: FigureSources) {
    this.#sources = sources;
    this.#earlier = this.#figures();
    this.#clock = setInterval(() => this.sample(), sampleMs);
  }

  /** Takes a sample. Its own clock calls it. */
  sample(): void {
    const now = this.#figures();
    this.#samples.push(takeSample(this.#earlier, now));
    if (this.#samples.length > maxSamples) this.#samples.shift();
    this.#earlier = now;
  }

  /** Those that were taken after a time, the oldest first. */
  samplesAfter(timeMs: number): readonly ServerSample[] {
    return this.#samples.filter((sample) => (sample.timeMs ?? 0) > timeMs);
  }

  /** Writes what `/metrics` tells. Few servers are asked for it, so what writes it is loaded when it is. */
  async metrics(): Promise<string> {
    const { writeMetrics } = await import("./metrics.ts");
    return await writeMetrics(this.#figures(), this.#sources.world.info.version);
  }

  /** Ends. */
  stop(): void {
    clearInterval(this.#clock);
    this.#lag.stop();
  }

  #figures(): ServerFigures {
    return takeFigures(this.#sources, this.#lag.figures());
  }
}
