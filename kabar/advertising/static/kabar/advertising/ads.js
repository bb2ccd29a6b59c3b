// Fills the boxes of a page: one question for all of them, the choice made here, nobody told who reads.
import { afterwards } from "../stories/reading/afterwards.js";
import { tell } from "../stories/reading/telling.js";
import { choose, isClosed, close } from "./choosing.js";
import { agreed, follow } from "./consent.js";
import { show, showNetwork } from "./showing.js";
import { offer } from "./offers.js";

const boxes = [...document.querySelectorAll(".ad")].filter((box) => box.offsetParent !== null);
const lists = new Map();

/** What may stand in the boxes, asked without a cookie; only the newsroom, which previews, has to know who asks. */
async function list(address) {
  if (!lists.has(address)) {
    lists.set(address, fetch(address, { credentials: address.startsWith("/-/") ? "omit" : "same-origin" }).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null));
  }
  return lists.get(address);
}

/** Nothing stands here: below the reader it goes, in view its room stays, so that no line moves. */
function leaveEmpty(box) {
  box.classList.add("ad-empty");
  const instead = box.querySelector(".ad-instead");
  if (box.getBoundingClientRect().top > innerHeight) box.hidden = true;
  else if (instead) instead.hidden = false;
}

async function fill(box, taken) {
  const said = await list(box.dataset.list);
  box.dataset.closedHours = said?.closed ?? 24;
  const chosen = said && !isClosed(box) ? choose(box, said.ads, taken) : null;
  if (chosen) {
    taken.add(chosen.campaign);
    show(box, chosen);
  } else if (!isClosed(box) && box.dataset.network && agreed()) showNetwork(box);
  else leaveEmpty(box);
}

for (const box of boxes) {
  box.querySelector(".ad-close").addEventListener("click", () => {
    const instead = box.querySelector(".ad-instead");
    box.classList.add("ad-closing");
    if (instead) instead.hidden = false;
    // What stands instead is there at once; the page below moves up in the frame after.
    afterwards(() => {
      close(box);
      if (box.dataset.tag) tell(box.dataset.tag, "x");
      box.querySelector(".ad-room").replaceChildren();
      box.classList.replace("ad-closing", "ad-closed");
      if (!instead) return;
      instead.firstElementChild.focus({ preventScroll: true });
      tell(instead.firstElementChild.dataset.offer, "s");
    });
  });
}

const taken = new Set();
for (const box of boxes) await fill(box, taken);
follow(() => { for (const box of boxes) if (box.dataset.network && box.classList.contains("ad-empty") && !isClosed(box)) showNetwork(box); },
  () => { for (const box of boxes) if (box.querySelector("iframe[data-outside]")) { box.querySelector(".ad-room").replaceChildren(); leaveEmpty(box); } });
offer();
