import assert from "node:assert/strict";
import { Desk } from "../../client/desk/desk.ts";
import { Drawing } from "../../client/drawing.ts";
import { firstState } from "../../client/first_state.ts";
import { Output } from "../../client/output.ts";
import { Painter } from "../../client/painter.ts";
import { terminalSize } from "../../client/raw_terminal.ts";
import { drawFrame } from "../../client/view/frame.ts";
import { RowCache } from "../../client/view/row_cache.ts";
import { Network } from "../../talk/network.ts";
import { slashLanguage } from "../../talk/slash_language.ts";
import { conversationOf } from "../helpers/client_conversation.ts";

const people = [["home", "ann"], ["漢字 net", "anna"]] as const;

for (const theme of ["auto", "light", "dark"]) {
  Deno.test(`a desk that begins finds the screen as it would draw it, theme ${theme}`, async () => {
    const settings = new Map([["theme", theme]]);
    let written = "";
    const decoder = new TextDecoder();
    const write = (bytes: Uint8Array) => {
      written += decoder.decode(bytes);
      return Promise.resolve(bytes.length);
    };
    const drawing = new Drawing(new Output({ write }));
    drawing.open();
    const networks = people.map(([name, nick]) => ({ name, nick }));
    const first = firstState({ networks, settings, depth: "true" });
    await drawing.draw(drawFrame(first, terminalSize(), new RowCache()));
    assert.match(written, /home/);
    written = "";
    const desk = new Desk({ networks: people.map(networkOf), settings });
    const views = () =>
      desk.networks.map(({ name, conversation: { nick }, buffers: { list } }) => ({
        ...{ name, nick, buffers: list, state: "connecting", lagMs: undefined } as const,
      }));
    const onTop = () => undefined;
    const painter = new Painter({ desk, networks: views, drawing, depth: "true", onTop });
    await painter.draw();
    assert.equal(written, "");
  });
}

function networkOf([name, nick]: readonly [string, string]): Network {
  const conversation = conversationOf({ nick, channels: [], isFace: true });
  return new Network({ name, conversation, commands: slashLanguage });
}
