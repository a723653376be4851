// load: the load of `deno task bench`, over loopback, from one thread. See README.md for what each mode does.
//
//   cc -O2 -o load load.c && ./load mode=fanout protocol=irc port=5050 pid=1234 receivers=100 senders=1 window=64
//
// Prints one line of JSON. Exits 0 when every delivery came that had to, else 1 with a reason on standard error.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum protocol { LINE, IRC, WS, NATS, REDIS };
enum { MOST_SERVERS = 16 };
enum { MOST_LATENCY_US = 8000000, LARGE = 65536, SMALL = 2048, UNREADY_AT_A_TIME = 4000 };
static const char *protocols[] = {"line", "irc", "ws", "nats", "redis"};

typedef struct {
  int fd, group, awaited, is_registered, is_upgraded, is_ready, is_member;
  int length, capacity;
  uint64_t ready_ns;
  char *buffer;
} client;

// What was asked for.
static enum protocol protocol;
static int ports[MOST_SERVERS], pids[MOST_SERVERS], receivers = 100, senders = 1, stuck, channels = 1, groups = 1, payload = 64, window = 64;
static int missed = 10;
static double seconds = 1.5, warm_seconds = 0.5;
static const char *mode = "fanout";

static client *clients;
static int total, ready, epoll, catching_up;
static uint64_t delivered, chunk_ns;
static uint32_t *latencies;
static char missed_since[40];

static uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

// ---- the server's and our own use of the machine -------------------------------------------------------------------

