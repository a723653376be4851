/**
 * Keeps the page's own files, so that it opens without a network and says then that there is none. The page itself is
 * asked of the network first: a new version is there at the next visit.
 */

/** https://w3c.github.io/ServiceWorker/#extendableevent-interface */
declare class ExtendableEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}

/** https://w3c.github.io/ServiceWorker/#fetchevent-interface */
declare class FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const store = "page";
const lasting = ["/", "/icon.svg", "/icon-192.png", "/chat.webmanifest"];
// Those of versions that are gone go with time.
const maxFiles = 60;

addEventListener("install", (event) => {
  if (event instanceof ExtendableEvent) event.waitUntil(keepAll());
});

addEventListener("fetch", (event) => {
  if (!(event instanceof FetchEvent)) return;
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/assets/")) event.respondWith(keptFirst(request));
  else if (lasting.includes(pathname)) event.respondWith(networkFirst(request));
});

/** The names of the parts are in the page. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(store);
  const page = await fetch("/");
  const parts = [...(await page.text()).matchAll(/"(\/assets\/[\w.-]+)"/g)];
  await cache.addAll([...lasting, ...parts.map(([, path]) => path ?? "/")]);
}

async function keptFirst(request: Request): Promise<Response> {
  const cache = await caches.open(store);
  const kept = await cache.match(request);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok) await keep(cache, request, response.clone());
  return response;
}

async function networkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(store);
  try {
    const response = await fetch(request);
    if (response.ok) await keep(cache, request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request);
    if (kept === undefined) throw error;
    return kept;
  }
}

async function keep(cache: Cache, request: Request, response: Response): Promise<void> {
  await cache.put(request, response);
  const keys = await cache.keys();
  const old = keys.filter(({ url }) => !lasting.includes(new URL(url).pathname));
  for (const key of old.slice(0, Math.max(keys.length - maxFiles, 0))) await cache.delete(key);
}
