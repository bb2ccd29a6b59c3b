/* One source, chosen by typing. */
import { Asking, described } from "./asking.js";

class SourcePicker extends HTMLElement {
  connectedCallback() {
    this.number = this.querySelector("input[type=hidden]");
    this.typing = this.querySelector(".kabar-source__typing");
    this.found = this.querySelector("ul");
    this.asking = new Asking(this.dataset.suggest, ({ sources }) => this.show(sources));
    this.typing.addEventListener("input", () => {
      this.number.value = "";
      if (this.typing.value.trim()) this.asking.soon({ q: this.typing.value });
      else this.close();
    });
    this.typing.addEventListener("keydown", (event) => this.key(event));
    this.typing.addEventListener("blur", () => setTimeout(() => this.leave(), 150));
    this.found.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const line = event.target.closest("li");
      if (line) this.take(line);
    });
  }

  show(sources) {
    this.found.replaceChildren(
      ...sources.map((source) => {
        const line = document.createElement("li");
        line.role = "option";
        line.id = `${this.found.id}-${source.id}`;
        line.dataset.id = source.id;
        line.dataset.label = source.label;
        line.append(source.label, " ", Object.assign(document.createElement("small"), { textContent: described(source) }));
        return line;
      }),
    );
    this.found.hidden = !sources.length;
    this.typing.setAttribute("aria-expanded", String(sources.length > 0));
    this.move(0);
  }

  key(event) {
    if (this.found.hidden) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.take(this.found.children[this.at]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(this.at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape") this.close();
  }

  move(to) {
    const lines = [...this.found.children];
    if (!lines.length) return;
    this.at = (to + lines.length) % lines.length;
    lines.forEach((line, number) => line.setAttribute("aria-selected", String(number === this.at)));
    this.typing.setAttribute("aria-activedescendant", lines[this.at].id);
  }

  take(line) {
    this.number.value = line.dataset.id;
    this.typing.value = line.dataset.label;
    this.close();
    this.number.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* What was typed and not chosen is no source. */
  leave() {
    if (!this.number.value) this.typing.value = "";
    this.close();
  }

  close() {
    this.found.hidden = true;
    this.typing.setAttribute("aria-expanded", "false");
  }
}

customElements.define("kabar-source", SourcePicker);
