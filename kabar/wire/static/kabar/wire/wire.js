/* Runs through the wire by the keys of the cheat sheet: one item in hand, taken or put aside with one press. */
const wire = document.getElementById("kabar-wire");
const items = () => [...wire.querySelectorAll("li[data-item]")];
const inHand = () => items().find((item) => item.contains(document.activeElement)) ?? items()[0] ?? wire;

function hold(item) {
  if (!item) return;
  for (const each of items()) each.tabIndex = each === item ? 0 : -1;
  item.focus();
  item.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = items();
  const here = all.findIndex((item) => item.contains(document.activeElement));
  hold(all[Math.max(0, Math.min(all.length - 1, here < 0 ? 0 : here + by))]);
}

/* A press that is held down must not take the next item as well. */
let done = false;
function press(what) {
  const form = inHand().querySelector(`form[data-${what}]`);
  if (!form || done) return;
  done = true;
  form.requestSubmit();
}

const MOVES = { next: () => step(1), before: () => step(-1), take: () => press("take"), aside: () => press("aside") };
document.addEventListener("kabar:wire", ({ detail }) => MOVES[detail]?.());
wire.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.dataset.opens) location.assign(event.target.dataset.opens);
});
window.addEventListener("pageshow", () => (done = false));
