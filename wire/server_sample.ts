/** What a server measures of itself every few seconds, as the operators' page gets it. */

/** What is measured, in the order in which it is told. */
export const sampleFields = [
  // When, in milliseconds.
  "timeMs",
  // Connections that are open, by what they came by.
  "tcp",
  "tls",
  "ws",
  "wss",
  "users",
  "channels",
  "linesPerSecond",
  "messagesPerSecond",
  "deliveriesPerSecond",
  // What waits to be written to all, and to the one most behind.
  "queuedBytes",
  "mostQueuedBytes",
  // From when the writer has a batch until it is committed; the oldest that is not.
  "commitP50Ms",
  "commitP99Ms",
  "storeLagMs",
  // What is said leaves within two rounds of writes.
  "roundP50Ms",
  "roundP99Ms",
  "loopLagP99Ms",
  "queriesPerSecond",
  "queryP99Ms",
  // How many there were since the last sample.
  "refused",
  "slowed",
  "cutOff",
  "memoryBytes",
  "cpuPercent",
] as const;

/** The name of something that is measured. */
export type SampleField = typeof sampleFields[number];

/** All of it at one time, but for what there was nothing of to be measured. */
export type ServerSample = { readonly [field in SampleField]?: number | undefined };

/** Samples, with their names told once. */
export interface SampleTable {
  /** What stands where in each row. */
  readonly fields: readonly string[];
  /** A row a sample, the oldest first. */
  readonly rows: readonly (readonly (number | null)[])[];
}

/** What the page gets. */
export interface ServerReport extends SampleTable {
  /** The server's name. */
  readonly name: string;
  /** Name and version of the program. */
  readonly version: string;
  /** How often a sample is taken, in milliseconds. */
  readonly sampleMs: number;
}

/** Packs samples. */
export function packSamples(samples: readonly ServerSample[]): SampleTable {
  return {
    fields: sampleFields,
    rows: samples.map((sample) => sampleFields.map((field) => sample[field] ?? null)),
  };
}

/** Unpacks a table, also one of another version: what is not in it is left out. What is no table gives none. */
export function unpackSamples(table: unknown): readonly ServerSample[] {
  if (typeof table !== "object" || table === null) return [];
  if (!("fields" in table) || !("rows" in table)) return [];
  const { fields, rows } = table;
  if (!Array.isArray(fields) || !Array.isArray(rows)) return [];
  const places = new Map(sampleFields.map((field) => [field, fields.indexOf(field)]));
  return rows.filter((row) => Array.isArray(row)).map((row: readonly unknown[]) => {
    const sample: { [field in SampleField]?: number } = {};
    for (const field of sampleFields) {
      const value = row[places.get(field) ?? -1];
      if (typeof value === "number") sample[field] = value;
    }
    return sample;
  });
}
