/** Where the server tells its operator what happens. */

/** Writes one line an event. What people say never goes here; what they are called is made safe by the writer. */
export interface Log {
  /** For finding a fault. */
  debug(text: string): void;
  /** What happens. */
  info(text: string): void;
  /** What the operator may want to change. */
  warn(text: string): void;
  /** What is broken. */
  error(text: string): void;
}
