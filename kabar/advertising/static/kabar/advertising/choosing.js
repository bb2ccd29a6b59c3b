// Which of the ads that fit a box stands in it: by kind, by pace, by weight, by how often this device saw it today.
// What is remembered for that stays on the device.
import { keep, kept } from "../stories/reading/device.js";

const KINDS = ["sponsorship", "direct", "house"];
const HOUR = 60 * 60 * 1000;
const today = () => new Date().toISOString().slice(0, 10);
const device = matchMedia("(min-width: 62rem)").matches ? "wide" : "phone";

export function choose(box, ads, taken) {
  const topics = (box.dataset.topics ?? "").split(" ");
  const fitting = ads.filter((ad) => ad.place === box.dataset.ad
    && (ad.device === "any" || ad.device === device)
    && (!ad.topics || ad.topics.some((topic) => topics.includes(topic)))
    && (!ad.ends || ad.ends * 1000 > Date.now())
    && !(ad.cap && seenToday(ad.campaign) >= ad.cap));
  for (const kind of KINDS) {
    const found = paced(shuffled(fitting.filter((ad) => ad.kind === kind && (kind === "sponsorship" || !taken.has(ad.campaign)))));
    if (found) {
      remember(found.campaign);
      return found;
    }
  }
  return null;
}

/** The first that its pace lets through: one that is ahead of its hours makes room. */
const paced = (ads) => ads.find((ad) => Math.random() < ad.pace);

/** In a random order in which twice the weight stands first twice as often. */
const shuffled = (ads) => ads.map((ad) => [Math.random() ** (1 / ad.weight), ad]).sort((one, other) => other[0] - one[0]).map(([, ad]) => ad);

function seenToday(campaign) {
  const { day, of } = kept("ads-seen", {});
  return day === today() ? of[campaign] ?? 0 : 0;
}

function remember(campaign) {
  const { day, of } = kept("ads-seen", {});
  const now = day === today() ? of : {};
  keep("ads-seen", { day: today(), of: { ...now, [campaign]: (now[campaign] ?? 0) + 1 } });
}

export const isClosed = (box) => (kept("ads-closed", {})[box.dataset.ad] ?? 0) > Date.now();

export function close(box) {
  const until = Date.now() + Number(box.dataset.closedHours ?? 24) * HOUR;
  keep("ads-closed", { ...kept("ads-closed", {}), [box.dataset.ad]: until });
}
