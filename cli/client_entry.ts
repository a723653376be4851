/**
 * Where the packed executable starts for `chat client`. It is a bundle of its own: each module that is loaded takes a part of
 * a millisecond, and a person waits for the first screen.
 */

import { runClient } from "../client/main.ts";
import { readClientArguments } from "./client_arguments.ts";
import { runToExit } from "./run_to_exit.ts";

const options = readClientArguments(Deno.args.slice(1));
// Help and faults are told by the parser of all commands.
if (options === undefined) await import("../main.ts");
else await runToExit(() => runClient(options));
