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

Deno.test("+u shows all to those with a rank; the others see those and themselves", () => {
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

Deno.test("+u tells coming, going and renaming of ordinary members to those with a rank only", () => {
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

Deno.test("+u tells what those with a rank do, and what is said, to all", () => {
  const { ann, bob, eve, half } = auditorium();
  half.sends("NICK hal", "PART #x");
  ann.sends("PRIVMSG #x :hi", "MODE #x +l 9");
  const told = [
    `${by("half")} NICK hal`,
    ":hal!~half@localhost PART #x",
    `${by("ann")} PRIVMSG #x :hi`,
    `${by("ann")} MODE #x +l 9`,
  ];
  eve.sees(told);
  bob.sees(told);
  bob.sends("PRIVMSG #x :hello");
  eve.sees([`${by("bob")} PRIVMSG #x :hello`]);
});

for (const letter of ["o", "h", "v"]) {
  Deno.test(`+u: who is given ${letter} comes into sight, and goes out of it with the last rank`, () => {
    const { ann, bob, eve, half } = auditorium();
    const sign = new Map([["o", "@"], ["h", "%"], ["v", "+"]]).get(letter) ?? "";
    const given = `${by("ann")} MODE #x +${letter} bob`;
    ann.sends(`MODE #x +${letter} bob`);
    eve.sees([`${by("bob")} JOIN #x`, given]);
    bob.sees([
      given,
      `:chat.local 353 bob = #x :@ann ${sign}bob eve %half`,
      ":chat.local 366 bob #x :End of /NAMES list",
    ]);
    ann.sees([given]);
    half.sees([given]);
    eve.sends("NAMES #x");
    assert.equal(eve.lines()[0], `:chat.local 353 eve = #x :@ann ${sign}bob eve %half`);
    const taken = `${by("ann")} MODE #x -${letter} bob`;
    ann.sends(`MODE #x -${letter} bob`);
    eve.sees([taken, `${by("bob")} PART #x`]);
    for (const seat of [ann, bob, half]) seat.sees([taken]);
    bob.sends("QUIT :bye");
    eve.sees([]);
    ann.sees([`${by("bob")} QUIT :Quit: bye`]);
  });
}

Deno.test("+u: a second rank changes nothing of who is seen, and neither does a lost one of two", () => {
  const { ann, eve, half } = auditorium();
  ann.sends("MODE #x +v half", "MODE #x -h half", "MODE #x +o-v half half");
  for (const seat of [ann, eve, half]) {
    seat.sees([
      `${by("ann")} MODE #x +v half`,
      `${by("ann")} MODE #x -h half`,
      `${by("ann")} MODE #x +o-v half half`,
    ]);
  }
});

Deno.test("+u: who comes into sight does so as who it is, away and all", () => {
  const { table, ann, bob } = auditorium();
  const zoe = table.user("zoe", "extended-join", "away-notify", "message-tags", "server-time");
  gather("#x", zoe);
  bob.sends("AWAY :lunch", "MODE bob +B");
  ann.sends("MODE #x +v bob");
  const time = "@time=2026-01-02T03:04:05.678Z";
  const lines = zoe.lines().map((line) => line.replace(/msgid=\w+/, "msgid"));
  assert.deepEqual(lines, [
    `${time};bot ${by("bob")} JOIN #x * :bob`,
    `${time};bot ${by("bob")} AWAY :lunch`,
    `${time};msgid ${by("ann")} MODE #x +v bob`,
  ]);
});

Deno.test("+u: several in one line appear before it and vanish after it", () => {
  const { ann, bob, eve, half } = auditorium();
  ann.sends("MODE #x -h+vv half bob eve");
  const line = `${by("ann")} MODE #x -h+vv half bob eve`;
  half.sees([line]);
  assert.deepEqual(bob.lines().slice(0, 2), [`${by("eve")} JOIN #x`, line]);
  forget(ann, eve);
  ann.sends("MODE #x -vv bob eve");
  const taken = `${by("ann")} MODE #x -vv bob eve`;
  half.sees([taken, `${by("bob")} PART #x`, `${by("eve")} PART #x`]);
  bob.sees([taken, `${by("eve")} PART #x`]);
});

Deno.test("+u: who steps down is told it once, with its label", () => {
  const { table, ann, bob, eve } = auditorium();
  const zoe = table.user("zoe", "labeled-response", "batch", "no-implicit-names");
  gather("#x", zoe);
  ann.sends("MODE #x +v zoe");
  forget(bob, eve, ann);
  zoe.sees([`${by("ann")} MODE #x +v zoe`]);
  zoe.sends("@label=a MODE #x -v zoe");
  zoe.sees([`@label=a ${by("zoe")} MODE #x -v zoe`]);
  eve.sees([`${by("zoe")} MODE #x -v zoe`, `${by("zoe")} PART #x`]);
});

Deno.test("setting and lifting u tells nothing of who is there", () => {
  const { ann, eve } = auditorium();
  ann.sends("MODE #x -u", "MODE #x +u+v bob", "MODE #x -v-u bob");
  eve.sees([
    `${by("ann")} MODE #x -u`,
    `${by("ann")} MODE #x +uv bob`,
    `${by("ann")} MODE #x -vu bob`,
  ]);
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

Deno.test("+u: INVITE does not tell ordinary members who is there", () => {
  const { ann, bob, eve } = auditorium();
  bob.sends("INVITE eve #x", "INVITE ann #x");
  bob.sees([
    ":chat.local 341 bob eve #x",
    ":chat.local 443 bob ann #x :They are there already",
  ]);
  eve.sees([`${by("bob")} INVITE eve #x`]);
  ann.sends("INVITE eve #x");
  ann.sees([":chat.local 443 ann eve #x :They are there already"]);
});

Deno.test("+u: what ordinary members are refused is refused alike, whoever it is about", () => {
  const { table, bob } = auditorium();
  table.user("zoe");
  for (const nick of ["eve", "zoe", "nobody"]) {
    bob.sends(`KICK #x ${nick}`);
    bob.sees([":chat.local 482 bob #x :You are not an operator of that channel"]);
  }
  for (const nick of ["eve", "zoe"]) {
    bob.sends(`MODE #x +v ${nick}`);
    bob.sees([":chat.local 482 bob #x :You are not an operator of that channel"]);
  }
});
