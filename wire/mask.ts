/** Masks with `*` and `?`: https://modern.ircdocs.horse/#wildcard-expressions */

/**
 * Says whether `text` fits `mask`; both are compared as they are, so fold names first.
 *
 * `*` stands for any run of characters, `?` for one, a backslash takes either of them literally. One step back per
 * character at most, so hostile masks cost no more than mask times text.
 */
export function matchesMask(mask: string, text: string): boolean {
  let inMask = 0;
  let inText = 0;
  let star = -1;
  let retry = 0;
  while (inText < text.length) {
    const piece = mask[inMask];
    const escaped = piece === "\\" && (mask[inMask + 1] === "*" || mask[inMask + 1] === "?");
    if (piece === "*") {
      star = inMask++;
      retry = inText;
    } else if (piece === "?") {
      inMask++;
      inText += (text.codePointAt(inText) ?? 0) > 0xffff ? 2 : 1;
    } else if ((escaped ? mask[inMask + 1] : piece) === text[inText]) {
      inMask += escaped ? 2 : 1;
      inText++;
    } else if (star >= 0) {
      inMask = star + 1;
      inText = ++retry;
    } else return false;
  }
  while (mask[inMask] === "*") inMask++;
  return inMask === mask.length;
}
