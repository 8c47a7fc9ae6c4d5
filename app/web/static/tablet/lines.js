// The lines of the pack: every page and part of it is a list of their numbers.

/**
 * Return the text that some lines make.
 * @param {string[]} lines
 * @param {number[]} numbers
 * @returns {string}
 */
export function text(lines, numbers) {
  return numbers.map((number) => lines[number]).join("\n");
}
