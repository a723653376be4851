import { createTable } from "../helpers/table.ts";

const end = (mask: string) => `:chat.local 315 ann ${mask} :End of WHO list`;
const row = (where: string, nick: string, flags = "H") =>
  `:chat.local 352 ann ${where} ~${nick} localhost chat.local ${nick} ${flags} :0 ${nick}`;

Deno.test("WHO of a channel tells its members in the order they came", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  for (const seat of [bob, ann]) seat.sends("JOIN #x");
  ann.looks();
  ann.sends("WHO #X", "WHO #nowhere");
  ann.sees([row("#x", "bob", "H@"), row("#x", "ann"), end("#X"), end("#nowhere")]);
});

Deno.test("WHO finds by nick, mask, host and 0", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  eve.sends("JOIN #x");
  const all = [row("*", "ann"), row("*", "bob"), row("#x", "eve", "H@")];
  ann.sends("WHO", "WHO 0", "WHO *", "WHO localhost");
  ann.sees([...all, end("*"), ...all, end("0"), ...all, end("*"), ...all, end("localhost")]);
  ann.sends(
    "WHO BOB",
    "WHO b*",
    "WHO *!~EVE@*",
    "WHO nobody",
    "WHO :a b",
    "WHO :",
    "WHO bob o",
    "WHO bob %",
  );
  ann.sees([
    ...[row("*", "bob"), end("BOB"), row("*", "bob"), end("b*")],
    ...[row("#x", "eve", "H@"), end("*!~EVE@*"), end("nobody"), end("*"), end("*")],
    ...[end("bob"), row("*", "bob"), end("bob")],
  ]);
  bob.sees([]);
});

Deno.test("WHO shows the invisible to those who share a channel, or who know the nick", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  bob.sends("MODE bob +i", "JOIN #x");
  ann.sends("WHO b*", "WHO #x", "WHO bob");
  ann.sees([end("b*"), end("#x"), row("*", "bob"), end("bob")]);
  ann.sends("JOIN #x");
  ann.looks();
  ann.sends("WHO b*", "WHO #x");
  ann.sees([
    row("#x", "bob", "H@"),
    end("b*"),
    row("#x", "bob", "H@"),
    row("#x", "ann"),
    end("#x"),
  ]);
});
