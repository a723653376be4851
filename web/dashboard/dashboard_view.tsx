/** The operators' page: whoever is let in sees the figures of the last hour, as they come. */

import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { FiguresView } from "./figures_view.tsx";
import { LoginForm, Refusal } from "./login_form.tsx";
import type { Answer, Report, Reports } from "./reports.ts";

/** What is shown. */
type State =
  | { readonly kind: "asking" | "login" }
  | { readonly kind: "refused"; readonly text: string }
  | { readonly kind: "figures"; readonly report: Report; readonly isSilent: boolean };

/** Samples of an hour, which is all that the server holds. */
const maxSamples = 720;

/** Draws it. */
export function DashboardView({ reports }: { readonly reports: Reports }): VNode | null {
  const [state, setState] = useState<State>({ kind: "asking" });
  const isIn = state.kind !== "login" && state.kind !== "refused";
  useEffect(() => isIn ? watch(reports, setState) : undefined, [reports, isIn]);
  const logOut = (): void => {
    reports.logOut();
    setState({ kind: "login" });
  };
  switch (state.kind) {
    case "asking":
      return null;
    case "login":
      return (
        <LoginForm
          logIn={(name, password) => reports.logIn(name, password)}
          onLoggedIn={() => setState({ kind: "asking" })}
        />
      );
    case "refused":
      return <Refusal text={state.text} />;
    case "figures":
      return <FiguresView {...state} onLogOut={logOut} />;
  }
}

/** Asks again and again; gives what ends that. */
function watch(reports: Reports, change: (turn: (state: State) => State) => void): () => void {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastMs = 0;
  const ask = async (): Promise<void> => {
    const answer = await reports.ask(lastMs);
    if (isOver) return;
    const sampleMs = answer.kind === "report" ? answer.report.sampleMs : 5_000;
    if (answer.kind === "report") lastMs = answer.report.samples.at(-1)?.timeMs ?? lastMs;
    change((state) => next(state, answer));
    timer = setTimeout(ask, sampleMs);
  };
  void ask();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

function next(state: State, answer: Answer): State {
  switch (answer.kind) {
    case "login":
      return { kind: "login" };
    case "refused":
      return { kind: "refused", text: answer.text };
    case "silent":
      return state.kind === "figures" ? { ...state, isSilent: true } : state;
    case "report": {
      const before = state.kind === "figures" ? state.report.samples : [];
      const samples = [...before, ...answer.report.samples].slice(-maxSamples);
      return { kind: "figures", report: { ...answer.report, samples }, isSilent: false };
    }
  }
}
