/** The form that one comes in by: one field. */

import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { PageText } from "./text.ts";

/** What was filled in. */
export interface Entrance {
  /** What somebody wants to be called. */
  readonly name: string;
  /** Of the account with that name; undefined for a guest. */
  readonly password: string | undefined;
}

/** What the form is made of. */
export interface DoorProps {
  /** The words. */
  readonly text: PageText;
  /** The name that was used the last time. */
  readonly name: string;
  /** Where one is led, as in `#lobby`. */
  readonly channels: readonly string[];
  /** Why one could not come in. */
  readonly fault: string | undefined;
  /** The server is being asked. */
  readonly isBusy: boolean;
  /** Somebody wants to come in. */
  readonly onEnter: (entrance: Entrance) => void;
}

/** Draws the form. */
export function Door({ text, fault, isBusy, onEnter, ...given }: DoorProps): VNode {
  const [hasAccount, setHasAccount] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), [fault]);
  const words = text.join;
  const enter = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isBusy || !(event.currentTarget instanceof HTMLFormElement)) return;
    const data = new FormData(event.currentTarget);
    const name = String(data.get("name") ?? "").trim();
    const password = String(data.get("password") ?? "");
    if (name !== "") onEnter({ name, password: password === "" ? undefined : password });
  };
  return (
    <main class="door">
      <form class="door-card" onSubmit={enter}>
        <img class="door-mark" src="/icon.svg" alt="" width="56" height="56" />
        <h1>{words.title}</h1>
        <p class="door-lead">
          {words.lead}
          {given.channels.length > 0 && <Channels names={given.channels} />}
        </p>
        <label class="field">
          <span>{words.name}</span>
          <input
            name="name"
            ref={field}
            defaultValue={given.name}
            required
            maxLength={64}
            autocomplete={hasAccount ? "username" : "nickname"}
            autocapitalize="off"
            spellcheck={false}
            aria-describedby={fault === undefined ? undefined : "door-fault"}
            aria-invalid={fault !== undefined}
          />
        </label>
        {hasAccount && (
          <label class="field">
            <span>{words.password}</span>
            <input name="password" type="password" autocomplete="current-password" required />
          </label>
        )}
        {fault !== undefined && <p class="fault" id="door-fault" role="alert">{fault}</p>}
        <button class="primary" type="submit" disabled={isBusy}>
          {isBusy ? words.entering : words.enter}
        </button>
        <button class="quiet" type="button" onClick={() => setHasAccount(!hasAccount)}>
          {hasAccount ? words.forget : words.hasAccount}
        </button>
      </form>
    </main>
  );
}

function Channels({ names }: { readonly names: readonly string[] }): VNode {
  return <span class="door-channels">{names.map((name) => <bdi key={name}>{name}</bdi>)}</span>;
}
