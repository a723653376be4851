/** Messages for a store that is measured: many channels, several languages, the same ones each time. */

import { type KeepRecord, lineClass } from "../server/core/archive.ts";

/** How many channels there are; the first ones are the busiest. */
export const channelCount = 1_000;

/** Times of the messages begin here. */
const firstMs = Date.UTC(2025, 0, 1);

/** So long is it from one to the next, in milliseconds. */
const stepMs = 2_000;

const letters = "bcdfghjklmnprstvwz";
const vowels = "aeiou";

const sentences: readonly string[] = [
  "我们明天去東京旅行",
  "今天天气很好我们去公园吧",
  "สวัสดีชาวโลกทุกคน",
  "Как дела, всё хорошо?",
  "ça va très bien, merci",
  "größer wäre natürlich schöner",
  "お疲れ様でした、また明日",
  "안녕하세요 여러분",
];

/** Numbers that look random and are the same each time: https://en.wikipedia.org/wiki/Xorshift */
export class Dice {
  #state = 0x9e3779b9;

  /** Gives a number from 0 to `count` - 1. */
  below(count: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return (state >>> 0) % count;
  }

  /** Gives a number from 0 to `count` - 1; small ones come often. */
  often(count: number): number {
    return Math.min(this.below(count), this.below(count), this.below(count));
  }
}

/** Makes the message of a key. */
export function createMessage(dice: Dice, key: number): KeepRecord {
  const channel = `#c${dice.often(channelCount)}`;
  const nick = `nick${dice.often(5_000)}`;
  const words: string[] = [];
  for (let count = 3 + dice.below(12); count > 0; count--) words.push(word(dice.often(60_000)));
  if (dice.below(10) === 0) words.push(sentences[dice.below(sentences.length)] ?? "");
  // One word that nobody else says, now and then.
  if (key % 10_000 === 0) words.push(`needle${key}`);
  return {
    kind: "line",
    log: { owner: "", name: channel },
    class: lineClass.openSaid,
    copy: 0,
    line: {
      key,
      part: 0,
      timeMs: firstMs + key * stepMs,
      author: "",
      tags: "",
      line: `:${nick}!~user@host PRIVMSG ${channel} :${words.join(" ")}`,
    },
  };
}

/** The time of a key's message. */
export function timeOf(key: number): string {
  return new Date(firstMs + key * stepMs).toISOString();
}

/** Makes a word of a number: two to four syllables. */
export function word(number: number): string {
  let text = "";
  for (let rest = number + 90; rest > 0; rest = Math.floor(rest / 90)) {
    text += (letters[rest % 18] ?? "") + (vowels[Math.floor(rest / 18) % 5] ?? "");
  }
  return text;
}
