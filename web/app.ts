/** The page's beginning. */

import { h, render } from "preact";
import { PageView } from "./page_view.tsx";
import { english } from "./text.ts";

const place = document.querySelector("#page");
if (place !== null) render(h(PageView, { text: english }), place);
// It needs a secure context, and nothing else needs it.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/service_worker.js").catch(() => {});
}
