/* The screen of the day: looks again every few seconds, keeps one card in hand, follows the keys of the cheat sheet. */
const screen = document.getElementById("kabar-desk");
const board = screen.querySelector("[data-board]");
const says = screen.querySelector("[data-says]");
const broken = screen.querySelector("[data-broken]");
const EVERY = 6000;
const LONGEST = 120000;
let etag = "";
let wait = EVERY;
let timer = 0;
let inHand = "";

/* The order of the tab key is ours, and a form's token differs in every answer though nothing changed. */
const bare = (part) => part.innerHTML.replace(/ (tabindex|value)="[^"]*"/g, "");

const cards = () => [...board.querySelectorAll("[data-card]")];
const current = () => cards().find((card) => card.dataset.card === inHand) ?? cards()[0];

/* One card is in the order of the tab key, with what is in it; the others wait for the arrows. */
function arrange() {
  const held = current();
  for (const card of cards()) {
    const here = card === held;
    card.tabIndex = here ? 0 : -1;
    for (const inner of card.querySelectorAll("a, button")) inner.tabIndex = here ? 0 : -1;
  }
}

function hold(card) {
  if (!card) return;
  inHand = card.dataset.card;
  arrange();
  card.focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function sideways(step) {
  const bands = [...board.querySelectorAll(".kd-band")].filter((band) => band.querySelector("[data-card]") && band.offsetParent);
  const here = bands.findIndex((band) => band.contains(current()));
  hold(bands[Math.max(0, Math.min(bands.length - 1, here + step))]?.querySelector("[data-card]"));
}

function upright(step) {
  if (!board.contains(document.activeElement)) return hold(current());
  const shown = cards().filter((card) => card.offsetParent);
  hold(shown[Math.max(0, Math.min(shown.length - 1, shown.indexOf(current()) + step))]);
}

/* The card's own address for a key; without one, giving out work is still the screen's. */
function lead(what) {
  const held = board.contains(document.activeElement) ? current() : null;
  const address = held?.dataset[what] ?? (what === "assign" ? screen.querySelector("a[data-assign]")?.href : "");
  if (!address) return;
  const url = new URL(address, location.href);
  url.searchParams.set("next", location.pathname + location.search);
  location.assign(url);
}

const MOVES = { next: () => upright(1), before: () => upright(-1), right: () => sideways(1), left: () => sideways(-1) };
document.addEventListener("kabar:desk", ({ detail }) => (MOVES[detail] ? MOVES[detail]() : lead(detail)));

board.addEventListener("focusin", (event) => {
  const card = event.target.closest("[data-card]");
  if (!card || card.dataset.card === inHand) return;
  inHand = card.dataset.card;
  arrange();
});
board.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-card]") && event.target.dataset.opens) location.assign(event.target.dataset.opens);
});

/* Puts in what changed, part by part, so that what is being read, opened or held stays as it is. */
function put(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const known = new Set(cards().map((card) => card.dataset.card));
  const focused = board.contains(document.activeElement) && document.activeElement.closest("[data-card]");
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const old = board.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!old || bare(old) === bare(part) || old.querySelector("details[open]")) continue;
    old.replaceChildren(...part.childNodes);
    old.closest(".kd-band")?.classList.toggle("kd-band--empty", !old.querySelector("[data-card]"));
  }
  arrange();
  if (focused) current()?.focus({ preventScroll: true });
  const come = cards().filter((card) => !known.has(card.dataset.card));
  if (come.length) says.textContent = `${screen.dataset.new} ${come.map((card) => card.querySelector("h3").textContent.trim()).join(", ")}`;
}

function warn(words) {
  broken.textContent = words;
  broken.hidden = !words;
}

async function look() {
  try {
    const answer = await fetch(screen.dataset.again, { cache: "no-store", headers: { "X-Requested-With": "XMLHttpRequest", ...(etag && { "If-None-Match": etag }) } });
    if (answer.redirected || answer.status === 403 || answer.status === 401) return warn(screen.dataset.gone);
    if (answer.status === 200) {
      etag = answer.headers.get("ETag") ?? "";
      put(await answer.text());
    } else if (answer.status !== 304) throw new Error(answer.status);
    wait = EVERY;
    warn("");
  } catch {
    wait = Math.min(LONGEST, wait * 2);
    warn(screen.dataset.away);
  }
  if (!document.hidden) timer = setTimeout(look, wait);
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (!document.hidden) look();
});

/* Narrowing takes effect at once; the button is for those without scripts. */
for (const choice of screen.querySelectorAll(".kd-narrow select")) choice.addEventListener("change", () => choice.form.requestSubmit());
arrange();
timer = setTimeout(look, wait);
