/* The small window in which a source is chosen: type, Enter. Nothing typed offers whom the sentence itself names. */
import { Asking, described, enter } from "../../sources/asking.js";
import { h } from "./html.js";

let open = null;

export function close() {
  open?.remove();
  open = null;
}

export function choose({ book, words, paragraph, place, chosen, left }) {
  close();
  open = new Chooser(book, { words, paragraph, place, chosen, left });
}

class Chooser {
  constructor(book, asked) {
    this.book = book;
    this.asked = asked;
    this.lines = [];
    this.at = 0;
    this.mayAdd = true;
    this.asking = new Asking(book.knows.suggest, (answer) => this.answered(answer));
    this.draw();
    this.asking.now({ passage: asked.words || asked.paragraph });
    this.show(book.inUse().slice(0, 5));
  }

  draw() {
    const { words } = this.book;
    this.typing = h("input", {
      type: "text", placeholder: words.type, autocomplete: "off", role: "combobox", "aria-expanded": "true",
      "aria-controls": "kabar-who-found", "aria-label": words.who, spellcheck: "false",
    });
    this.found = h("ul", { role: "listbox", id: "kabar-who-found" });
    this.window = h(
      "div",
      { class: "kabar-who", role: "dialog", "aria-label": words.who },
      h("p", { class: "kabar-who__words" }, this.asked.words),
      this.typing,
      this.found,
    );
    document.body.append(this.window);
    this.put();
    this.typing.addEventListener("input", () => this.typed());
    this.typing.addEventListener("keydown", (event) => this.key(event));
    this.typing.addEventListener("blur", () => setTimeout(() => this.leave(), 180));
    this.found.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const line = event.target.closest("li");
      if (line) this.take([...this.found.children].indexOf(line));
    });
    this.typing.focus();
  }

  /* Below the words when there is room, else above them. */
  put() {
    const { place } = this.asked;
    const height = 300;
    const width = Math.min(420, window.innerWidth - 24);
    const below = place.bottom + height < window.innerHeight || place.top < height;
    this.window.style.width = `${width}px`;
    this.window.style.left = `${Math.max(12, Math.min(place.left, window.innerWidth - width - 12))}px`;
    if (below) this.window.style.top = `${Math.max(8, place.bottom + 8)}px`;
    else this.window.style.bottom = `${window.innerHeight - place.top + 8}px`;
  }

  typed() {
    const typed = this.typing.value.trim();
    if (typed) this.asking.soon({ q: typed });
    else this.asking.now({ passage: this.asked.words || this.asked.paragraph });
  }

  answered({ sources, may_add: mayAdd }) {
    this.mayAdd = mayAdd;
    const typed = this.typing.value.trim();
    const more = typed ? [] : this.book.inUse().filter((source) => !sources.some((other) => other.id === source.id));
    this.show([...sources, ...more].slice(0, 8), typed);
  }

  show(sources, typed = "") {
    const { words } = this.book;
    this.lines = sources.map((source) => ({ source, label: source.label, note: described(source) }));
    if (typed && this.mayAdd) {
      this.lines.push(
        { fresh: ["person", false], label: words.new_person + typed },
        { fresh: ["office", false], label: words.new_office + typed },
        { fresh: ["person", true], label: words.new_unnamed + typed },
      );
    }
    this.found.replaceChildren(
      ...this.lines.map((line, number) =>
        h(
          "li",
          { role: "option", id: `kabar-who-${number}`, class: line.fresh ? "kabar-who__new" : "" },
          h("span", {}, line.label),
          line.source?.unnamed ? h("em", {}, words.unnamed) : null,
          line.note ? h("small", {}, line.note) : null,
        ),
      ),
    );
    this.move(0);
  }

  move(to) {
    if (!this.lines.length) return;
    this.at = (to + this.lines.length) % this.lines.length;
    [...this.found.children].forEach((line, number) => line.setAttribute("aria-selected", String(number === this.at)));
    this.typing.setAttribute("aria-activedescendant", `kabar-who-${this.at}`);
    this.found.children[this.at].scrollIntoView({ block: "nearest" });
  }

  async key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(this.at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      // Whoever types faster than the book answers means the answer.
      await this.asking.pending;
      this.take(this.at);
    }
  }

  async take(number) {
    const line = this.lines[number];
    if (!line || this.taken) return;
    this.taken = true;
    const source = line.source ?? (await enter(this.book.knows.suggest, this.typing.value.trim(), ...line.fresh));
    close();
    if (source) this.asked.chosen(source);
    else this.asked.left();
  }

  leave() {
    if (open === this && !this.taken && !this.window.contains(document.activeElement)) this.cancel();
  }

  cancel() {
    if (this.taken) return;
    this.taken = true;
    close();
    this.asked.left();
  }

  remove() {
    this.window.remove();
  }
}
