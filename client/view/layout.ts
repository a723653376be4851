/** Where what stands on a screen of any size. */

/** A terminal's size. */
export interface ScreenSize {
  /** Characters in a row. */
  readonly columns: number;
  /** Rows. */
  readonly rows: number;
}

/** Some columns of the screen. */
export interface Strip {
  /** The first one, from 0. */
  readonly column: number;
  /** How many. */
  readonly width: number;
}

/** What is wanted of the screen. */
export interface LayoutWishes {
  /** How many columns the list of talks would fill. */
  readonly listWidth: number;
  /** How many the list of members would fill; undefined: it is not shown. */
  readonly membersWidth: number | undefined;
  /** How many rows the input would fill, with what pops up above it. */
  readonly inputRows: number;
}

/** Areas of the screen; from top to bottom topic, messages, status, input. */
export interface Areas {
  /** The list of talks, left of topic and messages. */
  readonly list: Strip | undefined;
  /** Topic and messages. */
  readonly main: Strip;
  /** The list of members, right of topic and messages. */
  readonly members: Strip | undefined;
  /** Whether there is a row for the topic. */
  readonly hasTopic: boolean;
  /** How many rows there are for messages. */
  readonly messageRows: number;
  /** Whether there is a row for the status. */
  readonly hasStatus: boolean;
  /** How many rows there are for the input. */
  readonly inputRows: number;
}

/** The most rows that the input takes. */
export const maxInputRows = 8;
/** Less columns than this have no room for a list of talks; nicks stand in front of what they said. */
export const listFromColumns = 60;

const membersFromColumns = 90;
const topicFromRows = 6;
const listBounds = { least: 14, most: 26 } as const;
const membersBounds = { least: 10, most: 22 } as const;
// A line is between two areas.
const borderWidth = 1;

/** Shares a screen out; the smallest has one column and one row. */
export function layOut(size: ScreenSize, wishes: LayoutWishes): Areas {
  const columns = Math.max(size.columns, 1);
  const rows = Math.max(size.rows, 1);
  const list = columns < listFromColumns ? 0 : bounded(wishes.listWidth, columns / 4, listBounds);
  const members = columns < membersFromColumns || wishes.membersWidth === undefined
    ? 0
    : bounded(wishes.membersWidth, columns / 5, membersBounds);
  const mainStart = list === 0 ? 0 : list + borderWidth;
  const mainEnd = members === 0 ? columns : columns - members - borderWidth;
  const most = Math.max(1, Math.min(maxInputRows, Math.floor(rows / 2)));
  const inputRows = Math.min(Math.max(wishes.inputRows, 1), most);
  const hasStatus = rows >= 2;
  const hasTopic = rows >= topicFromRows;
  return {
    list: list === 0 ? undefined : { column: 0, width: list },
    main: { column: mainStart, width: mainEnd - mainStart },
    members: members === 0 ? undefined : { column: columns - members, width: members },
    hasTopic,
    messageRows: Math.max(rows - inputRows - Number(hasStatus) - Number(hasTopic), 0),
    hasStatus,
    inputRows,
  };
}

function bounded(
  wanted: number,
  share: number,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  return Math.min(Math.max(wanted, least), most, Math.max(Math.floor(share), least));
}
