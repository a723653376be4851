import assert from "node:assert/strict";
import { witnesses } from "../../server/core/ranked_sessions.ts";
import { forget, gather } from "../helpers/gather.ts";
import { createTable } from "../helpers/table.ts";

const by = (nick: string) => `:${nick}!~${nick}@localhost`;

/** In `#x`, under +u, ann leads; bob and eve do not; half is a half-operator. */
function auditorium() {
  const table = createTable();
  const [ann, bob, eve] = table.users("ann", "bob", "eve");
  const half = table.user("half");
  gather("#x", ann, bob, eve, half);
  ann.sends("MODE #x +u+h half");
  forget(ann, bob, eve, half);
  return { table, ann, bob, eve, half };
}

Deno.test("+u shows who is there to those who lead; the others see those and themselves", () => {
  const { table, ann, bob, half } = auditorium();
  const zoe = table.user("zoe");
  const names = (nick: string, text: string) => [
    `:chat.local 353 ${nick} = #x :${text}`,
    `:chat.local 366 ${nick} #x :End of /NAMES list`,
  ];
  for (const seat of [ann, bob, half, zoe]) seat.sends("NAMES #x");
  ann.sees(names("ann", "@ann bob eve %half"));
  half.sees(names("half", "@ann bob eve %half"));
  bob.sees(names("bob", "@ann bob %half"));
  zoe.sees(names("zoe", "@ann %half"));
  zoe.sends("LIST #x");
  assert.equal(zoe.lines()[1], ":chat.local 322 zoe #x 2 :");
  bob.sends("WHO #x");
  assert.doesNotMatch(bob.looks(), / eve /);
});

Deno.test("+u tells coming, going and renaming of ordinary members to those who lead only", () => {
  const { table, ann, bob, eve, half } = auditorium();
  const zoe = table.user("zoe", "setname");
  zoe.sends("JOIN #x", "NICK zoo", "AWAY :x", "SETNAME :x", "PART #x :bye", "JOIN #x");
  eve.sends("QUIT :gone");
  ann.sends("KICK #x zoo :out");
  const told = [
    `${by("zoe")} JOIN #x`,
    ":zoe!~zoe@localhost NICK zoo",
    ":zoo!~zoe@localhost PART #x :bye",
    ":zoo!~zoe@localhost JOIN #x",
    `${by("eve")} QUIT :Quit: gone`,
    `${by("ann")} KICK #x zoo :out`,
  ];
  half.sees(told);
  ann.sees(told);
  bob.sees([]);
  zoe.sends("PING x");
  assert.deepEqual(
    zoe.lines().filter((line) => !/ 353 | 366 | 306 /.test(line)),
    [
      ...told.slice(0, 2),
      ":zoo!~zoe@localhost SETNAME :x",
      ...told.slice(2, 4),
      `${by("ann")} KICK #x zoo :out`,
      ":chat.local PONG chat.local :x",
    ],
  );
});

Deno.test("+u tells what those who lead do, what is said, and modes, to all", () => {
  const { ann, bob, eve, half } = auditorium();
  half.sends("NICK hal", "PART #x");
  ann.sends("PRIVMSG #x :hi", "MODE #x +v bob");
  const told = [
    `${by("half")} NICK hal`,
    ":hal!~half@localhost PART #x",
    `${by("ann")} PRIVMSG #x :hi`,
    `${by("ann")} MODE #x +v bob`,
  ];
  eve.sees(told);
  bob.sees(told);
  bob.sends("PRIVMSG #x :hello");
  eve.sees([`${by("bob")} PRIVMSG #x :hello`]);
});

Deno.test("+u: who is made operator is seen from then on", () => {
  const { ann, bob, eve } = auditorium();
  ann.sends("MODE #x +o bob");
  forget(bob, eve);
  eve.sends("NAMES #x");
  assert.match(eve.lines()[0] ?? "", /:@ann @bob eve %half$/);
  bob.sends("QUIT :bye");
  eve.sees([`${by("bob")} QUIT :Quit: bye`]);
});

Deno.test("who shares another channel is told there of what +u hides", () => {
  const { ann, bob, eve } = auditorium();
  gather("#y", bob, eve);
  eve.sends("NICK eva");
  bob.sees([`${by("eve")} NICK eva`]);
  ann.sees([`${by("eve")} NICK eva`]);
});

Deno.test("the operator's console sees all that +u hides", () => {
  const { table, bob } = auditorium();
  const watcher = table.connect().session;
  table.world.channel("#x")?.watch(watcher);
  const user = bob.session.user;
  const channel = table.world.channel("#x");
  assert.ok(user !== undefined && channel !== undefined);
  assert.ok(witnesses(channel, user).includes(watcher));
});
