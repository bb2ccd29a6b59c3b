// The passages of a story in the order in which they are read: its head, its body, what is told live.
const PASSAGE = "h1, h2, h3, p, li, blockquote, figcaption, caption, th, td";
const PLACES = [
  ".story-headline", ".story-standfirst", ".story-picture",
  ".story-body > :is(p, h2, h3, ul, ol, figure, .fact-box, .table, .gallery)",
  ".live-summary:not([hidden])", ".live-entry",
].join();
// Numbers of claims and explanations of words stand beside the text.
const BESIDE = ".claim-mark, [popover]";

/** Return each passage's element with its own pieces of text, not those of a passage within it. */
export function passages(story) {
  const found = [];
  for (const place of story.querySelectorAll(PLACES)) {
    const within = [...(place.matches(PASSAGE) ? [place] : []), ...place.querySelectorAll(PASSAGE)];
    for (const element of within) {
      const texts = own(element);
      if (texts.some(({ data }) => data.trim())) found.push({ element, texts });
    }
  }
  return found;
}

function own(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const { parentElement } = walker.currentNode;
    if (parentElement.closest(PASSAGE) === element && !parentElement.closest(BESIDE)) texts.push(walker.currentNode);
  }
  return texts;
}
