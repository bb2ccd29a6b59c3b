/* The story's sources beside its text: each passage with who says it, and what is still missing. */
import { select, unmark } from "./editors.js";
import { h } from "./html.js";

export class List {
  constructor(book, place) {
    this.book = book;
    this.place = place;
    this.opened = new Set();
    this.unattributed = [];
    book.addEventListener("change", () => this.draw());
    book.addEventListener("visit", ({ detail }) => this.visit(detail));
    book.addEventListener("reason", () => setTimeout(() => this.place.querySelector("[data-missing]")?.focus(), 600));
    this.draw();
  }

  draw() {
    const typing = document.activeElement;
    const at = this.place.contains(typing) ? [typing.dataset.at, typing.selectionStart] : null;
    const keys = [...this.book.anchored.keys()].filter((key) => this.book.entries.has(key));
    const gone = [...this.book.entries.keys()].filter((key) => this.book.anchored.size && !keys.includes(key));
    this.place.replaceChildren(
      keys.length || gone.length
        ? h("ol", {}, keys.map((key) => this.claim(key)), gone.map((key) => this.gone(key)))
        : h("p", { class: "kabar-attributions__none" }, this.book.words.none_yet),
      this.missing() ?? "",
    );
    if (at?.[0]) this.goOn(...at);
  }

  goOn(at, caret) {
    const field = this.place.querySelector(`[data-at="${at}"]`);
    field?.focus();
    if (field?.setSelectionRange && field.type === "text") field.setSelectionRange(caret, caret);
  }

  claim(key) {
    const entry = this.book.entries.get(key);
    const { words } = this.book;
    const source = this.book.source(entry.origin);
    const passage = this.book.anchored.get(key);
    return h(
      "li",
      { id: `kabar-claim-${key}` },
      h("p", { class: "kabar-claim__who" }, h("b", {}, source?.label ?? ""), this.about(source), this.states(entry)),
      h("button", {
        type: "button", class: "kabar-claim__words", title: words.show,
        click: () => select(passage.block, passage.begins, passage.ends),
      }, passage.text),
      this.book.isUnnamed(entry) ? this.unnamed(entry) : null,
      this.details(entry),
    );
  }

  about(source) {
    const said = [source?.role, source?.of].filter(Boolean).join(", ");
    return [said ? h("span", {}, said) : null, source?.interest ? h("em", {}, source.interest) : null];
  }

  states(entry) {
    const { words } = this.book;
    const states = [];
    if (entry.is_quote) states.push(["", "“ ”", words.quote]);
    if (entry.status !== "single_source") states.push(["", this.label("status", entry.status)]);
    if (this.book.isUnnamed(entry)) {
      const approval = this.book.approval(entry);
      if (!entry.unnamed_reason.trim()) states.push(["missing", words.needs_reason]);
      else if (approval) states.push(["done", `${words.approved} ${approval.by}`]);
      else states.push(["missing", words.needs_approval]);
    }
    return states.map(([kind, text, title]) => h("span", { class: `kabar-claim__state ${kind}`, title }, text));
  }

  label(name, value) {
    return this.book.knows.choices[name].find(([each]) => each === value)?.[1] ?? value;
  }

  unnamed(entry) {
    const { words, knows } = this.book;
    const missing = !entry.unnamed_reason.trim();
    const may = knows.approve && !missing && !this.book.approval(entry);
    return h(
      "div",
      { class: "kabar-claim__unnamed" },
      h("label", {}, h("span", {}, words.reason), h("input", {
        type: "text", maxlength: "300", value: entry.unnamed_reason, "data-at": `reason-${entry.key}`,
        "data-missing": missing, change: (event) => this.book.change(entry.key, { unnamed_reason: event.target.value }),
      })),
      may ? h("button", { type: "button", class: "button button-small", click: () => this.approve(entry) }, words.approve) : null,
    );
  }

