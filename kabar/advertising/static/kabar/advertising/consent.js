// The one question about an outside network: asked once, refused as easily as accepted, taken back in the colophon.
import { afterwards } from "../stories/reading/afterwards.js";
import { keep, kept } from "../stories/reading/device.js";

const ASK = "/-/me/consent";
const banner = document.querySelector(".ad-consent");
const choices = document.querySelector(".ad-choices");
const privacy = navigator.globalPrivacyControl === true;

const answered = () => {
  const answer = kept("ad-consent", null);
  return answer?.terms === banner?.dataset.terms ? answer : null;
};

export const agreed = () => !privacy && banner !== null && answered()?.given === true;

export function follow(accepted, refused) {
  if (!banner) return;
  choices.hidden = false;
  choices.addEventListener("click", () => {
    banner.hidden = false;
    afterwards(() => banner.querySelector("button").focus({ preventScroll: true }));
  });
  for (const button of banner.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      const given = button.value === "yes" && !privacy;
      banner.hidden = true;
      afterwards(async () => {
        keep("ad-consent", { given, terms: banner.dataset.terms });
        given ? accepted() : refused();
        const answer = await fetch(ASK, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ given }) }).catch(() => null);
        if (answer?.ok) keep("ad-consent", await answer.json());
      });
    });
  }
  // Who has said so to every site is not asked by this one.
  if (!privacy && !answered()) banner.hidden = false;
}
