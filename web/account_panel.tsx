/** Oneself: the account, being away, being notified, leaving. */

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Modal } from "./modal.tsx";
import { englishPanels } from "./panel_text.ts";
import type { Room } from "./room.ts";

/** Draws it. */
export function AccountPanel({ room }: { readonly room: Room }): VNode {
  const { text } = room;
  return (
    <Modal
      title={room.nick}
      closeLabel={text.part.close}
      onClose={() => room.open(undefined)}
    >
      <div class="button-row">
        <button
          type="button"
          class="secondary"
          onClick={() => room.command(room.isAway ? "/away" : `/away ${text.part.away}`)}
        >
          {room.isAway ? englishPanels.act.setBack : englishPanels.act.setAway}
        </button>
        <NotifyButton />
        <button type="button" class="secondary" onClick={() => room.command("/quit")}>
          {englishPanels.act.quit}
        </button>
      </div>
      {room.network.conversation.account === undefined && <AccountForm room={room} />}
    </Modal>
  );
}

/** The browser asks whether we may, which it does only in a secure context and after a click. */
function NotifyButton(): VNode | null {
  const canAsk = "Notification" in globalThis && isSecureContext;
  const [state, setState] = useState(canAsk ? Notification.permission : "denied");
  if (state !== "default") return null;
  return (
    <button
      type="button"
      class="secondary"
      onClick={() => void Notification.requestPermission().then(setState)}
    >
      {englishPanels.act.notify}
    </button>
  );
}

function AccountForm({ room }: { room: Room }): VNode {
  const { network, text } = room;
  const [isNew, setIsNew] = useState(false);
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const data = new FormData(event.currentTarget);
    const read = (name: string): string => String(data.get(name) ?? "").trim();
    const [name, password, email] = [read("name"), read("password"), read("email")];
    if (password === "") return;
    room.command(
      isNew ? `/register ${password} ${email}`.trimEnd() : `/login ${name} ${password}`,
    );
    room.open(undefined);
  };
  return (
    <form class="account-form" onSubmit={send}>
      <p>{englishPanels.accountLead}</p>
      {!isNew && (
        <label class="field">
          <span>{englishPanels.accountName}</span>
          <input name="name" autocomplete="username" defaultValue={room.nick} required />
        </label>
      )}
      <label class="field">
        <span>{text.join.password}</span>
        <input
          name="password"
          type="password"
          required
          // A space would be the end of it.
          pattern="\S+"
          autocomplete={isNew ? "new-password" : "current-password"}
        />
      </label>
      {isNew && (
        <label class="field">
          <span>{englishPanels.email}</span>
          <input name="email" type="email" autocomplete="email" />
        </label>
      )}
      <div class="button-row">
        <button type="submit" class="primary">
          {isNew ? englishPanels.act.register : text.act.login}
        </button>
        {network.conversation.support.hasAccountRegistration && (
          <button
            type="button"
            class="quiet"
            onClick={() => setIsNew(!isNew)}
          >
            {isNew ? text.act.login : englishPanels.act.register}
          </button>
        )}
      </div>
    </form>
  );
}
