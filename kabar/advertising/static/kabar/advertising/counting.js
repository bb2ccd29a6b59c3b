// What is counted of an ad: seen, viewed, closed.
import { tell } from "../stories/reading/telling.js";

/** Count what is drawn as seen once it nears the reader, and as viewed after a second with half of it in view. */
export function watch(box, tag) {
  let since = 0, seen = false;
  const eye = new IntersectionObserver(([entry]) => {
    if (entry.isIntersecting && !seen) {
      seen = true;
      tell(tag, "s");
    }
    clearTimeout(since);
    if (entry.intersectionRatio < 0.5) return;
    since = setTimeout(() => {
      if (document.hidden) return;
      tell(tag, "v");
      eye.disconnect();
    }, 1000);
  }, { threshold: [0, 0.5] });
  eye.observe(box.querySelector(".ad-room"));
}
