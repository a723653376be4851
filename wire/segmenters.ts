/** Text as people see it: its characters and words. https://www.unicode.org/reports/tr29/ */

/** Cuts text; made when it is first used, as making one takes as long as starting the program. */
class LazySegmenter {
  readonly #granularity: "grapheme" | "word";
  #segmenter: Intl.Segmenter | undefined;

  constructor(granularity: "grapheme" | "word") {
    this.#granularity = granularity;
  }

  /** Cuts text into its segments. */
  segment(text: string): Intl.Segments {
    this.#segmenter ??= new Intl.Segmenter(undefined, { granularity: this.#granularity });
    return this.#segmenter.segment(text);
  }
}

/** Cuts text into what people see as one character each: https://www.unicode.org/reports/tr29/#Grapheme_Cluster_Boundaries */
export const graphemes: Pick<Intl.Segmenter, "segment"> = new LazySegmenter("grapheme");

/** Cuts text into words and what is between them: https://www.unicode.org/reports/tr29/#Word_Boundaries */
export const words: Pick<Intl.Segmenter, "segment"> = new LazySegmenter("word");
