import assert from "node:assert/strict";
import { Configuration } from "../../server/configuration.ts";
import { ConfigFolder } from "../helpers/config_folder.ts";
import { type ServerLaunch, type ServerOptions, StartFailure } from "../../server/options.ts";

const defaults: ServerOptions = {
  tlsPort: undefined,
  allowPlainPasswords: false,
  host: "127.0.0.1",
  hasWeb: false,
  webPort: undefined,
  webHost: [],
  webOrigin: [],
  trustedProxy: [],
  cluster: [],
  node: undefined,
  port: 5050,
  name: "chat.local",
  motd: undefined,
  plain: "alias",
  showAddresses: false,
  requireAccount: false,
  passwordFile: undefined,
  tlsCert: undefined,
  tlsKey: undefined,
  data: undefined,
  memory: false,
  maxClients: 10_000,
  floodLimit: true,
  showChat: undefined,
  logLevel: "info",
  logFormat: "text",
  version: "chat-test",
};

/** A start with this file, and with what flags gave. */
function launch({ file }: ConfigFolder, given: Partial<ServerOptions> = {}): ServerLaunch {
  return { options: { ...defaults, ...given }, given, config: file };
}

Deno.test("what flags and environment give wins over the file, and the file over the defaults", () => {
  using folder = new ConfigFolder();
  folder.write('port = 1\nmax-clients = 2\nlog-level = "warn"\n');
  const { current } = new Configuration(launch(folder, { port: 7, logLevel: "info" }));
  assert.equal(current.port, 7);
  assert.equal(current.maxClients, 2);
  assert.equal(current.logLevel, "info", "given, though it is the default");
  assert.equal(current.name, "chat.local");
});

Deno.test("files are found beside the configuration file", () => {
  using folder = new ConfigFolder();
  folder.write("Hello\n", "motd.txt");
  folder.write("secret\n", "password");
  folder.write('motd = "motd.txt"\npassword-file = "password"\n');
  const { current } = new Configuration(launch(folder));
  assert.deepEqual(current.motdLines, ["Hello"]);
  assert.equal(current.isPassword?.("secret"), true);
  assert.equal(current.isPassword?.("Secret"), false);
});

Deno.test("what changes in any of the files holds after a reload", () => {
  using folder = new ConfigFolder();
  folder.write("One\n", "motd.txt");
  folder.write('motd = "motd.txt"\n');
  const configuration = new Configuration(launch(folder));
  folder.write("Two\n", "motd.txt");
  folder.write('motd = "motd.txt"\nmax-clients = 3\n[limits]\nburst = 4\n');
  assert.deepEqual(configuration.current.motdLines, ["One"]);
  assert.deepEqual(configuration.reload(() => {}), []);
  assert.deepEqual(configuration.current.motdLines, ["Two"]);
  assert.equal(configuration.current.maxClients, 3);
  assert.equal(configuration.current.limits.burst, 4);
  folder.write("");
  configuration.reload(() => {});
  assert.equal(configuration.current.maxClients, 10_000, "what is no longer said is as before");
});

Deno.test("a file that is wrong, or gone, leaves all as it was", () => {
  using folder = new ConfigFolder();
  folder.write("max-clients = 3\n");
  const configuration = new Configuration(launch(folder));
  const before = configuration.current;
  const wrong = [
    "max-clients = 4\nmotd = 5\n",
    'max-clients = 4\nmotd = "gone"\n',
    "max-clients =",
  ];
  for (const text of wrong) {
    folder.write(text);
    assert.throws(() => configuration.reload(() => {}), StartFailure, text);
    assert.equal(configuration.current, before);
  }
  Deno.removeSync(folder.file);
  assert.throws(() => configuration.reload(() => {}), /does not exist/);
  assert.equal(configuration.current, before);
});

Deno.test("settings that a check refuses do not hold", () => {
  using folder = new ConfigFolder();
  folder.write("");
  const configuration = new Configuration(launch(folder));
  folder.write('plain = "anonymous"\n');
  const refusal = new StartFailure("no");
  assert.throws(() =>
    configuration.reload((next) => {
      assert.equal(next.plain, "anonymous");
      throw refusal;
    }), refusal);
  assert.equal(configuration.current.plain, "alias");
});

Deno.test("what needs a restart is named as long as it differs from the start", () => {
  using folder = new ConfigFolder();
  folder.write('host = "127.0.0.1"\nport = 1\n');
  const configuration = new Configuration(launch(folder));
  folder.write('host = "127.0.0.2"\nport = 2\nname = "a.b"\nshow-chat = true\nmax-clients = 3\n');
  const names = ["host", "port", "name", "show-chat"];
  assert.deepEqual(configuration.reload(() => {}), names);
  assert.deepEqual(configuration.reload(() => {}), names);
  folder.write('host = "127.0.0.1"\nport = 1\n');
  assert.deepEqual(configuration.reload(() => {}), []);
});

Deno.test("a certificate without its key is told; as wrong usage where flags gave it", () => {
  using folder = new ConfigFolder();
  folder.write('tls-cert = "cert.pem"\n');
  assert.throws(
    () => new Configuration(launch(folder)),
    new StartFailure("Option --tls-cert is given without --tls-key. Give both."),
  );
  folder.write("");
  assert.throws(
    () => new Configuration(launch(folder, { tlsKey: "key.pem" })),
    new StartFailure("Option --tls-key is given without --tls-cert. Give both.", 2),
  );
});
