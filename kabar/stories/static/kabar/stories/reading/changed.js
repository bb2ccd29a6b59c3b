// What changed in a story since it was read on this device; of its words only short sums are kept, never the words.
import { keep, kept } from "./device.js";
import { passages } from "./passages.js";

const MOST = 100;
// A row changes as one, and so does an entry that is told live; when the latter was told is no word of it.
const WHOLE = "tr, .live-entry", BESIDE = ".live-facts";

/** What was kept of a story when it was read before, also where it stood then; nothing for one that was not. */
export function readBefore({ path, story: number }) {
  const read = kept("read", {});
  return read[path] ?? Object.values(read).find((one) => number && one.story === number);
}

/** Mark what differs from what was read before and say so; return a function that remembers what is read now. */
export async function compare(story, about, note) {
  await whole(story);
  const before = readBefore(about);
  if (before?.words) show(differing(sums(story), before), story, note);
  return () => remember(about, sums(story));
}

function remember({ path, title, story: number }, { words, entries }) {
  const now = { title, story: number, at: Date.now(), words: [...words.values()], entries: byName(entries) };
  const others = Object.entries(kept("read", {})).filter(([at, one]) => at !== path && one.story !== number);
  const read = [[path, now], ...others.sort(([, one], [, other]) => other.at - one.at)];
  keep("read", Object.fromEntries(read.slice(0, MOST)));
}

/** The rest of a story that not everybody reads comes after the page: what is not there yet did not change. */
function whole(story) {
  const place = story.querySelector(".story-rest[data-rest]");
  return place && new Promise((done) => {
    new MutationObserver((_, observer) => {
      observer.disconnect();
      done();
    }).observe(place, { attributes: true, attributeFilter: ["data-rest"] });
  });
}

function sums(story) {
  const said = new Map();
  for (const { element, texts } of passages(story)) {
    if (element.matches(BESIDE)) continue;
    const unit = element.closest(WHOLE) ?? element;
    said.set(unit, `${said.get(unit) ?? ""} ${texts.map(({ data }) => data).join("")}`);
  }
  const units = [...said].map(([unit, text]) => [unit, sum(text)]);
  return {
    words: new Map(units.filter(([unit]) => !unit.matches(".live-entry"))),
    entries: new Map(units.filter(([unit]) => unit.matches(".live-entry"))),
  };
}

/** A short name for what a passage says: enough to see that it says something else, too little to read it from. */
function sum(text) {
  let sum = 5381;
  for (const letter of text.replace(/\s+/g, " ").trim()) sum = (sum * 33 + letter.codePointAt(0)) | 0;
  return sum;
}

const byName = (entries) => Object.fromEntries([...entries].map(([{ id }, sum]) => [id, sum]));

/** An entry is known by its name, for it leaves the page as newer ones come; any other passage by what it says. */
function differing({ words, entries }, before) {
  const left = new Map();
  for (const one of before.words) left.set(one, (left.get(one) ?? 0) + 1);
  const others = [...words].filter(([, one]) => {
    const stood = left.get(one) ?? 0;
    left.set(one, stood - 1);
    return stood <= 0;
  });
  others.push(...[...entries].filter(([{ id }, one]) => before.entries?.[id] !== one));
  return { others: others.map(([unit]) => unit), gone: [...left.values()].some((stood) => stood > 0) };
}

function show({ others, gone }, story, note) {
  if (!others.length && !gone) return;
  note.hidden = false;
  for (const unit of others) unit.classList.add("is-changed");
  const button = note.querySelector("button");
  button.hidden = !others.length;
  button.onclick = () => {
    note.hidden = true;
    story.querySelector(".is-changed")?.scrollIntoView({ block: "center" });
  };
}
