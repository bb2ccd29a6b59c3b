// Sends pictures one after another, so that a weak line brings some of them whole rather than all of them never.

const form = document.getElementById("send");
const words = form.dataset;
const files = document.getElementById("files");
const cards = document.getElementById("cards");
const progress = document.getElementById("progress");
const queue = [];
let busy = false;
let sent = 0;
let asked = 0;

form.classList.add("has-script");
files.addEventListener("change", () => {
  take(files.files);
  files.value = "";
});
form.addEventListener("submit", (event) => event.preventDefault());
for (const name of ["dragover", "drop"]) {
  form.addEventListener(name, (event) => event.preventDefault());
}
form.addEventListener("drop", (event) => take(event.dataTransfer.files));
cards.addEventListener("submit", complete);
cards.addEventListener("click", (event) => {
  const again = event.target.closest("[data-send-again]");
  if (again) resend(again.closest("li"));
});
window.addEventListener("beforeunload", (event) => {
  if (busy) event.preventDefault();
});

function take(list) {
  for (const file of list) {
    const place = document.createElement("li");
    place.append(waiting(file));
    place.file = file;
    cards.prepend(place);
    queue.push(place);
    asked += 1;
  }
  show();
  next();
}

function waiting(file) {
  const card = document.createElement("div");
  card.className = "kabar-card kabar-card--waiting";
  const title = document.createElement("p");
  title.className = "kabar-card__title";
  title.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const state = document.createElement("span");
  state.textContent = words.waiting;
  card.append(title, bar, state);
  return card;
}

function next() {
  if (busy) return;
  const place = queue.shift();
  if (!place) return;
  busy = true;
  const ended = () => {
    busy = false;
    show();
    next();
  };
  if (place.file.size > Number(words.most)) {
    refuse(place, words.tooBig, false);
    sent += 1;
    ended();
    return;
  }
  send(place, ended);
}

function send(place, ended) {
  const [bar, state] = [place.querySelector("progress"), place.querySelector("span")];
  const data = new FormData(form);
  data.delete("file");
  data.append("file", place.file, place.file.name);
  const request = new XMLHttpRequest();
  request.open("POST", words.one);
  request.responseType = "json";
  state.textContent = words.sending;
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
    show(bar.value);
  });
  request.upload.addEventListener("load", () => {
    state.textContent = words.looking;
    bar.removeAttribute("value");
  });
  request.addEventListener("loadend", () => {
    if (request.response && request.response.html) {
      place.innerHTML = request.response.html;
      sent += 1;
    } else {
      refuse(place, words.lost, true);
    }
    ended();
  });
  request.send(data);
}

function refuse(place, reason, again) {
  const card = waiting(place.file);
  card.className = "kabar-card kabar-card--refused";
  card.querySelector("progress").remove();
  const state = card.querySelector("span");
  state.className = "error-message";
  state.setAttribute("role", "alert");
  state.textContent = reason;
  if (again) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.dataset.sendAgain = "";
    button.textContent = words.again;
    card.append(button);
  }
  place.replaceChildren(card);
}

function resend(place) {
  place.replaceChildren(waiting(place.file));
  queue.push(place);
  next();
}

function show(part = 0) {
  progress.hidden = asked === 0;
  progress.querySelector("progress").value = asked ? Math.min(1, (sent + part) / asked) : 0;
  const [done, all] = [String(sent), String(asked)];
  progress.querySelector("span").textContent = words.progress.replace("%s", done).replace("%s", all);
}

async function complete(event) {
  const asked = event.target.closest("form[data-complete]");
  if (!asked) return;
  event.preventDefault();
  const place = asked.closest("li");
  const button = asked.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(asked.action, { method: "POST", body: new FormData(asked) });
    place.innerHTML = (await answer.json()).html;
  } catch {
    button.disabled = false;
    button.after(words.lost);
  }
}
