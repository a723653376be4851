// floor: relays each line to all other clients and does nothing else: epoll, read, write. No other server of its kind
// can be much faster on the same machine, so it stands for the limit.
//
//   cc -O2 -o floor floor.c && ./floor PORT
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 20000, BUFFER = 65536, MOST_QUEUED = 1 << 20 };
typedef struct {
  int fd, length, queued;
  char *queue, part[4096];
} client;

static client *clients[MOST];
static int count, epoll;

static void watch(client *c, int op, unsigned events) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  epoll_ctl(epoll, op, c->fd, &event);
}

// What the socket does not take waits, up to a bound; then the client is cut off.
static void put(client *c, const char *data, int length) {
  ssize_t n = c->queued ? 0 : write(c->fd, data, length);
  if (n < 0) n = errno == EAGAIN ? 0 : length;
  if (n == length) return;
  if (c->queued + length - n > MOST_QUEUED) { shutdown(c->fd, SHUT_RDWR); return; }
  if (!c->queued) c->queue = malloc(MOST_QUEUED), watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
  memcpy(c->queue + c->queued, data + n, length - n), c->queued += length - n;
}

static void flush(client *c) {
  ssize_t n = write(c->fd, c->queue, c->queued);
  if (n <= 0) return;
  memmove(c->queue, c->queue + n, c->queued - n), c->queued -= n;
  if (!c->queued) free(c->queue), watch(c, EPOLL_CTL_MOD, EPOLLIN);
}

static void leave(client *c) {
  for (int i = 0; i < count; i++)
    if (clients[i] == c) { clients[i] = clients[--count]; break; }
  close(c->fd);
  if (c->queued) free(c->queue);
  free(c);
}

// The lines that one read completed leave as one write to each.
static void relay(client *from) {
  static char buffer[BUFFER];
  memcpy(buffer, from->part, from->length);
  ssize_t n = read(from->fd, buffer + from->length, BUFFER - from->length);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) return leave(from);
  n += from->length;
  char *end = memrchr(buffer, '\n', n);
  int length = end ? end + 1 - buffer : 0;
  if (n - length > (int)sizeof from->part) return leave(from);
  memcpy(from->part, buffer + length, n - length), from->length = n - length;
  for (int i = 0; length && i < count; i++)
    if (clients[i] != from) put(clients[i], buffer, length);
}

int main(int argc, char **argv) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 0), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files), files.rlim_cur = files.rlim_max, setrlimit(RLIMIT_NOFILE, &files);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (void *)&at, sizeof at) || listen(listener, 4096)) { perror("floor"); return 1; }
  epoll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[512];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int n = epoll_wait(epoll, events, 512, -1);
    for (int i = 0; i < n; i++) {
      client *c = events[i].data.ptr;
      if (!c) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (fd < 0 || count == MOST) { close(fd); continue; }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        c = calloc(1, sizeof *c), c->fd = fd, clients[count++] = c;
        watch(c, EPOLL_CTL_ADD, EPOLLIN);
        continue;
      }
      if (events[i].events & EPOLLOUT) flush(c);
      if (events[i].events & ~EPOLLOUT) relay(c);
    }
  }
}