  async approve(entry) {
    const form = new FormData();
    form.set("key", entry.key);
    form.set("reason", entry.unnamed_reason);
    form.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(this.book.knows.approve, { method: "POST", body: form });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) this.book.approved(entry, said.by);
    else this.tell(entry.key, said.error || this.book.words.failed);
  }

  tell(key, what) {
    this.place.querySelector(`#kabar-claim-${key}`)?.append(h("p", { class: "error-message", role: "alert" }, what));
  }

  details(entry) {
    const { words } = this.book;
    const details = h(
      "details",
      { open: this.opened.has(entry.key), toggle: (event) => this.keepOpen(entry.key, event.target.open) },
      h("summary", {}, words.details),
      h(
        "div",
        { class: "kabar-claim__facts" },
        this.choice(entry, "terms"), this.choice(entry, "status"), this.choice(entry, "channel"), this.way(entry),
        h("label", { class: "kabar-claim__check" }, h("input", {
          type: "checkbox", checked: entry.is_quote, "data-at": `quote-${entry.key}`,
          change: (event) => this.book.change(entry.key, { is_quote: event.target.checked }),
        }), words.quote),
        this.relations(entry), this.evidence(entry),
        h("button", { type: "button", class: "kabar-claim__remove", click: () => this.remove(entry.key) }, words.remove),
      ),
    );
    return details;
  }

  keepOpen(key, isOpen) {
    if (isOpen) this.opened.add(key);
    else this.opened.delete(key);
  }

  choice(entry, name) {
    return this.labelled(this.book.words[name], this.select(`${name}-${entry.key}`, this.book.knows.choices[name], entry[name], (value) =>
      this.book.change(entry.key, { [name]: value })));
  }

  labelled(words, field) {
    return h("label", {}, h("span", {}, words), field);
  }

  select(at, choices, value, change) {
    return h("select", { "data-at": at, change: (event) => change(event.target.value) },
      choices.map(([each, label]) => h("option", { value: each, selected: each === value }, label)));
  }

  way(entry) {
    const { words } = this.book;
    const distributor = document.querySelector("#id_distributor option:checked");
    const inherited = distributor?.value ? `${words.inherited}: ${distributor.textContent}` : words.inherited;
    const agencies = [...this.book.sources.values()].filter((source) => source.kind === "agency" && source.id !== entry.origin);
    const now = entry.via === null ? "inherited" : String(entry.via[0] ?? "");
    const choices = [["inherited", inherited], ["", words.directly], ...agencies.map((source) => [String(source.id), source.label])];
    return this.labelled(words.via, this.select(`via-${entry.key}`, choices, now, (value) =>
      this.book.change(entry.key, { via: value === "inherited" ? null : value ? [Number(value)] : [] })));
  }

  relations(entry) {
    const others = [...this.book.anchored.keys()].filter((key) => key !== entry.key && this.book.entries.has(key));
    if (!others.length) return null;
    const choices = [["", "—"]];
    for (const key of others) {
      for (const [rel, label] of this.book.knows.choices.rel) {
        choices.push([`${rel} ${key}`, `${label}: ${this.book.source(this.book.entries.get(key).origin)?.label}`]);
      }
    }
    const now = entry.rel[0] ? `${entry.rel[0].rel} ${entry.rel[0].to}` : "";
    return this.labelled(this.book.words.other_claims, this.select(`rel-${entry.key}`, choices, now, (value) => {
      const [rel, to] = value.split(" ");
      this.book.change(entry.key, { rel: value ? [{ rel, to }, ...entry.rel.slice(1)] : entry.rel.slice(1) });
    }));
  }

  evidence(entry) {
    const { words, knows } = this.book;
    const pieces = entry.evidence.map((piece, number) => {
      const change = (facts) => this.book.change(entry.key, {
        evidence: entry.evidence.map((each, place) => (place === number ? { ...each, ...facts } : each)),
      });
      const field = (name, type, label) => h("input", {
        type, value: piece[name] ?? "", placeholder: label, "aria-label": label, "data-at": `${name}-${number}-${entry.key}`,
        change: (event) => change({ [name]: event.target.value }),
      });
      return h(
        "div",
        { class: "kabar-claim__evidence" },
        this.select(`kind-${number}-${entry.key}`, knows.choices.evidence, piece.kind, (kind) => change({ kind })),
        field("ref", "text", words.where),
        field("obtained_at", "date", words.obtained),
        h("label", { class: "kabar-claim__check" }, h("input", {
          type: "checkbox", checked: piece.private, change: (event) => change({ private: event.target.checked }),
        }), words.private),
        piece.kind === "url" ? null : h("input", {
          type: "file", "aria-label": words.digest_of_file,
          change: async (event) => change({ sha256: await digest(event.target.files[0]), ref: piece.ref || event.target.files[0].name }),
        }),
        piece.sha256 ? h("code", {}, `SHA-256 ${piece.sha256.slice(0, 12)}…`) : null,
      );
    });
    const more = () => this.book.change(entry.key, {
      evidence: [...entry.evidence, { kind: "url", ref: "", sha256: "", obtained_at: "", private: true }],
    });
    return h("div", { class: "kabar-claim__pieces" }, pieces,
      h("button", { type: "button", class: "kabar-claim__more", click: more }, words.add_evidence));
  }

  gone(key) {
    const entry = this.book.entries.get(key);
    return h("li", { class: "kabar-claim--gone" }, h("p", {}, h("b", {}, this.book.source(entry.origin)?.label ?? "")),
      h("p", {}, this.book.words.gone));
  }

  remove(key) {
    unmark(key);
    this.book.drop(key);
  }

  missing() {
    if (!this.unattributed.length) return null;
    return h(
      "div",
      { class: "kabar-attributions__missing" },
      h("p", {}, this.book.words.unattributed),
      h("ul", {}, this.unattributed.slice(0, 6).map((found) => h("li", {}, h("button", {
        type: "button", click: () => select(found.block, found.begins, found.ends),
      }, found.text.length > 110 ? `${found.text.slice(0, 108)}…` : found.text), " ", h("small", {}, this.book.words[found.kind])))),
    );
  }

  found(unattributed) {
    const same = JSON.stringify(unattributed) === JSON.stringify(this.unattributed);
    this.unattributed = unattributed;
    if (!same) this.draw();
  }

  visit(key) {
    const card = this.place.querySelector(`#kabar-claim-${key}`);
    this.place.querySelector(".is-visited")?.classList.remove("is-visited");
    card?.classList.add("is-visited");
  }
}

async function digest(file) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
