/* The sources of a story, in its form. */
import { Book } from "./book.js";
import { paragraphs } from "./editors.js";
import { lint, paint } from "./lint.js";
import { List } from "./list.js";
import { teach } from "./marking.js";
import { meet } from "./quotes.js";

const SOON = 350;
const LATER = 1200;

function begin(panel) {
  const knows = JSON.parse(document.getElementById("kabar-attributions-knows").textContent);
  const book = new Book(panel.querySelector("[data-attributions]"), knows);
  teach(book);
  const list = new List(book, panel.querySelector(".kabar-attributions__list"));
  watch(panel.closest("form"), () => look(book), () => criticise(book, list));
}

/* Look at the text a moment after it changed, and criticise it when its writer pauses. */
function watch(form, look, criticise) {
  let soon = 0;
  let later = 0;
  const wait = () => {
    clearTimeout(soon);
    clearTimeout(later);
    soon = setTimeout(look, SOON);
    later = setTimeout(criticise, LATER);
  };
  for (const kind of ["input", "change", "keyup", "paste", "click"]) form.addEventListener(kind, wait);
  document.addEventListener("kabar:marked", wait);
  wait();
  setTimeout(wait, 1500);
}

function look(book) {
  meet(book);
  const anchored = new Map();
  for (const { block, text, passages } of paragraphs()) {
    for (const { key, begins, ends } of passages) {
      if (!anchored.has(key)) anchored.set(key, { block, begins, ends, text: text.slice(begins, ends) });
    }
  }
  book.anchor(anchored);
}

async function criticise(book, list) {
  look(book);
  const language = document.getElementById("id_language")?.value || "id";
  const found = await lint(book.knows.lint, language, paragraphs(), new Set(book.entries.keys()));
  paint(found);
  list.found(found);
}

const panel = document.querySelector("kabar-attributions");
if (panel && window.draftail) begin(panel);
