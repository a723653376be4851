import assert from "node:assert/strict";
import { chooseNetworks, type NetworkChoice } from "../../../client/config/choose_networks.ts";
import { emptyClientConfig } from "../../../client/config/client_config.ts";

const config: NetworkChoice["config"] = {
  ...emptyClientConfig,
  networks: new Map([
    ["libera", { host: "irc.libera.chat", port: 6697, join: ["#a"], autoconnect: true }],
    ["home", { host: "127.0.0.1", nick: "ann" }],
    ["oftc", { host: "irc.oftc.net", autoconnect: true }],
  ]),
};
const one = { ...config, networks: new Map([...config.networks].slice(0, 2)) };

function choose(choice: Partial<NetworkChoice>) {
  const all = { config: emptyClientConfig, wanted: undefined, given: {}, ...choice };
  return chooseNetworks(all).map((
    { name, settings: { host, port, nick, join } },
  ) => [name, host, port, nick, join?.join()]);
}

Deno.test("without a file and options it is this machine's lobby", () => {
  assert.deepEqual(choose({}), [["127.0.0.1", "127.0.0.1", undefined, undefined, "#lobby"]]);
});

Deno.test("without options all networks are chosen that connect by themselves", () => {
  assert.deepEqual(choose({ config }).map(([name]) => name), ["libera", "oftc"]);
  assert.deepEqual(choose({ config, given: { nick: "bob" } }).map((each) => each[3]), [
    "bob",
    "bob",
  ]);
});

Deno.test("a network that is named is chosen, and options win over what the file says of it", () => {
  const given = { port: 7000, nick: undefined, join: ["#b"] };
  assert.deepEqual(choose({ config, wanted: "libera", given }), [
    ["libera", "irc.libera.chat", 7000, undefined, "#b"],
  ]);
  assert.deepEqual(choose({ config: one, given: { join: ["#c"] } }), [
    ["libera", "irc.libera.chat", 6697, undefined, "#c"],
  ]);
});

Deno.test("a host or a port that is given is a network of its own", () => {
  assert.deepEqual(choose({ config, given: { host: "irc.example" } }), [
    ["irc.example", "irc.example", undefined, undefined, "#lobby"],
  ]);
  assert.deepEqual(choose({ config, given: { port: 5051 } }), [
    ["127.0.0.1", "127.0.0.1", 5051, undefined, "#lobby"],
  ]);
});

Deno.test("what is for one network is refused where there are several", () => {
  assert.throws(() => choose({ config, given: { tlsCa: "ca.pem" } }), {
    message:
      "Option --tls-ca is for one network, and there are 2: libera, oftc. Give --network NAME too",
  });
});

Deno.test("a network that is not in the file is told, with the nearest that is", () => {
  assert.throws(() => choose({ config, wanted: "libra" }), {
    message: 'There is no network "libra". Did you mean "libera"?',
  });
  assert.throws(() => choose({ config, wanted: "x" }), {
    message: 'There is no network "x". The configuration has: libera, home, oftc',
  });
  assert.throws(() => choose({ wanted: "x" }), {
    message: 'There is no network "x". Name it in the configuration: [networks.x]',
  });
});
