// On read-only stories, highlights the words of a finding or remark by the CSS Custom Highlight API.
import { find } from "desk/passages";

const story = document.querySelector(".readonly article.story");

const blocksOf = (root) =>
  [...root.querySelectorAll("p, h2, h3, li, figcaption")]
    .filter((element) => !element.querySelector("p, li") && element.textContent.trim())
    .map((element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let text = "";
      const places = []; // of each character: its text node and where it stands there
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let index = 0; index < node.length; index += 1) {
          const character = /\s/.test(node.data[index]) ? " " : node.data[index];
          if (character === " " && (text === "" || text.endsWith(" "))) continue;
          text += character;
          places.push([node, index]);
        }
      }
      return { text: text.trimEnd(), places };
    });

if (story && "highlights" in CSS) {
  document.addEventListener("desk:jump", ({ detail }) => {
    const blocks = blocksOf(story);
    const place = find(blocks.map(({ text }) => text), detail.passage);
    detail.found = Boolean(place);
    CSS.highlights.delete("passage");
    if (!place) return;
    const { places } = blocks[place.block];
    const range = new Range();
    range.setStart(...places[place.start]);
    range.setEnd(places[place.end - 1][0], places[place.end - 1][1] + 1);
    CSS.highlights.set("passage", new Highlight(range));
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
  });
}
