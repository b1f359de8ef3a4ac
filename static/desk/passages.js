// Passages anchored by their words: the same rules as articles/passages.py, for the text in the editor.
const CONTEXT = 40; // characters kept on either side
const TELLS = 4; // characters of what stood around it; fewer may be a space and the end of any word
const SPEAKS_FOR_ITSELF = 20; // characters: a quote this long is found even where nothing around it is left
const BREAK = "\n"; // stands between two blocks in what stood before and after a quote

const tidy = (text) => text.replace(/\s+/g, " ");

const alike = (text, context) => {
  let count = 0;
  while (count < text.length && count < context.length && text[count] === context[count]) count += 1;
  return count;
};

const reversed = (text) => [...text].reverse().join("");

const beforeOf = (texts, block, start) => {
  let text = texts[block].slice(0, start);
  for (let number = block - 1; number >= 0 && text.length < CONTEXT; number -= 1) text = `${texts[number]}${BREAK}${text}`;
  return text.slice(-CONTEXT);
};

const afterOf = (texts, block, end) => {
  let text = texts[block].slice(end);
  for (let number = block + 1; number < texts.length && text.length < CONTEXT; number += 1) text += `${BREAK}${texts[number]}`;
  return text.slice(0, CONTEXT);
};

/** The passage from `start` to `end` of a block. */
export const passageAt = (texts, block, start, end) => ({
  quote: texts[block].slice(start, end),
  prefix: beforeOf(texts, block, start),
  suffix: afterOf(texts, block, end),
  block,
});

/** Where the passage is in the blocks: { block, start, end }, or null if it is gone. */
export const find = (texts, { quote, prefix = "", suffix = "", block = 0, rivals = 0, tells = TELLS }) => {
  const wanted = tidy(quote).trim();
  const context = prefix.length + suffix.length;
  const wasWhole = ["", BREAK].includes(prefix.slice(-1)) && ["", BREAK].includes(suffix.slice(0, 1));
  let best = null;
  let most = -1;
  if (!wanted) return null;
  texts.forEach((text, number) => {
    for (let start = text.indexOf(wanted); start >= 0; start = text.indexOf(wanted, start + 1)) {
      const end = start + wanted.length;
      const kept = alike(reversed(beforeOf(texts, number, start)), reversed(prefix)) + alike(afterOf(texts, number, end), suffix);
      const alone = wasWhole && start === 0 && end === text.length;
      const itself = (alone || wanted.length >= SPEAKS_FOR_ITSELF) && !rivals;
      const likeness = kept + Number(alone) - Math.min(Math.abs(number - block), 1000) / 10000;
      if ((itself || (kept >= Math.min(tells, context) && (context || alone))) && likeness > most) {
        best = { block: number, start, end };
        most = likeness;
      }
    }
  });
  return best;
};
