// At once what this device keeps of a page's look; once the page stands, what it is whole without. No letter and no script
// takes its turn before the words and the picture.
const face = document.documentElement.dataset;

function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(`kabar:${name}`));
  } catch {
    return null;
  }
}

// Letters that are on this device stand from the first.
if (kept("letters")) face.letters = "";
if (kept("size")) face.textSize = kept("size");

// Before anything is drawn: where a line would break elsewhere, they wait for the next page.
function setInLetters() {
  const tops = () => inView.map((one) => one.getBoundingClientRect().top);
  const inView = [...document.body.querySelectorAll("h1, h2, h3, p, ul, figure, img, button, section, footer")].filter((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  const stood = tops();
  face.letters = "";
  if (tops().some((top, at) => Math.abs(top - stood[at]) >= 3)) delete face.letters;
}

if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
// Drawn is not yet shown: the browser says when it was, and whoever has no browser that does waits no longer than this.
await new Promise((done) => {
  setTimeout(done, 500);
  new PerformanceObserver(done).observe({ type: "largest-contentful-paint", buffered: true });
});

for (const { dataset } of document.querySelectorAll("script[data-late]")) import(dataset.late);

// A theme that prints in other letters is not made to fetch ours.
if (getComputedStyle(document.documentElement).getPropertyValue("--serif").includes("Newsreader")) {
  try {
    await document.fonts.load("1rem Newsreader");
    if (!("letters" in face)) setInLetters();
    localStorage.setItem("kabar:letters", "true");
  } catch { /* They did not come, or come anew on each page. */ }
}
// Now what lies below the screen is laid out, too, in the same go as the letters.
face.stands = "";
