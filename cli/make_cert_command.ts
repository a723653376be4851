/** How `chat make-cert` is said. */

import { Command, Option } from "commander";
import { certificateNames, days } from "./values.ts";

/** What it is told if nothing is said. */
export const usualNames = ["localhost", "127.0.0.1", "::1"] as const;

/** No variable gives its names: CHAT_NAME is the name of a server for IRC clients. */
export function makeCertCommand(): Command {
  return new Command("make-cert")
    .description("Make a certificate that signs itself, and its key, for TLS.")
    .addHelpText("after", "\nWrites cert.pem and key.pem, and prints how to use them.")
    .addOption(
      new Option(
        "--name <names>",
        `names and addresses of the server, by comma (default: ${usualNames.join()})`,
      )
        .argParser(certificateNames),
    )
    .addOption(new Option("--out <folder>", "folder of the two files").default("."))
    .addOption(
      new Option("--days <number>", "for how many days it is good").default(365).argParser(days),
    )
    .addOption(new Option("--force", "replace files that are there").default(false));
}
