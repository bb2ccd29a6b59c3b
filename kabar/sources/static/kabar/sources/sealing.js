/* Keys and sealed identities: the name and the private key are plain in this page only, and never sent. */
import { Decrypter, Encrypter, armor, generateX25519Identity, identityToRecipient } from "./vendor/age.js";

const MOST_PARTS = 8;
const words = JSON.parse(document.getElementById("kabar-sealing-words")?.textContent ?? "{}");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

function say(element, text) {
  element.querySelector("[role=status]").textContent = text;
}

class Key extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", () => this.make());
  }

  async make() {
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    const form = new FormData();
    form.set("recipient", recipient);
    form.set("csrfmiddlewaretoken", token());
    // The file comes first: a key that was registered and lost opens nothing.
    hand(`# ${new Date().toISOString()}\n# ${recipient}\n${identity}\n`);
    const answer = await fetch(location.href, { method: "POST", body: form });
    say(this, answer.ok ? words.registered : words.failed);
  }
}

function hand(text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "kabar-key.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

class Seal extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", () => this.seal());
  }

  async seal() {
    const name = this.querySelector(".kabar-seal__name");
    const note = this.querySelector("textarea");
    const chosen = [...this.querySelectorAll("input[type=checkbox]:checked")];
    const parts = folded(name.value);
    if (!parts.length || !chosen.length) return say(this, words.choose);
    const sealer = new Encrypter();
    chosen.forEach((box) => sealer.addRecipient(box.dataset.recipient));
    const secret = JSON.stringify({ name: name.value.trim(), note: note.value.trim() });
    const ciphertext = armor.encode(await sealer.encrypt(secret));
    const body = JSON.stringify({ ciphertext, readers: chosen.map((box) => Number(box.value)), ...(await digests(parts)) });
    const answer = await fetch(this.dataset.address, {
      method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    });
    if (answer.ok) {
      name.value = note.value = "";
      return say(this, words.sealed);
    }
    return say(this, (await answer.json().catch(() => ({}))).error || words.failed);
  }
}

/* As sources/words.py folds: small letters, no accents, words of letters and digits. */
export function folded(text) {
  const plain = text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, 40)).slice(0, MOST_PARTS);
}

async function digests(parts) {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey("raw", salt, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const digest = async (text) => hex(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text)));
  const telling = parts.filter((part) => part.length > 2);
  return {
    salt: hex(salt),
    whole: await digest(parts.join(" ")),
    parts: await Promise.all((telling.length ? telling : parts).map(digest)),
  };
}

function hex(bytes) {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Unseal extends HTMLElement {
  connectedCallback() {
    this.querySelector("button").addEventListener("click", () => this.open());
    this.querySelector("input[type=file]").addEventListener("change", async (event) => {
      this.querySelector("input[type=password]").value = keyIn(await event.target.files[0].text());
    });
  }

  async open() {
    const sealed = JSON.parse(document.getElementById("kabar-sealed").textContent);
    try {
      const opener = new Decrypter();
      opener.addIdentity(keyIn(this.querySelector("input[type=password]").value));
      const { name, note } = JSON.parse(await opener.decrypt(armor.decode(sealed), "text"));
      say(this, [name, note].filter(Boolean).join(" — "));
    } catch {
      say(this, words.not_yours);
    }
  }
}

function keyIn(text) {
  return text.match(/AGE-SECRET-KEY-1[0-9A-Z]+/)?.[0] ?? "";
}

customElements.define("kabar-key", Key);
customElements.define("kabar-seal", Seal);
customElements.define("kabar-unseal", Unseal);
