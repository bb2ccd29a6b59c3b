/* Underlines what nobody is credited with, without touching the text: the browser paints, the editor does not know. */
const NAME = "kabar-unattributed";

export async function lint(address, language, paragraphs, known) {
  // A quote is somebody's words as a whole; who says so stands under it.
  const asked = paragraphs.filter((paragraph) => paragraph.text.trim() && !paragraph.quote);
  if (!asked.length) return [];
  const body = JSON.stringify({
    language,
    paragraphs: asked.map(({ text, passages }) => ({
      text,
      credited: passages.filter(({ key }) => known.has(key)).map(({ begins, ends }) => [begins, ends]),
    })),
  });
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(address, {
    method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  });
  if (!answer.ok) return [];
  const { found } = await answer.json();
  return found.map((each) => ({ ...each, block: asked[each.paragraph].block }));
}

export function paint(found) {
  if (!CSS.highlights || !window.Highlight) return;
  const ranges = found.map(rangeOf).filter(Boolean);
  if (ranges.length) CSS.highlights.set(NAME, new Highlight(...ranges));
  else CSS.highlights.delete(NAME);
}

function rangeOf({ block, begins, ends }) {
  const element = document.querySelector(`.Draftail-Editor [data-block="true"][data-offset-key^="${block}-"]`);
  if (!element) return null;
  const range = document.createRange();
  const from = placeIn(element, begins);
  const to = placeIn(element, ends);
  if (!from || !to) return null;
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}

function placeIn(element, offset) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (left <= text.length) return [text, left];
    left -= text.length;
  }
  return null;
}
