// A broadcast server of the npm package `ws` under Node, which knows just enough IRC for the load to come in.
// Usage: NODE_PATH=…/node_modules node ws_broadcast.cjs PORT
const { WebSocket, WebSocketServer } = require("ws");

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(process.argv[2]),
  backlog: 4096,
  perMessageDeflate: false,
  handleProtocols: (protocols) => [...protocols][0] ?? false,
});

server.on("connection", (socket) => {
  let nick = "*";
  socket.on("message", (data) => {
    const line = data.toString();
    if (line.startsWith("PRIVMSG ")) {
      const relayed = `:${nick}!${nick}@127.0.0.1 ${line}`;
      for (const other of server.clients) {
        if (other !== socket && other.readyState === WebSocket.OPEN) other.send(relayed);
      }
    } else if (line.startsWith("NICK ")) {
      nick = line.slice(5);
      socket.send(`:bench 001 ${nick} :Welcome`);
    } else if (line.startsWith("JOIN ")) {
      socket.send(`:bench 366 ${nick} ${line.slice(5)} :End of /NAMES list`);
    }
  });
});
