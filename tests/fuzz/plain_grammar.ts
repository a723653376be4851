/** Lines of people who speak no IRC. */

import type { Grammar } from "./grammar.ts";
import { lineGrammar } from "./line_grammar.ts";

/** Rule `line` makes one without its end; names are those of `lineGrammar`. */
export const plainGrammar: Grammar = {
  ...lineGrammar,
  line: [
    ...["{text}", "{text}", "{text}", "{slash}", "{slash}", "{slash}", "{slash} {word}"],
    ...["//{text}", " {text}", "{nick}", "exit", "!DISCONNECT", "GET / HTTP/1.1", "quit"],
  ],
  slash: [
    ...[
      "/help",
      "/help {word}",
      "/nick {nick}",
      "/nick",
      "/join {channel}",
      "/join {channel} {key}",
    ],
    ...["/join", "/msg {nick} {text}", "/msg {nick}", "/msg", "/me {text}", "/me", "/who", "/list"],
    ...["/topic {text}", "/topic", "/history", "/history {number}", "/search {words1}", "/search"],
    ...[
      "/register {password}",
      "/login {account} {password}",
      "/login {password}",
      "/echo {switch}",
    ],
    ...["/quit", "/quit {text}", "/{word}", "/", "/MSG {nick} {text}", "/msg NickServ {service}"],
  ],
  switch: ["on", "off", "{word}"],
};
