// Draws an ad in its box. Words are set as text; somebody else's code runs in a frame of no origin.
import { watch } from "./counting.js";

export function show(box, ad) {
  const room = box.querySelector(".ad-room");
  box.dataset.tag = ad.tag;
  box.querySelector(".ad-close").hidden = false;
  if (ad.form === "html") room.replaceChildren(frame(box, `${ad.src}?clickTag=${encodeURIComponent(location.origin + ad.go)}`, ad.title));
  else room.replaceChildren(link(ad, ad.form === "picture" ? picture(ad) : words(ad)));
  fit(room);
  watch(box, ad.tag);
}

export function showNetwork(box) {
  box.classList.remove("ad-empty");
  box.hidden = false;
  const instead = box.querySelector(".ad-instead");
  if (instead) instead.hidden = true;
  box.querySelector(".ad-close").hidden = false;
  const outside = frame(box, box.dataset.network, box.getAttribute("aria-label"));
  outside.dataset.outside = "";
  const tcf = JSON.parse(localStorage.getItem("kabar:ad-consent") ?? "{}").tcf;
  if (tcf) outside.src += `#tcf=${encodeURIComponent(tcf)}`;
  box.querySelector(".ad-room").replaceChildren(outside);
  fit(box.querySelector(".ad-room"));
}

function link(ad, children) {
  const anchor = document.createElement("a");
  anchor.href = ad.go;
  anchor.rel = "sponsored nofollow noopener";
  anchor.target = "_blank";
  if (ad.form === "native") anchor.className = "ad-native";
  anchor.append(...children);
  return anchor;
}

function picture(ad) {
  const image = new Image(ad.width, ad.height);
  image.alt = ad.by ? `${ad.title} (${ad.by})` : ad.title;
  image.decoding = "async";
  image.src = ad.src;
  return [image];
}

function words(ad) {
  return [["b", ad.title], ["span", ad.words], ["small", ad.by]].filter(([, text]) => text).map(([name, text]) => {
    const element = document.createElement(name);
    element.textContent = text;
    return element;
  });
}

function frame(box, address, title) {
  const element = document.createElement("iframe");
  element.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox");
  element.loading = "lazy";
  element.referrerPolicy = "no-referrer";
  element.title = title;
  element.src = address;
  return element;
}

/** A frame keeps the size it was made for, and is drawn smaller where there is less room. */
function fit(room) {
  const element = room.querySelector("iframe");
  if (!element) return;
  const scale = Math.min(1, room.clientWidth / element.offsetWidth);
  if (scale < 1) element.style.transform = `scale(${scale})`;
}
