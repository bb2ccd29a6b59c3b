// Stories that were saved or read last, when there is no line. What is fresh always wins over what is kept.
const SAVED = "kabar-saved", READ = "kabar-read", FILES = "kabar-files", SHELF = "/offline";
const MOST = { [READ]: 30, [FILES]: 120 };
const STORY = /^\/[\w-]+\/\d{4}\/\d\d\/\d\d\/[\w-]+$/;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(hold());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && (pathname === SHELF || STORY.test(pathname))) event.respondWith(page(request, pathname));
});

// The shelf opens without a line only together with every file it names.
async function hold() {
  const files = await caches.open(FILES);
  await files.add(SHELF);
  const shelf = await (await files.match(SHELF)).text();
  const named = [...shelf.matchAll(/"(\/static\/[^"]+\.(?:css|js))"/g)].map(([, file]) => file);
  await files.addAll([...new Set(named)]);
}

async function page(request, pathname) {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await remember(pathname === SHELF ? FILES : READ, request, answer.clone());
    // A story that was taken down must not live on here.
    else if ([404, 410].includes(answer.status)) await forget(request);
    return answer;
  } catch {
    return (await caches.match(request)) ?? (await caches.match(SHELF)) ?? Response.error();
  }
}

async function file(request) {
  const held = await caches.match(request);
  if (held) return held;
  const answer = await fetch(request);
  if (answer.ok) await remember(FILES, request, answer.clone());
  return answer;
}

async function remember(name, request, answer) {
  const cache = await caches.open(name);
  await cache.put(request, answer);
  if (name === READ && (await (await caches.open(SAVED)).match(request))) await (await caches.open(SAVED)).put(request, (await cache.match(request)).clone());
  const held = await cache.keys();
  await Promise.all(held.slice(0, Math.max(0, held.length - MOST[name])).filter((one) => new URL(one.url).pathname !== SHELF).map((one) => cache.delete(one)));
}

const forget = (request) => Promise.all([SAVED, READ].map(async (name) => (await caches.open(name)).delete(request)));
