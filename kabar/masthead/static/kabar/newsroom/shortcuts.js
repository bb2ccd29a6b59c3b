/* The newsroom's keys: the rows of the cheat sheet are the only list of them. */
const DIALOG = "keyboard-shortcuts-dialog";
const mac = /Mac|iPhone|iPad/.test(navigator.platform);

const shown = (row) => {
  const on = row.closest("[data-kabar-keys-on]")?.dataset.kabarKeysOn;
  return !on || document.querySelector(on) !== null;
};

const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable=true]");

/* By the place of the key, because Alt and Shift change the letter it writes. */
function pressed(event) {
  const key = /^(Key|Digit)/.test(event.code) ? event.code.replace(/^(Key|Digit)/, "") : event.key;
  return { key: key.toLowerCase(), mod: mac ? event.metaKey : event.ctrlKey, alt: event.altKey, shift: event.shiftKey, ctrl: mac && event.ctrlKey };
}

function means(row, now) {
  const caps = row.dataset.kabarKeys.split("+");
  const wants = (cap) => caps.includes(cap);
  const bare = !wants("mod") && !wants("alt");
  const key = caps.at(-1);
  /* A sign such as ? needs Shift on some keyboards and not on others. */
  const shift = bare && !/^[a-z]|arrow/.test(key) ? true : now.shift === wants("shift");
  return now.key === key && now.mod === wants("mod") && now.alt === wants("alt") && now.ctrl === wants("ctrl") && shift;
}

function perform({ press, focus, tell, detail }) {
  if (press) document.querySelector(press)?.click();
  else if (focus) document.querySelector(focus)?.focus();
  else if (tell) document.dispatchEvent(new CustomEvent(tell, { detail }));
}

function hear(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const now = pressed(event);
  if (now.mod && !now.alt && event.key === "/") {
    event.preventDefault();
    document.getElementById(DIALOG)?.dispatchEvent(new CustomEvent("w-dialog:show"));
    return;
  }
  if (window.wagtailConfig?.KEYBOARD_SHORTCUTS_ENABLED === false) return;
  if (!now.mod && !now.alt && typing(event.target)) return;
  for (const row of document.querySelectorAll("[data-kabar-keys]")) {
    const { press, focus, tell } = row.dataset;
    if ((press || focus || tell) && means(row, now) && shown(row)) {
      event.preventDefault();
      event.stopPropagation();
      perform(row.dataset);
      return;
    }
  }
}

/* The sheet shows the keys of the screen at hand, spelled for the keyboard at hand. */
function arrange() {
  for (const group of document.querySelectorAll("[data-kabar-keys-on]")) {
    group.hidden = Boolean(group.dataset.kabarKeysOn) && !document.querySelector(group.dataset.kabarKeysOn);
    if (mac) for (const cap of group.querySelectorAll("kbd")) cap.textContent = { Ctrl: "⌘", Alt: "⌥" }[cap.textContent] ?? cap.textContent;
  }
}

document.addEventListener("keydown", hear, true);

/* The sheet is a dialog that Wagtail sets into the page a moment after it has loaded. */
new MutationObserver((_, watch) => {
  const sheet = document.getElementById(DIALOG);
  if (!sheet) return;
  watch.disconnect();
  arrange();
  new MutationObserver(arrange).observe(sheet, { attributeFilter: ["aria-hidden"] });
}).observe(document.documentElement, { childList: true, subtree: true });
