import assert from "node:assert/strict";
import { message } from "../../wire/format.ts";
import { type Form, formLines } from "../../server/core/form.ts";
import { FormCache } from "../../server/net/form_cache.ts";

/** A form, and how often it was made. */
function countedForm(): Form & { made: number } {
  const form = {
    made: 0,
    messages: (nick: string) => {
      form.made++;
      const hello = message("s", "001", nick, `Hello, ${nick}`);
      return [hello, message("s", "005", nick, "A=1", "B", "end")];
    },
  };
  return form;
}

Deno.test("a form is made once, and each gets it with their own nick wherever it stands", () => {
  const cache = new FormCache();
  const form = countedForm();
  for (const nick of ["ann", "bob", "$&"]) {
    const text = `:s 001 ${nick} :Hello, ${nick}\r\n:s 005 ${nick} A=1 B :end\r\n`;
    assert.equal(cache.write([form], nick), text);
  }
  assert.equal(form.made, 1);
});

Deno.test("forms and messages are written in their order", () => {
  const cache = new FormCache();
  const other: Form = { messages: (nick) => [message("s", "376", nick, "End")] };
  const text = cache.write([other, message("s", "251", "ann", "One user"), other], "ann");
  assert.equal(text, ":s 376 ann :End\r\n:s 251 ann :One user\r\n:s 376 ann :End\r\n");
});

Deno.test("numbers are those of the moment, wherever they stand, and the form is made once", () => {
  const cache = new FormCache();
  const heads = { now: 1, most: 10 };
  let made = 0;
  const form: Form<keyof typeof heads> = {
    numbers: () => heads,
    messages: (nick, { now, most }) => {
      made++;
      return [message("s", "266", nick, now, most, `${now}, at most ${most}`)];
    },
  };
  assert.equal(cache.write([form], "ann"), ":s 266 ann 1 10 :1, at most 10\r\n");
  heads.now = 12;
  assert.equal(cache.write([form], "bob"), ":s 266 bob 12 10 :12, at most 10\r\n");
  assert.equal(made, 1);
  const [line] = formLines(form, "cid");
  assert.deepEqual(line?.params, ["cid", "12", "10", "12, at most 10"]);
});

Deno.test("a nick that is no word is refused, whatever the form holds", () => {
  const cache = new FormCache();
  const form = countedForm();
  for (const nick of ["", "a b", ":a", "a\r\nQUIT", "a\0"]) {
    assert.throws(() => cache.write([form], nick), RangeError, JSON.stringify(nick));
  }
});
