/* Asks the source book while somebody types; an answer that was overtaken is thrown away. */
export const WAIT = 70;

export class Asking {
  constructor(address, show) {
    this.address = address;
    this.show = show;
    this.number = 0;
    this.pending = Promise.resolve();
  }

  /* Ask soon; `pending` is kept until the answer to the last question has been shown. */
  soon(question) {
    clearTimeout(this.timer);
    const mine = ++this.number;
    this.pending = new Promise((resolve) => {
      this.timer = setTimeout(() => this.ask(question, mine).finally(resolve), WAIT);
    });
  }

  now(question) {
    clearTimeout(this.timer);
    this.pending = this.ask(question, ++this.number);
    return this.pending;
  }

  async ask(question, mine) {
    const answer = await fetch(`${this.address}?${new URLSearchParams(question)}`, {
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    if (!answer.ok || mine !== this.number) return;
    this.show(await answer.json());
  }
}

export async function enter(address, label, kind = "person", unnamed = false) {
  const form = new FormData();
  form.set("label", label);
  form.set("kind", kind);
  form.set("unnamed", String(unnamed));
  form.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(address, { method: "POST", body: form, headers: { "X-Requested-With": "XMLHttpRequest" } });
  return answer.ok ? answer.json() : null;
}

/* What is said of a source beside its name. */
export function described(source) {
  return [source.role, source.of, source.interest].filter(Boolean).join(" · ") || source.kind_label;
}
