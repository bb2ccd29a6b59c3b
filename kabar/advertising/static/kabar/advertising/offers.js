// The offer to read without ads: counted when it is seen, and made to nobody more often in a day than the paper says.
import { keep, kept } from "../stories/reading/device.js";
import { tell } from "../stories/reading/telling.js";

const today = new Date().toISOString().slice(0, 10);

export function offer() {
  const asked = kept("ad-asked", {});
  const times = asked.day === today ? asked.times : 0;
  const eye = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      eye.unobserve(target);
      tell(target.dataset.offer, "s");
      if ("asks" in target.dataset) keep("ad-asked", { day: today, times: times + 1 });
    }
  });
  for (const link of document.querySelectorAll("[data-offer]")) {
    if (link.closest(".ad")) continue;
    const aside = link.closest(".ad-offer");
    if (aside && times >= Number(link.dataset.asks)) {
      if (aside.getBoundingClientRect().top > innerHeight) aside.hidden = true;
      continue;
    }
    eye.observe(link);
  }
}
