/** Which keys do what, and what can be typed. */

import type { VNode } from "preact";
import { slashCommands } from "../talk/slash_commands.ts";
import { Modal } from "./modal.tsx";
import { englishPanels } from "./panel_text.ts";
import type { Room } from "./room.ts";

/** Draws the help. */
export function HelpPanel({ room }: { readonly room: Room }): VNode {
  const { text } = room;
  return (
    <Modal
      title={text.act.help}
      closeLabel={text.part.close}
      onClose={() => room.open(undefined)}
    >
      <dl class="help" tabIndex={0} aria-label={text.act.help}>
        {englishPanels.shortcuts.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
        {Object.values(slashCommands).map(({ usage, help }) => (
          <div key={usage}>
            <dt>
              <code>{usage}</code>
            </dt>
            <dd>{help}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
