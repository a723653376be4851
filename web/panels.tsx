/** What can lie over the talk; fetched when the first of it is opened. */

import type { VNode } from "preact";
import { AccountPanel } from "./account_panel.tsx";
import { ChannelPanel } from "./channel_panel.tsx";
import { HelpPanel } from "./help_panel.tsx";
import type { Panel } from "./overlay.ts";
import { PersonMenu } from "./person_menu.tsx";
import type { Room } from "./room.ts";
import { SearchPanel } from "./search_panel.tsx";
import { Switcher } from "./switcher.tsx";

/** Draws the one that is open. */
export function PanelView({ room, panel }: { readonly room: Room; panel: Panel }): VNode | null {
  switch (panel) {
    case "switcher":
      return <Switcher room={room} />;
    case "help":
      return <HelpPanel room={room} />;
    case "person": {
      const { asked } = room.overlay;
      return asked === undefined ? null : <PersonMenu room={room} asked={asked} />;
    }
    case "search":
      return <SearchPanel room={room} />;
    case "channels":
      return <ChannelPanel room={room} />;
    case "account":
      return <AccountPanel room={room} />;
  }
}
