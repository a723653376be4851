/** Where the server tells its operator what happens. */

/** What an event is for programs: its name, and what it is about. Names and reasons stand in it as they came. */
export interface LogEvent {
  /** Its name, in snake_case. */
  readonly event: string;
  /** What it is about. */
  readonly [field: string]: string | number | boolean;
}

/**
 * Writes one line an event: `text` for people, `event` for programs, which a text log leaves out. What people say and
 * their passwords never go here; what they are called is made safe by the writer.
 */
export interface Log {
  /** For finding a fault. */
  debug(text: string, event?: LogEvent): void;
  /** What happens. */
  info(text: string, event?: LogEvent): void;
  /** What the operator may want to change. */
  warn(text: string, event?: LogEvent): void;
  /** What is broken. */
  error(text: string, event?: LogEvent): void;
}
