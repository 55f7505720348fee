/** What go test's -run takes for a part of the rows, such as sqlite/B04|R0.*: each alternative is of rows, whichever it is. */
export function pattern(test, only) {
  return only ? alternatives(only).map((one) => `^${test}$/${one}`).join("|") : `^${test}$`;
}

/** The alternatives of an expression, those within brackets left whole. */
export function alternatives(text) {
  const found = [""];
  let depth = 0;
  for (const letter of text) {
    if ("([".includes(letter)) depth++;
    if (")]".includes(letter)) depth--;
    if (letter === "|" && depth === 0) found.push("");
    else found[found.length - 1] += letter;
  }
  return found;
}
