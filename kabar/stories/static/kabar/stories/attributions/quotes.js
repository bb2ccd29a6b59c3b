/* Quotes set apart: each carries the key of its attribution beside its words, and loses it when the words go. */
import { choose } from "./chooser.js";
import { h } from "./html.js";
import { isShortcut } from "./shortcut.js";

const SOURCES = '[data-contentpath="body"] input[data-quote-source]';

/* The words of a quote and the field that holds its key. */
class Quote {
  constructor(book, input) {
    this.book = book;
    this.input = input;
    this.words = input.closest("[data-streamfield-child]").querySelector('[data-contentpath="text"] textarea');
    this.before = this.words.value;
    /* What the words were when they last carried a key: undoing brings back both. */
    this.kept = { words: this.before, key: input.value };
    this.button = h("button", { type: "button", class: "button button-small button-secondary", click: () => this.ask() });
    this.off = h("button", { type: "button", class: "kabar-claim__remove", click: () => this.carry("") }, book.words.remove);
    input.after(h("div", { class: "kabar-quote-source" }, this.button, this.off));
    this.words.addEventListener("input", () => this.changed());
    this.words.addEventListener("keydown", (event) => this.pressed(event));
    book.addEventListener("change", () => this.draw());
    this.draw();
  }

  get key() {
    return this.input.value;
  }

  draw() {
    const entry = this.book.entries.get(this.key);
    const source = entry && this.book.source(entry.origin);
    this.button.textContent = source?.label ?? (this.key ? this.book.words.from_elsewhere : this.book.words.who);
    this.button.title = this.book.words.who;
    this.off.hidden = !this.key;
  }

  pressed(event) {
    if (!isShortcut(event)) return;
    event.preventDefault();
    this.ask();
  }

  ask() {
    const words = this.words.value.trim();
    if (!words) return this.words.focus();
    const entry = this.book.entries.get(this.key);
    choose({
      book: this.book,
      words,
      paragraph: words,
      place: this.words.getBoundingClientRect(),
      left: () => this.words.focus(),
      chosen: (source) => {
        if (entry) {
          this.book.learn(source);
          this.book.change(this.key, { origin: source.id });
        } else {
          this.carry(this.book.add(source, true, document.getElementById("id_language")?.value ?? ""));
        }
        this.words.focus();
      },
    });
  }

  /* Other words are another claim: what was said of the old ones does not hold for them. */
  changed() {
    const now = this.words.value;
    if (this.key && !isSame(this.before, now)) {
      this.kept = { words: this.before, key: this.key };
      this.carry("");
    } else if (!this.key && this.kept.key && now === this.kept.words) {
      this.carry(this.kept.key);
    }
    this.before = now;
  }

  carry(key) {
    this.input.value = key;
    this.draw();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/* One change of a writer's leaves most words standing; a paste over all of them, or a cut, does not. */
function isSame(before, now) {
  const words = before.split(/\s+/).filter(Boolean);
  const left = new Set(now.split(/\s+/));
  return words.length > 0 && words.filter((word) => left.has(word)).length * 2 >= words.length - 1 && now.trim() !== "";
}

const known = new WeakMap();

/* Know the quotes of the page, those that were added since as well. */
export function meet(book) {
  for (const input of document.querySelectorAll(SOURCES)) {
    if (!known.has(input)) known.set(input, new Quote(book, input));
  }
}

/* What the quote of a field says, as `paragraphs` tells it; only its whole is attributed. */
export function said(input) {
  const quote = known.get(input);
  if (!quote) return [];
  const text = quote.words.value;
  const passages = quote.key && text.trim() ? [{ key: quote.key, begins: 0, ends: text.length }] : [];
  return [{ block: input.id, text, passages, quote: true }];
}

/* Take a key off every quote. */
export function unmarkQuotes(key) {
  for (const input of document.querySelectorAll(SOURCES)) {
    if (input.value === key) known.get(input)?.carry("");
  }
}

/* Select the words of a quote, if a field of that name is one. */
export function selectQuote(id) {
  const quote = known.get(document.getElementById(id));
  if (!quote) return false;
  quote.words.scrollIntoView({ block: "center" });
  quote.words.select();
  quote.words.focus();
  return true;
}
