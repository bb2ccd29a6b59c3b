// Sets the rest of a story below its open part, or the wall; nothing is asked for a stranger to a members' story.
const place = document.querySelector(".story-rest[data-rest]");
const known = document.cookie.split("; ").includes("kabar_known=1");
const ours = globalThis.trustedTypes?.createPolicy("kabar-rest", { createHTML: (html) => html });

function made(html) {
  const template = document.createElement("template");
  template.innerHTML = ours ? ours.createHTML(html) : html;
  return template.content;
}

async function readOn() {
  const answer = await fetch(place.dataset.rest, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const rest = made(await answer.text());
  // The sources of the whole story take the place of those of its open part.
  const sources = rest.getElementById("how-we-know");
  if (sources) {
    document.getElementById("how-we-know")?.remove();
    place.after(sources);
  }
  place.replaceChildren(rest);
}

if (place && (known || "always" in place.dataset)) await readOn();
place?.removeAttribute("data-rest");
