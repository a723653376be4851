import { gather } from "../helpers/gather.ts";
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
    ...[end("bob"), ":chat.local 354 ann", end("bob")],
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

Deno.test("WHO tells H or G, *, the ranks and B, in this order", () => {
  const table = createTable();
  const [ann, bob] = [table.user("ann", "multi-prefix"), table.user("bob")];
  gather("#x", bob, ann);
  bob.sends("MODE #x +v bob", "AWAY :tea", "MODE bob +B", "OPER root secret");
  ann.looks();
  ann.sends("WHO bob");
  ann.sees([row("#x", "bob", "G*@+B"), end("bob")]);
  bob.sends("AWAY", "MODE bob -Bo", "CAP END");
  ann.sends("WHO #x");
  ann.sees([row("#x", "bob", "H@+"), row("#x", "ann"), end("#x")]);
});

Deno.test("WHO with o tells of the server's operators alone", () => {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  gather("#x", ann, bob, eve);
  bob.sends("OPER root secret");
  ann.sends("WHO * o", "WHO #x o", "WHO eve o", "WHO #x o%n");
  ann.sees([
    ...[row("#x", "bob", "H*"), end("*"), row("#x", "bob", "H*"), end("#x"), end("eve")],
    ...[":chat.local 354 ann :bob", end("#x")],
  ]);
});

Deno.test("WHO finds by user name, real name and source, in whatever case", () => {
  const table = createTable();
  const ann = table.user("ann");
  const bob = table.connect();
  bob.sends("NICK Bob", "USER robert 0 * :Bob Example");
  const found = ":chat.local 352 ann * ~robert localhost chat.local Bob H :0 Bob Example";
  for (const mask of ["~ROBERT", "BOB?EXAMPLE", "bob!*@LOCALHOST", "*xamp*"]) {
    ann.sends(`WHO ${mask}`);
    ann.sees([found, end(mask)]);
  }
});

Deno.test("WHO of a secret channel tells nothing to who is not in it, nor does it show elsewhere", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", bob);
  bob.sends("MODE #x +s");
  ann.sends("WHO #x", "WHO bob", "WHO bob %cn");
  ann.sees([end("#x"), row("*", "bob"), end("bob"), ":chat.local 354 ann * :bob", end("bob")]);
});

Deno.test("WHOX answers by the fields that are asked for, in the order of its specification", () => {
  const table = createTable();
  const [ann, bob] = table.users("ann", "bob");
  gather("#x", bob, ann);
  table.nowMs += 5_000;
  const all = "#x ~bob 255.255.255.255 localhost chat.local bob H@ 0 5 0 n/a :bob";
  ann.sends(
    "WHO bob %tcuihsnfdlaor,42",
    "WHO bob %roaldfnshiuct,42",
    "WHO bob %tcuihsnfdlaorZ,042",
  );
  ann.sees([
    ...[`:chat.local 354 ann 42 ${all}`, end("bob")],
    ...[`:chat.local 354 ann 42 ${all}`, end("bob")],
    ...[`:chat.local 354 ann 042 ${all}`, end("bob")],
  ]);
  ann.sends("WHO bob %tn", "WHO bob %tn,1234", "WHO bob %tn,x", "WHO bob %nr", "WHO #x %na,7");
  ann.sees([
    ...new Array(3).fill([":chat.local 354 ann 0 :bob", end("bob")]).flat(),
    ...[":chat.local 354 ann bob :bob", end("bob")],
    ...[":chat.local 354 ann bob :0", ":chat.local 354 ann ann :0", end("#x")],
  ]);
});

Deno.test("WHOX tells addresses to operators", () => {
  const table = createTable();
  const ann = table.user("ann");
  const bob = table.connect("::1");
  bob.sends("NICK bob", "USER bob 0 * :Bob");
  ann.sends("OPER root secret");
  ann.looks();
  ann.sends("WHO bob %in");
  ann.sees([":chat.local 354 ann 0::1 :bob", end("bob")]);
});
