/** Whether there are descriptors left. */

import process from "node:process";
import { errorText } from "../core/error_text.ts";

interface PipeWrap {
  readonly createPipe: () => readonly [number, number];
  readonly Pipe: new (kind: number) => { open(descriptor: number): number; close(): void };
  readonly constants: { readonly SOCKET: number };
}

const binding: (name: string) => PipeWrap = Reflect.get(process, "binding");
const { createPipe, Pipe, constants } = binding("pipe_wrap");

/**
 * Says why no socket can be opened just now; undefined where one can. The runtime does not tell that it could not accept, so a
 * pipe is opened, which takes no right, and closed again.
 */
export function descriptorShortage(): string | undefined {
  try {
    for (const descriptor of createPipe()) {
      const end = new Pipe(constants.SOCKET);
      end.open(descriptor);
      end.close();
    }
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}
