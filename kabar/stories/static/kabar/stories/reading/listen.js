// Reads a story aloud with the browser's own voice, block by block, and shows where it is.
const HEARD = ":scope > :is(p, h2, h3, ul, ol, figure.quote)";
let speaking = false;

export function toggle(body, button, words, tell) {
  if (speaking) return stop(button, words);
  speaking = true;
  button.setAttribute("aria-pressed", "true");
  button.querySelector("span").textContent = words.stop;
  say([...body.querySelectorAll(HEARD)], button, words, tell);
}

function say(blocks, button, words, tell) {
  const [block, ...rest] = blocks;
  if (!speaking || !block) return stop(button, words);
  const said = new SpeechSynthesisUtterance(block.innerText);
  said.lang = block.closest("[lang]").lang;
  said.onstart = () => {
    block.classList.add("is-spoken");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    block.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  };
  said.onend = () => {
    block.classList.remove("is-spoken");
    if (speaking) say(rest, button, words, tell);
  };
  // A device without a voice says so at the first word; it is not asked again for every paragraph.
  said.onerror = () => {
    if (speaking) tell(words.voiceless);
    stop(button, words);
  };
  speechSynthesis.speak(said);
}

function stop(button, words) {
  speaking = false;
  speechSynthesis.cancel();
  document.querySelectorAll(".is-spoken").forEach((block) => block.classList.remove("is-spoken"));
  button.setAttribute("aria-pressed", "false");
  button.querySelector("span").textContent = words.listen;
}

addEventListener("pagehide", () => speechSynthesis.cancel());
