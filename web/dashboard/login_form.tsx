/** The form by which operators come in. */

import type { VNode } from "preact";
import { useState } from "preact/hooks";

/** What the form is made of. */
export interface LoginProps {
  /** Logs in; gives why that failed. */
  readonly logIn: (name: string, password: string) => Promise<string | undefined>;
  /** One is in. */
  readonly onLoggedIn: () => void;
}

/** Draws it. */
export function LoginForm({ logIn, onLoggedIn }: LoginProps): VNode {
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy || !(event.currentTarget instanceof HTMLFormElement)) return;
    const data = new FormData(event.currentTarget);
    setBusy(true);
    const why = await logIn(String(data.get("name") ?? ""), String(data.get("password") ?? ""));
    setBusy(false);
    setFault(why);
    if (why === undefined) onLoggedIn();
  };
  return (
    <main class="door">
      <form class="door-card" onSubmit={send}>
        <img class="door-mark" src="/icon.svg" alt="" width="56" height="56" />
        <h1>Dashboard</h1>
        <p class="door-lead">For operators of this server.</p>
        <label class="field">
          <span>Operator</span>
          <input name="name" autocomplete="username" autocapitalize="off" required />
        </label>
        <label class="field">
          <span>Password</span>
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        {fault !== undefined && <p class="fault" role="alert">{fault}</p>}
        <button class="primary" type="submit" disabled={isBusy}>
          {isBusy ? "Logging in…" : "Log in"}
        </button>
      </form>
    </main>
  );
}

/** What is shown where nobody gets in. */
export function Refusal({ text }: { readonly text: string }): VNode {
  return (
    <main class="door">
      <div class="door-card">
        <img class="door-mark" src="/icon.svg" alt="" width="56" height="56" />
        <h1>Dashboard</h1>
        <p class="fault" role="alert">{text}</p>
      </div>
    </main>
  );
}
