// What was seen, viewed and closed, told in one message now and then, without a cookie and without a name.
const SEEN = "/-/ads/seen", EVERY = 5000;
const view = [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
let waiting = new Map(), timer = 0;

export function count(tag, what) {
  if (!tag) return;
  waiting.set(tag, (waiting.get(tag) ?? "") + what);
  timer ||= setTimeout(send, EVERY);
}

function send() {
  clearTimeout(timer);
  timer = 0;
  if (!waiting.size) return;
  const body = [view, ...[...waiting].map(([tag, what]) => `${tag} ${what}`)].join("\n");
  waiting = new Map();
  // Unlike sendBeacon this can leave cookies at home; where it may not outlive the page, sendBeacon does.
  if ("keepalive" in Request.prototype) fetch(SEEN, { method: "POST", body, keepalive: true, credentials: "omit" }).catch(() => {});
  else navigator.sendBeacon(SEEN, body);
}

addEventListener("visibilitychange", () => { if (document.hidden) send(); });
addEventListener("pagehide", send);

/** Count what is drawn as seen once it nears the reader, and as viewed after a second with half of it in view. */
export function watch(box, tag) {
  let since = 0, seen = false;
  const eye = new IntersectionObserver(([entry]) => {
    if (entry.isIntersecting && !seen) {
      seen = true;
      count(tag, "s");
    }
    clearTimeout(since);
    if (entry.intersectionRatio < 0.5) return;
    since = setTimeout(() => {
      if (document.hidden) return;
      count(tag, "v");
      eye.disconnect();
    }, 1000);
  }, { threshold: [0, 0.5] });
  eye.observe(box.querySelector(".ad-room"));
}
