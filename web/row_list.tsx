/** A list of any length of which only the rows around what is seen are in the document. */

import { Component, createRef, type VNode } from "preact";
import { RowHeights, type RowSpan } from "./row_heights.ts";

/** A row that can be told from all others. */
export interface KeyedRow {
  /** Its own for as long as it is in the list. */
  readonly key: string;
}

/** What a list shows. */
export interface RowListProps<Row extends KeyedRow> {
  /** All rows, the oldest first; another array whenever anything has changed. */
  readonly rows: readonly Row[];
  /** Draws one row, as one element. */
  readonly draw: (row: Row) => VNode;
  /** What it is called by programs that read it out. */
  readonly label: string;
  /** One comes near the top, so that older rows are wanted. */
  readonly onTop: () => void;
  /** More rows are known to follow the last one: it is not the end, and they are wanted as one comes near. */
  readonly goesOn: boolean;
  /** One comes near the last row, and more follow. */
  readonly onBottom: () => void;
  /** One sees the end, or no longer. */
  readonly onEnd: (isAtEnd: boolean) => void;
  /** A key went down while a row or the list has the focus. */
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** What is to be shown: a row, or without a key the end; a new object asks anew. */
  readonly target?: { readonly key: string | undefined } | undefined;
}

/** Where one looks: at the end, whatever comes, or at a row that stays where it is. */
type Place =
  | { readonly kind: "end" }
  /** `offset`: how far below the upper edge the row begins, in pixels. */
  | { readonly kind: "row"; readonly key: string; readonly offset: number };

const guessedHeight = 44;
const margin = 600;
const nearTop = 1500;
const nearEnd = 32;
// Measuring shows that more or fewer rows fit; each pass comes closer, and this many always do.
const maxPasses = 8;

/** Keeps in view what one looks at, while rows come above and below and get other heights. */
export class RowList<Row extends KeyedRow> extends Component<RowListProps<Row>> {
  readonly #frame = createRef<HTMLDivElement>();
  readonly #body = createRef<HTMLDivElement>();
  readonly #heights = new RowHeights(guessedHeight);
  #place: Place = { kind: "end" };
  #span: RowSpan = { first: 0, end: 0 };
  #viewHeight = 800;
  #viewWidth = 0;
  #rows: readonly Row[] = [];
  #keys: readonly string[] = [];
  #passes = 0;
  #lastTop = 0;
  #isAtEnd = true;
  #observer: ResizeObserver | undefined;
  #target: RowListProps<Row>["target"];
  // A row that is shown because somebody asked gets the focus when it is drawn.
  #wantsFocus: string | undefined;

