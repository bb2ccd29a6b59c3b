/* One step back over something done at once: by its button, or by the keys while nothing else was written. */
let back = null;

const note = () => document.querySelector("[data-kabar-note]");

export function settle(message = "") {
  back = null;
  const place = note();
  place.querySelector("[data-kabar-note-words]").textContent = message;
  place.querySelector("button").hidden = true;
  place.dataset.kabarNote = message ? "shown" : "";
}

export function offerUndo(message, undo) {
  settle(message);
  note().querySelector("button").hidden = false;
  back = undo;
}

function take() {
  const undo = back;
  settle();
  undo?.();
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-kabar-note] button")) take();
});

document.addEventListener("keydown", (event) => {
  if (!back || event.shiftKey || event.altKey || event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.stopPropagation();
  take();
}, true);

/* What is written afterwards has an undo of its own; the note has been read by then. */
document.addEventListener("beforeinput", () => back && settle(), true);
