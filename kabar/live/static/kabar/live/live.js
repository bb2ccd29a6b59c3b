// Follows a live story: by a line that stays open, else by asking now and then. Without it a reader reloads.
const POLL = 20_000;
const live = document.querySelector("[data-live]");
const list = document.getElementById("live-entries");
const news = live.querySelector(".live-news");
const ours = globalThis.trustedTypes?.createPolicy("kabar-live", { createHTML: (html) => html });
let number = Number(live.dataset.number);
let line;

function made(html) {
  const template = document.createElement("template");
  template.innerHTML = ours ? ours.createHTML(html) : html;
  return template.content.firstElementChild;
}

/** A reader in the middle of the page is not pushed away: what is new waits until they ask for it. */
const isAtTheTop = () => list.getBoundingClientRect().top > -40;

function show(entry) {
  live.querySelector(".live-nothing")?.remove();
  list.prepend(entry);
}

/** What stands on a sheet of its own is corrected there: here it would seem new. */
function isOlder(piece) {
  const stands = document.getElementById(piece.id);
  if (stands) return !!stands.closest(".live-older");
  const last = list.querySelector(":scope > li:last-child time");
  const told = piece.querySelector(".live-facts time");
  return !!document.querySelector(".live-older") && !!last && !!told && told.dateTime < last.dateTime;
}

const waiting = [];
function wait(entry) {
  waiting.push(entry);
  const button = news.querySelector("button") ?? news.appendChild(document.createElement("button"));
  button.type = "button";
  button.className = "live-more";
  button.textContent = live.dataset.more.replace("%", waiting.length);
  button.onclick = () => {
    waiting.splice(0).forEach(show);
    button.remove();
    list.firstElementChild.tabIndex = -1;
    list.firstElementChild.focus({ preventScroll: true });
    list.scrollIntoView({ block: "start" });
  };
}

function tell({ state, number: newest, pieces }) {
  number = newest;
  if (state === "gone") return location.reload();
  // The newest stands first; set from the oldest on, each comes to stand on top.
  for (const { place, html } of pieces.toReversed()) {
    const piece = made(html);
    if (isOlder(piece)) continue;
    const old = document.getElementById(place) ?? waiting.find((entry) => entry.id === place);
    if (old?.isConnected) old.replaceWith(piece);
    else if (old) waiting[waiting.indexOf(old)] = piece;
    else if (isAtTheTop()) show(piece);
    else wait(piece);
  }
  if (state !== "open") line?.close();
  return state === "open";
}

async function ask() {
  let goesOn = true;
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(`${live.dataset.live}?after=${number}`);
      if (answer.ok) goesOn = tell(await answer.json()) ?? false;
      else if (answer.status === 404) goesOn = tell({ state: "gone", number, pieces: [] }) ?? false;
    } catch { /* The line is down; the next question may get through. */ }
  }
  if (goesOn) setTimeout(ask, POLL * (0.75 + Math.random() / 2));
}

function follow() {
  if (!globalThis.EventSource) return void ask();
  line = new EventSource(`${live.dataset.live}?after=${number}`);
  line.onmessage = (event) => tell(JSON.parse(event.data));
  line.onerror = () => {
    // A browser tries again by itself unless it was refused for good.
    if (line.readyState === EventSource.CLOSED && live.querySelector(".is-open")) setTimeout(ask, POLL * Math.random());
  };
}

follow();
