/** What is typed, to what it asks for. */

import { isSameName } from "../wire/casemap.ts";
import { isSecretInput } from "./secret_input.ts";
import type { Piece } from "./sender.ts";
import { type Action, cutWord, type TypedIn } from "./slash_action.ts";
import { findCommand, unknownCommand } from "./slash_commands.ts";

/** Takes a typed line apart. */
export function parseTyped(line: string, typedIn: TypedIn): Action {
  const trimmed = line.trim();
  if (trimmed === "") return { kind: "nothing" };
  if (trimmed === "exit") return { kind: "quit", reason: "" };
  if (line.startsWith("//")) return { kind: "say", text: line.slice(1) };
  if (!line.startsWith("/") && !isSecretInput(line)) return { kind: "say", text: line };
  const [word, rest] = cutWord(trimmed.slice(1));
  const command = findCommand(word.toLowerCase());
  if (command === undefined) {
    const recall = isSecretInput(line) ? "" : " Press Up to change what you typed.";
    return { kind: "wrong", text: unknownCommand(word) + recall };
  }
  return command.parse(rest, typedIn) ??
    { kind: "wrong", text: `Something is missing. Type it so: ${command.usage}` };
}

/** Gives what is to be typed to say this, where plain words go to `current`. */
export function typedForm({ to, text, manner }: Piece, current: string | undefined): string {
  if (current === undefined || !isSameName(to, current)) return `/msg ${to} ${text}`;
  if (manner === "action") return `/me ${text}`;
  if (text.trim() === "exit") return `/say ${text}`;
  return text.startsWith("/") ? `/${text}` : text;
}
