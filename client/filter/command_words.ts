/** A command in one text, cut into its words. No shell: nothing is replaced, redirected or looked up. */

/**
 * Cuts at spaces. What stands in '…' or "…" is kept together, a backslash takes the next character as it is (not in
 * '…'). Gives undefined where a quote is not closed or there is no word.
 */
export function commandWords(command: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < command.length; at++) {
    const char = command.charAt(at);
    if (char === "\\" && quote !== "'") {
      if (at + 1 === command.length) return undefined;
      word = (word ?? "") + command.charAt(++at);
    } else if (quote !== "") {
      if (char === quote) quote = "";
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= "";
    } else if (char === " " || char === "\t") {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quote !== "") return undefined;
  if (word !== undefined) words.push(word);
  return words.length === 0 || words[0] === "" ? undefined : words;
}
