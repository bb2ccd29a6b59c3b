// Looks every few seconds whether an order is paid, and shows the page anew when it is.
const waiting = document.querySelector("[data-waiting]");
const PAUSE = 1000;

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch(waiting.dataset.waiting, { headers: { Accept: "application/json" } });
      if (answer.ok && (await answer.json()).state !== "waiting") {
        location.reload();
        return;
      }
    } catch {
      // Without a network it is looked again when there is one.
    }
  }
  setTimeout(look, PAUSE);
}

if (waiting) setTimeout(look, PAUSE);
