/* What the form knows of its sources: the entries by key, the sources they name, and the text the form sends. */
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

export class Book extends EventTarget {
  constructor(textarea, knows) {
    super();
    this.textarea = textarea;
    this.knows = knows;
    this.words = knows.words;
    this.sources = new Map(Object.entries(knows.sources).map(([id, source]) => [Number(id), source]));
    this.approvals = new Map(Object.entries(knows.approvals));
    this.entries = new Map(JSON.parse(textarea.value || "[]").map((entry) => [entry.key, entry]));
    this.anchored = new Map();
  }

  source(id) {
    return this.sources.get(id);
  }

  learn(source) {
    this.sources.set(source.id, source);
  }

  /* The sources this story uses already, the last used first. */
  inUse() {
    const ids = [...this.entries.values()].map((entry) => entry.origin).reverse();
    return [...new Set(ids)].map((id) => this.source(id)).filter(Boolean);
  }

  add(source, isQuote, lang) {
    this.learn(source);
    const key = this.freshKey();
    this.entries.set(key, {
      key,
      origin: source.id,
      via: null,
      is_quote: isQuote,
      lang: isQuote ? lang : "",
      channel: "",
      terms: "on_record",
      unnamed_reason: "",
      status: "single_source",
      rel: [],
      evidence: [],
    });
    this.changed();
    return key;
  }

  change(key, facts) {
    Object.assign(this.entries.get(key), facts);
    this.changed();
  }

  drop(key) {
    this.entries.delete(key);
    this.changed();
  }

  isUnnamed(entry) {
    return Boolean(this.source(entry.origin)?.unnamed) || entry.terms !== "on_record";
  }

  /* An approval is for a source, its terms and the reason; when one of them changes it is gone. */
  approval(entry) {
    const given = this.approvals.get(entry.key);
    const same =
      given && given.origin === entry.origin && given.terms === entry.terms && given.reason === entry.unnamed_reason.trim();
    return same ? given : null;
  }

  approved(entry, by) {
    this.approvals.set(entry.key, { by, origin: entry.origin, terms: entry.terms, reason: entry.unnamed_reason.trim() });
    this.dispatchEvent(new Event("change"));
  }

  /* Where the passages stand now, in the order of the text. */
  anchor(anchored) {
    const before = JSON.stringify([...this.anchored]);
    this.anchored = anchored;
    if (JSON.stringify([...anchored]) !== before) this.dispatchEvent(new Event("change"));
  }

  changed() {
    this.textarea.value = JSON.stringify([...this.entries.values()]);
    this.textarea.dispatchEvent(new Event("change", { bubbles: true }));
    this.dispatchEvent(new Event("change"));
  }

  freshKey() {
    const numbers = crypto.getRandomValues(new Uint8Array(8));
    return [...numbers].map((number) => LETTERS[number % LETTERS.length]).join("");
  }
}