static double cpu_s(int pid) {
  char path[64], text[1024], *at;
  unsigned long user = 0, system = 0;
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  text[fread(text, 1, sizeof text - 1, file)] = 0;
  fclose(file);
  if ((at = strrchr(text, ')'))) sscanf(at + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
  return (double)(user + system) / sysconf(_SC_CLK_TCK);
}

static double server_cpu_s(void) {
  double sum = 0;
  for (int i = 0; i < MOST_SERVERS; i++) if (pids[i]) sum += cpu_s(pids[i]);
  return sum;
}

static long server_kib(void) {
  char path[64], line[256];
  long kib = 0;
  snprintf(path, sizeof path, "/proc/%d/status", pids[0]);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  while (fgets(line, sizeof line, file)) sscanf(line, "VmRSS: %ld", &kib);
  fclose(file);
  return kib;
}

static double own_cpu_s(void) {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return use.ru_utime.tv_sec + use.ru_stime.tv_sec + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

static double latency_us(double part) {
  uint64_t count = 0, seen = 0;
  for (int us = 0; us < MOST_LATENCY_US; us++) count += latencies[us];
  for (int us = 0; us < MOST_LATENCY_US; us++)
    if (seen += latencies[us], seen && seen >= count * part) return us;
  return 0;
}

static void note_latency(uint64_t ns) {
  uint64_t us = ns / 1000;
  latencies[us < MOST_LATENCY_US ? us : MOST_LATENCY_US - 1]++;
}

// ---- sending -------------------------------------------------------------------------------------------------------

static void send_all(client *c, const char *data, int length) {
  while (length > 0) {
    ssize_t n = write(c->fd, data, length);
    if (n < 0 && errno == EAGAIN) { usleep(50); continue; }
    if (n < 0) fail("A write failed: the server has closed a connection");
    data += n, length -= n;
  }
}

static int add_line(char *out, const char *line, int length) {
  int n = 0;
  if (protocol == WS) {
    out[n++] = (char)0x81;
    if (length < 126) out[n++] = (char)(0x80 | length);
    else out[n++] = (char)(0x80 | 126), out[n++] = (char)(length >> 8), out[n++] = (char)length;
    memset(out + n, 0, 4), n += 4;  // a mask of zeros leaves the text as it is
  }
  memcpy(out + n, line, length), n += length;
  if (protocol != WS && protocol != LINE) out[n++] = '\r';
  if (protocol != WS) out[n++] = '\n';
  return n;
}

static void send_line(client *c, const char *line, int length) {
  char out[8192];
  send_all(c, out, add_line(out, line, length));
}

static int is_irc(void) { return protocol == IRC || protocol == WS; }

// All that a client says unasked leaves as one write.
static void hello(client *c) {
  char out[600], line[300];
  int n = 0, index = c - clients;
  if (is_irc()) {
    if (catching_up) n += add_line(out + n, "CAP REQ :batch draft/chathistory", 32);
    n += add_line(out + n, line, snprintf(line, sizeof line, "NICK b%d", index));
    n += add_line(out + n, line, snprintf(line, sizeof line, "USER b%d 0 * :bench", index));
    if (catching_up) n += add_line(out + n, "CAP END", 7);
  } else if (protocol == NATS) {
    n = add_line(out, line, snprintf(line, sizeof line, "CONNECT {\"verbose\":false,\"echo\":false}\r\nSUB bench %d\r\nPING", 1));
  } else if (protocol == REDIS) {
    n = add_line(out, line, snprintf(line, sizeof line, c->is_member ? "SUBSCRIBE bench" : "PING"));
  } else {
    c->is_ready = 1, ready++, c->ready_ns = now_ns();
  }
  send_all(c, out, n);
}

static void join(client *c) {
  char out[65536], line[64];
  int n = 0;
  c->awaited = 0;
  for (int channel = c->group; channel < channels; channel += groups) {
    int length = snprintf(line, sizeof line, "JOIN #bench%d", channel);
    n += add_line(out + n, line, length), c->awaited++;
    if (n > 60000) send_all(c, out, n), n = 0;
  }
  send_all(c, out, n);
}

static void say(client *c, int channel) {
  static char text[8192];
  int n = 0, body;
  if (is_irc()) n = sprintf(text, "PRIVMSG #bench%d :", channel);
  else if (protocol == NATS) n = sprintf(text, "PUB bench %d\r\n", payload);
  else if (protocol == REDIS) n = sprintf(text, "PUBLISH bench ");
  body = n;
  n += sprintf(text + n, "@T%lu_", now_ns());
  while (n - body < payload) text[n++] = 'x';
  send_line(c, text, n);
}

// ---- receiving -----------------------------------------------------------------------------------------------------

static void become_ready(client *c) {
  if (c->is_ready) return;
  c->is_ready = 1, ready++, c->ready_ns = now_ns();
}

static void answer_ping(client *c, char *line, int length) {
  char pong[600], *ping = memmem(line, length < 200 ? length : 200, "PING ", 5);
  int n = snprintf(pong, sizeof pong, "PONG %.*s", (int)(line + length - ping - 5), ping + 5);
  while (n && (pong[n - 1] == '\r' || pong[n - 1] == '\n')) n--;
  send_line(c, pong, n);
}

static void ask_missed(client *c) {
  char line[128];
  send_line(c, line, snprintf(line, sizeof line, "CHATHISTORY AFTER #bench%d timestamp=%s 100", c->group, missed_since));
}

// Lines before all is joined, and those that ask for something.
static void enter(client *c, char *line, int length) {
  if (protocol == REDIS) return become_ready(c);
  if (protocol == NATS) {
    if (length >= 4 && !memcmp(line, "PONG", 4)) become_ready(c);
    return;
  }
  if (length > 5 && !memcmp(line, "ERROR", 5)) fprintf(stderr, "%.*s\n", length, line), exit(1);
  if (catching_up && c->is_registered && memmem(line, length, "BATCH -", 7)) {
    if (c->awaited > 0) fail("History lacks messages");
    return become_ready(c);
  }
  if (catching_up && memmem(line, length, "@T", 2)) { c->awaited--; return; }
  if (memmem(line, length, " 366 ", 5)) {
    if (--c->awaited > 0) return;
    if (catching_up) c->awaited = missed, ask_missed(c);
    else become_ready(c);
  } else if (!c->is_registered && memmem(line, length, " 001 ", 5)) {
    c->is_registered = 1;
    if (!strcmp(mode, "idle")) become_ready(c);
    else join(c);
  }
}

static void received(client *c, char *line, int length) {
  if (length >= 4 && line[0] == 'P' && !memcmp(line, "PING", 4)) {
    if (protocol == NATS) send_line(c, "PONG", 4);
    else if (is_irc()) answer_ping(c, line, length);
    return;
  }
  if (is_irc() && length < 100 && memmem(line, length, " PING ", 6)) return answer_ping(c, line, length);
  if (!c->is_ready) return enter(c, line, length);
  char *stamp = memmem(line, length, "@T", 2);
  if (!stamp) return;
  uint64_t at = 0;
  for (char *digit = stamp + 2; *digit >= '0' && *digit <= '9'; digit++) at = at * 10 + (*digit - '0');
  delivered++;
  note_latency(chunk_ns > at ? chunk_ns - at : 0);
}

static int consume_frames(client *c, char *at, int left) {
  for (;;) {
    unsigned char *f = (unsigned char *)at;
    int header = 2, size;
    if (left < 2) break;
    size = f[1] & 127;
    if (size == 127) fail("A frame is longer than 64 KiB");
    if (size == 126) {
      if (left < 4) break;
      size = f[2] << 8 | f[3], header = 4;
    }
    if (left < header + size) break;
    if ((f[0] & 15) == 9) { char pong[6] = {(char)0x8a, (char)0x80}; send_all(c, pong, 6); }
    else if ((f[0] & 15) == 8) fail("The server has closed a WebSocket");
    else received(c, at + header, size);
    at += header + size, left -= header + size;
  }
  return at - c->buffer;
}

// Hands over every whole line or frame; gives how many bytes are used up.
static int consume(client *c) {
  char *at = c->buffer;
  int left = c->length;
  if (protocol == WS && !c->is_upgraded) {
    char *end = memmem(at, left, "\r\n\r\n", 4);
    if (!end) return 0;
    if (!memmem(at, end - at, " 101 ", 5)) fail("The server does not upgrade to WebSocket");
    c->is_upgraded = 1;
    left -= end + 4 - at, at = end + 4;
    hello(c);
  }
  if (protocol == WS) return consume_frames(c, at, left);
  for (char *end; (end = memchr(at, '\n', left)); left -= end + 1 - at, at = end + 1) received(c, at, end - at);
  return at - c->buffer;
}

static void read_all(client *c) {
  for (;;) {
    if (c->length == c->capacity) {
      if (c->capacity == LARGE) fail("A line is longer than 64 KiB");
      c->buffer = realloc(c->buffer, c->capacity = LARGE);
    }
    int room = c->capacity - c->length, n = read(c->fd, c->buffer + c->length, room);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
      fprintf(stderr, "Client %ld was closed by the server: %.*s\n", (long)(c - clients), c->length, c->buffer);
      exit(1);
    }
    chunk_ns = now_ns();
    c->length += n;
    int used = consume(c);
    memmove(c->buffer, c->buffer + used, c->length - used), c->length -= used;
    if (n < room) return;
    if (c->capacity < LARGE) c->buffer = realloc(c->buffer, c->capacity = LARGE);
  }
}

static int pump(int timeout_ms) {
  struct epoll_event events[512];
  int count = epoll_wait(epoll, events, 512, timeout_ms);
  for (int i = 0; i < count; i++) read_all(events[i].data.ptr);
  return count;
}

static void pump_for(double s) {
  for (uint64_t end = now_ns() + s * 1e9; now_ns() < end;) pump(20);
}

// ---- connecting ----------------------------------------------------------------------------------------------------

// Of several servers each gets every so many-th client.
static int port_of(client *c) {
  int count = 1;
  while (count < MOST_SERVERS && ports[count]) count++;
  return ports[(c - clients) % count];
}

static void open_client(client *c) {
  int port = port_of(c);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int one = 1, little = 4096;
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (c->fd < 0) fail("There are too few file descriptors: see ulimit -n");
  if (!c->is_member && stuck && c - clients >= total - stuck) setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
  if (connect(c->fd, (void *)&to, sizeof to)) fail("Cannot connect");
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl(c->fd, F_SETFL, O_NONBLOCK);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
  epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
  c->length = c->is_registered = c->is_upgraded = c->is_ready = c->awaited = 0;
  if (!c->buffer) c->buffer = malloc(c->capacity = SMALL);
  if (protocol != WS) return hello(c);
  char upgrade[512];
  int n = snprintf(upgrade, sizeof upgrade,
    "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: text.ircv3.net\r\n\r\n",
    port, port);
  send_all(c, upgrade, n);
}

static void await_ready(int count, double most_seconds) {
  for (uint64_t end = now_ns() + most_seconds * 1e9; ready < count;) {
    pump(100);
    if (now_ns() > end) { fprintf(stderr, "Only %d of %d came in\n", ready, count); exit(1); }
  }
}

// Opens clients from..to, not too many of them unready at a time unless `at_once`.
static void open_clients(int from, int to, int at_once) {
  for (int i = from; i < to; i++) {
    open_client(&clients[i]);
    pump(0);
    if (!at_once && i - from - ready > UNREADY_AT_A_TIME) await_ready(i - from - UNREADY_AT_A_TIME, 60);
  }
}

// ---- modes ---------------------------------------------------------------------------------------------------------

static uint64_t sent, copies;

// Says as much as the window lets until `end_ns`, then waits for what is on its way.
static void talk(uint64_t end_ns) {
  int members = receivers + senders;
  uint64_t last_ns = now_ns(), before = delivered;
  for (;;) {
    uint64_t now = now_ns();
    for (; now < end_ns && sent * copies < delivered + window * copies; sent++) {
      int channel = sent % channels, group = channel % groups;
      say(&clients[group * members + receivers + sent / channels % senders], channel);
    }
    if (now >= end_ns && delivered >= sent * copies) return;
    pump(10);
    if (delivered != before) before = delivered, last_ns = now_ns();
    if (now_ns() - last_ns > 8000000000ull) fail("Deliveries have stalled");
  }
}

// Receivers and senders in channels; the stuck ones come last, join, and read no more.
static void fanout(void) {
  int members = receivers + senders;
  uint64_t start = now_ns();
  total = groups * members + stuck;
  clients = calloc(total, sizeof *clients);
  for (int i = 0; i < total; i++) {
    int is_stuck = i >= groups * members;
    clients[i].group = is_stuck ? 0 : i / members;
    clients[i].is_member = !is_stuck && (protocol != REDIS || i % members < receivers);
  }
  open_clients(0, total, 0);
  await_ready(total, 60);
  double join_s = (now_ns() - start) / 1e9;
  for (int i = groups * members; i < total; i++) epoll_ctl(epoll, EPOLL_CTL_DEL, clients[i].fd, NULL);
  pump_for(0.7);  // the others' JOIN lines settle
  copies = protocol == REDIS ? receivers : members - 1;
  talk(now_ns() + warm_seconds * 1e9);
  memset(latencies, 0, MOST_LATENCY_US * sizeof *latencies);
  delivered = sent = 0;
  double server = server_cpu_s(), own = own_cpu_s();
  uint64_t begin = now_ns();
  talk(begin + seconds * 1e9);
  double secs = (now_ns() - begin) / 1e9;
  printf("{\"joinSeconds\":%.3f,\"seconds\":%.3f,\"messages\":%lu,\"deliveries\":%lu,\"deliveriesPerSecond\":%.0f,"
         "\"p50Us\":%.0f,\"p99Us\":%.0f,\"serverCpuSeconds\":%.2f,\"loadCpuSeconds\":%.2f}\n",
         join_s, secs, sent, delivered, delivered / secs, latency_us(0.5), latency_us(0.99),
         server_cpu_s() - server, own_cpu_s() - own);
}

// Connections that register and then say nothing; `senders` does not count.
static void idle(void) {
  total = receivers;
  clients = calloc(total, sizeof *clients);
  pump_for(1);  // what its start has left is collected
  long before = server_kib();
  double server = server_cpu_s(), own = own_cpu_s();
  uint64_t start = now_ns();
  open_clients(0, total, 0);
  await_ready(total, 60);
  double secs = (now_ns() - start) / 1e9;
  server = server_cpu_s() - server, own = own_cpu_s() - own;
  pump_for(3);
  long after = server_kib();
  printf("{\"seconds\":%.3f,\"connectionsPerSecond\":%.0f,\"kibEach\":%.2f,\"emptyKib\":%ld,\"fullKib\":%ld,"
         "\"serverCpuSeconds\":%.2f,\"loadCpuSeconds\":%.2f}\n",
         secs, total / secs, (double)(after - before) / total, before, after, server, own);
}

// All join one channel.
static void crowd(void) {
  total = receivers;
  clients = calloc(total, sizeof *clients);
  double server = server_cpu_s(), own = own_cpu_s();
  uint64_t start = now_ns();
  for (int i = 0; i < total; i++) clients[i].is_member = 1;
  open_clients(0, total, 0);
  await_ready(total, 60);
  double secs = (now_ns() - start) / 1e9;
  printf("{\"seconds\":%.3f,\"joinsPerSecond\":%.0f,\"serverCpuSeconds\":%.2f,\"loadCpuSeconds\":%.2f}\n",
         secs, total / secs, server_cpu_s() - server, own_cpu_s() - own);
}

// Everybody loses the connection, something is said meanwhile, and all come back at once and ask for it.
static void reconnect(void) {
  int members = receivers + 1;
  total = groups * members;
  clients = calloc(total, sizeof *clients);
  for (int i = 0; i < total; i++) clients[i].group = i / members, clients[i].is_member = 1;
  open_clients(0, total, 0);
  await_ready(total, 60);
  pump_for(1);
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  struct tm utc;
  gmtime_r(&t.tv_sec, &utc);
  strftime(missed_since, sizeof missed_since, "%Y-%m-%dT%H:%M:%S.000Z", &utc);
  for (int i = 0; i < total; i++)
    if (i % members) close(clients[i].fd), ready--;
  pump_for(1.5);
  for (int i = 0; i < total; i += members)
    for (int n = 0; n < missed; n++) say(&clients[i], clients[i].group);
  pump_for(1);
  catching_up = 1;
  double server = server_cpu_s(), own = own_cpu_s();
  uint64_t start = now_ns();
  for (int i = 0; i < total; i++)
    if (i % members) open_client(&clients[i]), pump(0);
  await_ready(total, 60);
  double secs = (now_ns() - start) / 1e9;
  memset(latencies, 0, MOST_LATENCY_US * sizeof *latencies);
  for (int i = 0; i < total; i++)
    if (i % members) note_latency(clients[i].ready_ns - start);
  printf("{\"seconds\":%.3f,\"p50Us\":%.0f,\"p99Us\":%.0f,\"serverCpuSeconds\":%.2f,\"loadCpuSeconds\":%.2f}\n", secs,
         latency_us(0.5), latency_us(0.99), server_cpu_s() - server, own_cpu_s() - own);
}

// ---- options -------------------------------------------------------------------------------------------------------

static void take_list(const char *value, int *numbers) {
  for (int i = 0; i < MOST_SERVERS && value; i++) {
    numbers[i] = atoi(value);
    if ((value = strchr(value, ','))) value++;
  }
}

static void take_option(const char *text) {
  const struct { const char *name; int *number; } numbers[] = {
    {"receivers", &receivers}, {"senders", &senders}, {"stuck", &stuck},
    {"channels", &channels}, {"groups", &groups}, {"payload", &payload}, {"window", &window}, {"missed", &missed},
  };
  const char *value = strchr(text, '=');
  if (!value++) fail("Options have the form name=value");
  int length = value - 1 - text;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (!strncmp(text, numbers[i].name, length) && !numbers[i].name[length]) { *numbers[i].number = atoi(value); return; }
  if (!strncmp(text, "port=", 5)) { take_list(value, ports); return; }
  if (!strncmp(text, "pid=", 4)) { take_list(value, pids); return; }
  if (!strncmp(text, "mode=", 5)) { mode = value; return; }
  if (!strncmp(text, "seconds=", 8)) { seconds = atof(value); return; }
  if (!strncmp(text, "warm=", 5)) { warm_seconds = atof(value); return; }
  for (int i = LINE; i <= REDIS; i++)
    if (!strncmp(text, "protocol=", 9) && !strcmp(value, protocols[i])) { protocol = i; return; }
  fprintf(stderr, "Unknown option %s\n", text), exit(2);
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) take_option(argv[i]);
  if (payload > 4000 || senders < 1) fail("payload is at most 4000, senders at least 1");
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files), files.rlim_cur = files.rlim_max, setrlimit(RLIMIT_NOFILE, &files);
  latencies = calloc(MOST_LATENCY_US, sizeof *latencies);
  epoll = epoll_create1(0);
  if (!strcmp(mode, "fanout")) fanout();
  else if (!strcmp(mode, "idle")) idle();
  else if (!strcmp(mode, "crowd")) crowd();
  else if (!strcmp(mode, "reconnect")) reconnect();
  else fail("mode is fanout, idle, crowd or reconnect");
  return 0;
}
