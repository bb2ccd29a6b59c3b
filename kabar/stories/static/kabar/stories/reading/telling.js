// What a reader saw and read, told without a cookie and without a name: in one message for the pages of a visit, when the
// visit pauses or ends. Whoever goes on to another page of the paper takes along what is not told yet.
const SEEN = "/-/seen", LATEST = 5 * 60 * 1000, LINES = 32, ROOM = 3700, KEPT = "kabar:untold", ON_THE_WAY = 10_000;
const said = new Map();
let untold = [], since = 0, timer = 0, goingOn = 0;

/** Have something told once for this page: a story's address, or an ad's tag with what became of it. */
export function tell(thing, how = "") {
  if (!thing) return;
  const before = said.get(thing);
  if (before?.includes(how)) return;
  said.set(thing, (before ?? "") + how);
  const line = untold.find((one) => one.here && one.thing === thing);
  if (line) line.how += how;
  else untold.push({ thing, how, here: true });
  wait();
}

const length = () => untold.reduce((sum, { thing, how }) => sum + thing.length + how.length + 2, 19);

function wait() {
  since ||= Date.now();
  if (untold.length >= LINES || length() > ROOM) return send();
  timer ||= setTimeout(send, Math.max(0, since + LATEST - Date.now()));
}

function forget() {
  clearTimeout(timer);
  untold = [];
  since = timer = 0;
}

function send() {
  if (!untold.length) return;
  // A message that a browser sends twice, because a line broke, counts once.
  const number = [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const body = [number, ...untold.map(({ thing, how }) => (how ? `${thing} ${how}` : thing))].join("\n");
  forget();
  // Unlike sendBeacon this can leave cookies at home; where it may not outlive the page, sendBeacon does.
  if ("keepalive" in Request.prototype) fetch(SEEN, { method: "POST", body, keepalive: true, credentials: "omit" }).catch(() => {});
  else navigator.sendBeacon(SEEN, body);
}

function leave() {
  if (!untold.length) return;
  if (Date.now() - goingOn > ON_THE_WAY) return send();
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ since, untold }));
    forget();
  } catch {
    send();
  }
}

/** Take up what the page before left untold. */
function takeUp() {
  goingOn = 0;
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
    if (!kept) return;
    untold = [...kept.untold.map((line) => ({ ...line, here: false })), ...untold];
    since = Math.min(since || kept.since, kept.since);
    wait();
  } catch { /* Nothing is kept here: each page tells its own. */ }
}

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const here = !event.defaultPrevented && !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  // What begins with /-/ is no page of the paper, or leads out of it.
  goingOn = here && link && !link.target && link.origin === location.origin && !link.pathname.startsWith("/-/") ? Date.now() : 0;
});
addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => { if (event.persisted) takeUp(); });
takeUp();
