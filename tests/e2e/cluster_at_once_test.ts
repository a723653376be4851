import { connectNats, type Nats } from "../../server/cluster/connect_nats.ts";
import { natsPeers, NatsServer } from "../helpers/nats_server.ts";
import { peerTest } from "../helpers/peers.ts";

peerTest(
  "servers that start at once share the stream that one of them makes",
  natsPeers,
  async () => {
    await using server = await NatsServer.start();
    const start = (stream: string, name: string): Promise<Nats> =>
      connectNats({
        servers: [`127.0.0.1:${server.port}`],
        name,
        stream,
        login: { kind: "nobody" },
        tls: undefined,
        replicas: 1,
        maxAgeMs: 0,
        maxBytes: 0,
      });
    for (let round = 0; round < 200; round++) {
      const starting = ["a", "b", "c", "d", "e", "f", "g", "h"].map((name) =>
        start(`chat${round}`, name)
      );
      const started = await Promise.allSettled(starting);
      for (const each of started) if (each.status === "fulfilled") await each.value.close();
      for (const each of started) if (each.status === "rejected") throw each.reason;
    }
  },
);
