"""A chat server as tutorials write it: a thread a client, each line sent to all others. Usage: threads.py PORT"""

import socket
import sys
import threading

clients: set[socket.socket] = set()
lock = threading.Lock()


def serve(client: socket.socket) -> None:
    with client, client.makefile("rb") as lines:
        for line in lines:
            with lock:
                others = [other for other in clients if other is not client]
            for other in others:
                try:
                    other.sendall(line)
                except OSError:
                    pass
    with lock:
        clients.discard(client)


listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=4096)
while True:
    connection, _ = listener.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with lock:
        clients.add(connection)
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
