/** A worker that takes its time to load, as one does whose modules are not in the cache. */

export {};

await new Promise((resolve) => setTimeout(resolve, 50));
const scope: object = globalThis;
Object.assign(scope, {
  onmessage: ({ data }: MessageEvent) => {
    const { folder: text } = data;
    const reply = data.kind === "close" ? { kind: "closed" } : { kind: "refused", text };
    Object.getOwnPropertyDescriptor(scope, "postMessage")?.value(reply);
  },
});
Object.getOwnPropertyDescriptor(scope, "postMessage")?.value({ kind: "ready" });
