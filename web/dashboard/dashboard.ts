/** The beginning of the operators' page. */

import { h, render } from "preact";
import { DashboardView } from "./dashboard_view.tsx";
import { Reports } from "./reports.ts";

const place = document.querySelector("#page");
if (place !== null) render(h(DashboardView, { reports: new Reports() }), place);
