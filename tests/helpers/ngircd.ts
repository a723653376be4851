/** https://ngircd.barton.de */

import { ForeignServer } from "./foreign_server.ts";

const settings = (port: number) => `
[Global]
Name = irc.test
Info = test
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = "Hello"
ServerUID = 65534
ServerGID = 65534
[Limits]
MaxConnectionsIP = 0
MaxNickLength = 16
[Options]
Ident = no
PAM = no
DNS = no
`;

/** Starts an ngIRCd and waits until it listens. */
export async function startNgircd(): Promise<ForeignServer> {
  return await ForeignServer.start({
    program: "ngircd",
    settings,
    args: (file) => ["-n", "-f", file],
    readyText: " ready.",
  });
}
