import assert from "node:assert/strict";
import {
  channelNameFault,
  foldName,
  isChannelName,
  isReservedNick,
  isSameName,
  maxChannelBytes,
  maxNickLength,
  nickFault,
} from "../../wire/casemap.ts";

Deno.test("foldName lowers A to Z and nothing else", () => {
  assert.equal(foldName("ABCXYZabc019"), "abcxyzabc019");
  assert.equal(foldName("[]\\^{}|~`_-"), "[]\\^{}|~`_-");
  assert.equal(foldName("#ÄÖÜẞİΣ"), "#ÄÖÜẞİΣ");
  assert.equal(foldName("\u212a"), "\u212a");
  assert.equal(foldName(""), "");
});

Deno.test("foldName leaves what it folded", () => {
  for (const name of ["Bob", "#Ärger[X]", "İ"]) {
    assert.equal(foldName(foldName(name)), foldName(name));
  }
});

Deno.test("isSameName compares by ASCII case only", () => {
  assert.equal(isSameName("Bob", "bOB"), true);
  assert.equal(isSameName("bob", "bob"), true);
  assert.equal(isSameName("#Köln", "#KöLN"), true);
  assert.equal(isSameName("#Köln", "#KÖLN"), false);
  assert.equal(isSameName("a[b]", "a{b}"), false);
  assert.equal(isSameName("a^", "a~"), false);
  assert.equal(isSameName("bob", "bobo"), false);
});

Deno.test("nickFault takes letters, digits and the special characters", () => {
  const nicks = ["a", "Bob", "b0b", "_bob_", "[x]", "{x}", "^x^", "`x", "|x|", "a\\b", "a-b-"];
  for (const nick of nicks) assert.equal(nickFault(nick), undefined, nick);
});

Deno.test("nickFault takes every character it names and no other one of ASCII", () => {
  const taken = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-[]\\`^{}|";
  for (let code = 0; code < 128; code++) {
    const character = String.fromCharCode(code);
    assert.equal(nickFault(`a${character}`) === undefined, taken.includes(character), character);
  }
});

Deno.test("nickFault refuses other scripts and what looks like nothing", () => {
  for (const nick of ["é", "Bоb", "bob\u200b", "東京", "🙂", "a\ud800", "a\n", "\na"]) {
    assert.match(nickFault(nick) ?? "", /other characters/, nick);
  }
});

Deno.test("nickFault refuses a first digit or dash", () => {
  for (const nick of ["1bob", "-bob", "0", "-"]) assert.match(nickFault(nick) ?? "", /starts with/);
});

Deno.test("nickFault refuses an empty nick and one that is too long", () => {
  assert.equal(nickFault(""), "is empty");
  assert.equal(nickFault("a".repeat(maxNickLength)), undefined);
  assert.equal(nickFault("a".repeat(maxNickLength + 1)), "is longer than 32 characters");
});

Deno.test("nickFault refuses what could be taken for the server or its services", () => {
  const reserved = [
    "server",
    "Server",
    "NICKSERV",
    "ChanServ",
    "[server]",
    "{server}",
    "[[Server",
    "server_",
  ];
  const lookAlikes = ["NlckServ", "N1ckServ", "n|ckserv", "nickserv|", "s-e|r-ver", "_Nlck_Serv"];
  for (const nick of [...reserved, ...lookAlikes, "[server]2", "s-e-r-v-e-r"]) {
    assert.equal(nickFault(nick), "is reserved");
    assert.equal(isReservedNick(nick), true);
  }
  for (const nick of ["servers", "serve", "nick", "", "server2", "myserver", "server2a"]) {
    assert.equal(isReservedNick(nick), false);
  }
});

Deno.test("channels start with #", () => {
  for (const name of ["#", "#a", "##a"]) assert.equal(isChannelName(name), true);
  for (const name of ["", "a", "&a", "+a", "!a", "@#a", " #a"]) {
    assert.equal(isChannelName(name), false);
    assert.equal(channelNameFault(name), "does not start with #");
  }
});

Deno.test("channelNameFault takes names of any script", () => {
  const names = [
    "#a",
    "##",
    "#a#b",
    "#1",
    "#-",
    "#Grüße",
    "#東京",
    "#🙂",
    "#e\u0301",
    "#a/b.c;d|e!@f",
  ];
  for (const name of names) assert.equal(channelNameFault(name), undefined, name);
});

Deno.test("channelNameFault refuses # alone", () => {
  assert.equal(channelNameFault("#"), "is empty");
});

Deno.test("channelNameFault counts bytes with the #", () => {
  assert.equal(channelNameFault("#".padEnd(maxChannelBytes, "a")), undefined);
  assert.equal(channelNameFault(`#a${"é".repeat(31)}`), undefined);
  for (const name of ["#".padEnd(maxChannelBytes + 1, "a"), `#${"é".repeat(32)}`]) {
    assert.equal(channelNameFault(name), "is longer than 64 bytes");
  }
});

Deno.test("channelNameFault refuses what separates or can't be seen", () => {
  const seen = [" ", ",", ":", "*", "?"];
  const spaces = ["\t", "\n", "\u00a0", "\u2003", "\u2028", "\u3000"];
  const unseen = ["\0", "\x07", "\x1b", "\x7f", "\x85", "\u00ad", "\u200b", "\u200f", "\u202e"];
  const others = ["\u2066", "\ufeff", "\u{e0041}", "\ue000", "\ud800", "\udc00"];
  for (const character of [...seen, ...spaces, ...unseen, ...others]) {
    for (const name of [`#${character}`, `#a${character}b`]) {
      assert.match(channelNameFault(name) ?? "", /^has a space/, JSON.stringify(name));
    }
  }
});