  override componentDidMount(): void {
    const frame = this.#frame.current;
    if (frame === null) return;
    this.#viewWidth = frame.clientWidth;
    this.#observer = new ResizeObserver(() => {
      if (frame.clientHeight === this.#viewHeight && frame.clientWidth === this.#viewWidth) return;
      this.#viewWidth = frame.clientWidth;
      this.#settle();
    });
    this.#observer.observe(frame);
    this.#settle();
  }

  override componentDidUpdate(): void {
    this.#settle();
  }

  override componentWillUnmount(): void {
    this.#observer?.disconnect();
  }

  override render({ rows, draw, label, onKeyDown, target }: RowListProps<Row>): VNode {
    // Between two passes the browser may have moved it, which is nobody's wish.
    if (this.#passes === 0) this.#catchUp();
    if (rows !== this.#rows) {
      this.#rows = rows;
      this.#keys = rows.map(({ key }) => key);
      this.#heights.arrange(this.#keys);
    }
    if (target !== this.#target) {
      this.#target = target;
      if (target !== undefined) this.#show(target.key);
    }
    const top = this.#wantedTop();
    this.#span = this.#heights.span(top, top + this.#viewHeight, margin);
    const { first, end } = this.#span;
    const above = this.#heights.topAt(first);
    const below = this.#heights.total - this.#heights.topAt(end);
    return (
      <div
        class="log"
        role="log"
        aria-label={label}
        // While one reads older rows, those that are drawn are no news.
        aria-live={this.#place.kind === "end" ? "polite" : "off"}
        tabIndex={0}
        ref={this.#frame}
        onScroll={() => this.#scrolled()}
        onKeyDown={onKeyDown}
      >
        <div class="log-space" style={{ height: `${above}px` }} />
        <div class="log-rows" ref={this.#body}>{rows.slice(first, end).map(draw)}</div>
        <div class="log-space" style={{ height: `${below}px` }} />
      </div>
    );
  }

  #show(key: string | undefined): void {
    if (key === undefined) this.#place = { kind: "end" };
    if (key === undefined || this.#heights.topOf(key) === undefined) return;
    this.#place = { kind: "row", key, offset: Math.round(this.#viewHeight / 3) };
    this.#wantsFocus = key;
  }

  #wantedTop(): number {
    const last = Math.max(this.#heights.total - this.#viewHeight, 0);
    const place = this.#place;
    if (place.kind === "end") return last;
    const top = this.#heights.topOf(place.key);
    // A row may be gone, as when it became one with another: what is where it was stays.
    if (top === undefined) return Math.min(this.#frame.current?.scrollTop ?? last, last);
    return Math.max(0, Math.min(top - place.offset, last));
  }

  #scrolled(): void {
    const frame = this.#frame.current;
    if (frame === null) return;
    this.#note(frame);
    const top = frame.scrollTop;
    const { first, end } = this.#heights.span(top, top + frame.clientHeight, margin / 3);
    if (first < this.#span.first || end > this.#span.end) this.forceUpdate();
    this.#tell(top);
  }

  /** Somebody may have scrolled, and the browser has not said so yet. */
  #catchUp(): void {
    const frame = this.#frame.current;
    if (frame !== null && Math.abs(frame.scrollTop - this.#lastTop) >= 1) this.#note(frame);
  }

  /** Remembers what is looked at. */
  #note(frame: HTMLElement): void {
    const top = frame.scrollTop;
    this.#lastTop = top;
    const isAtEnd = !this.props.goesOn &&
      top + frame.clientHeight >= frame.scrollHeight - nearEnd;
    const key = this.#heights.keyAt(top);
    this.#place = isAtEnd || key === undefined
      ? { kind: "end" }
      : { kind: "row", key, offset: (this.#heights.topOf(key) ?? top) - top };
  }

  /** After drawing: takes the true heights, and puts what is looked at where it was. */
  #settle(): void {
    const frame = this.#frame.current;
    const body = this.#body.current;
    if (frame === null || body === null) return;
    this.#viewHeight = frame.clientHeight;
    let hasChanged = false;
    const { first } = this.#span;
    const bottoms = Array.from(body.children, (child) => child.getBoundingClientRect());
    for (const [at, box] of bottoms.entries()) {
      const key = this.#keys[first + at];
      if (key !== undefined && this.#heights.measure(key, box.height)) hasChanged = true;
    }
    const top = this.#wantedTop();
    const needed = this.#heights.span(top, top + this.#viewHeight, margin / 3);
    const isShort = needed.first < this.#span.first || needed.end > this.#span.end;
    if ((hasChanged || isShort) && this.#passes < maxPasses) {
      this.#passes += 1;
      this.forceUpdate();
      return;
    }
    this.#passes = 0;
    // The end is where the browser says it is: it rounds heights.
    const exact = this.#place.kind === "end" ? frame.scrollHeight - frame.clientHeight : top;
    if (Math.abs(frame.scrollTop - exact) >= 1) frame.scrollTop = exact;
    this.#lastTop = frame.scrollTop;
    this.#focus(body);
    this.#tell(top);
  }

  #focus(body: HTMLElement): void {
    const key = this.#wantsFocus;
    if (key === undefined) return;
    this.#wantsFocus = undefined;
    const row = body.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    row?.focus({ preventScroll: true });
  }

  #tell(top: number): void {
    const isAtEnd = this.#place.kind === "end";
    if (isAtEnd !== this.#isAtEnd) {
      this.#isAtEnd = isAtEnd;
      this.props.onEnd(isAtEnd);
    }
    if (top < nearTop) this.props.onTop();
    const bottom = top + this.#viewHeight;
    if (this.props.goesOn && bottom > this.#heights.total - nearTop) this.props.onBottom();
  }
}
