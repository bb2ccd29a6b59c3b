/* Chooses topics by typing: asks the newsroom for those whose name fits, and keeps the chosen ones as hidden inputs. */
class TopicPicker extends HTMLElement {
  connectedCallback() {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.begin(), { once: true });
    } else {
      this.begin();
    }
  }

  begin() {
    this.chosen = this.querySelector(".kabar-topics__chosen");
    this.typing = this.querySelector(".kabar-topics__typing");
    this.found = this.querySelector(".kabar-topics__found");
    this.at = -1;
    this.typing.addEventListener("input", () => this.askSoon());
    this.typing.addEventListener("keydown", (event) => this.key(event));
    this.typing.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.chosen.addEventListener("click", (event) => {
      if (event.target.closest("button")) this.drop(event.target.closest("li"));
    });
    this.found.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const line = event.target.closest("li");
      if (line) this.take(line);
    });
  }

  askSoon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), 150);
  }

  async ask() {
    const words = this.typing.value.trim();
    if (!words) return this.close();
    const asked = new URLSearchParams({ q: words, paper: this.paper() });
    const answer = await fetch(`${this.dataset.suggest}?${asked}`, {
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    if (!answer.ok || words !== this.typing.value.trim()) return undefined;
    const { topics, may_add: mayAdd } = await answer.json();
    return this.show(topics, mayAdd ? words : "");
  }

  show(topics, fresh) {
    const held = new Set([...this.chosen.querySelectorAll("input")].map((input) => input.value));
    const lines = topics.filter((topic) => !held.has(String(topic.id))).map((topic) => this.line(topic.name, topic.id));
    if (fresh) lines.push(this.line(`${this.dataset.add}: ${fresh}`, "", fresh));
    this.found.replaceChildren(...lines);
    this.found.hidden = lines.length === 0;
    this.typing.setAttribute("aria-expanded", String(lines.length > 0));
    this.move(0);
  }

  line(label, id, fresh = "") {
    const line = document.createElement("li");
    line.role = "option";
    line.id = `${this.found.id}-${id || "new"}`;
    line.textContent = label;
    line.dataset.id = id;
    line.dataset.fresh = fresh;
    return line;
  }

  key(event) {
    const open = !this.found.hidden;
    if (event.key === "Enter") {
      event.preventDefault();
      if (open && this.found.children[this.at]) this.take(this.found.children[this.at]);
    } else if (event.key === "ArrowDown" && open) {
      event.preventDefault();
      this.move(this.at + 1);
    } else if (event.key === "ArrowUp" && open) {
      event.preventDefault();
      this.move(this.at - 1);
    } else if (event.key === "Escape") {
      this.close();
    } else if (event.key === "Backspace" && !this.typing.value && this.chosen.lastElementChild) {
      this.drop(this.chosen.lastElementChild);
    }
  }

  move(to) {
    const lines = [...this.found.children];
    if (!lines.length) return;
    this.at = (to + lines.length) % lines.length;
    lines.forEach((line, number) => line.setAttribute("aria-selected", String(number === this.at)));
    this.typing.setAttribute("aria-activedescendant", lines[this.at].id);
  }

  async take(line) {
    const id = line.dataset.id || (await this.make(line.dataset.fresh));
    if (!id) return;
    this.add(id, line.dataset.fresh || line.textContent);
    this.typing.value = "";
    this.close();
  }

  async make(name) {
    const form = new FormData();
    form.set("name", name);
    form.set("paper", this.paper());
    form.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(this.dataset.suggest, {
      method: "POST",
      body: form,
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    return answer.ok ? String((await answer.json()).id) : "";
  }

  add(id, name) {
    const item = document.createElement("li");
    const input = Object.assign(document.createElement("input"), { type: "hidden", name: this.dataset.name, value: id });
    const label = Object.assign(document.createElement("span"), { textContent: name });
    const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
    remove.setAttribute("aria-label", `${this.dataset.remove} ${name}`);
    item.append(input, label, remove);
    this.chosen.append(item);
    this.changed(input);
  }

  drop(item) {
    item.remove();
    this.changed(this.typing);
  }

  /* A story has the topics of its section's paper. */
  paper() {
    const section = this.closest("form")?.elements.namedItem("section");
    return JSON.parse(this.dataset.papers || "{}")[section?.value] ?? "";
  }

  /* The form watches for changes to keep the draft. */
  changed(where) {
    where.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.found.hidden = true;
    this.typing.setAttribute("aria-expanded", "false");
    this.typing.removeAttribute("aria-activedescendant");
  }
}

customElements.define("kabar-topics", TopicPicker);
