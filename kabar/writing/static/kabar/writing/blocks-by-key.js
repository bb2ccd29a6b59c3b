/* Insert a block below the one at hand, and jump from block to block, without the mouse. */
import { begin, children, focus, position } from "./body.js";

document.addEventListener("kabar:insert-block", ({ detail }) => {
  const here = position();
  begin(detail, here < 0 ? children().length : here + 1);
});

document.addEventListener("kabar:jump-block", ({ detail }) => {
  const here = position();
  const step = Number(detail);
  const next = here < 0 ? (step > 0 ? 0 : children().length - 1) : here + step;
  focus(Math.max(0, Math.min(children().length - 1, next)));
});
