// Stories that were saved or read last, when there is no line. What is fresh always wins over what is kept.
const SAVED = "kabar-saved", READ = "kabar-read", FILES = "kabar-files", DESK = "kabar-shelf", SHELF = "/offline";
const MOST = { [READ]: 30, [FILES]: 120 };
const STORY = /^\/[\w-]+\/\d{4}\/\d\d\/\d\d\/[\w-]+$/;
// What is one reader's or the newsroom's is never answered for: the paper says above which addresses these are.
const isClosed = (pathname) => CLOSED.some((place) => pathname === place || pathname.startsWith(`${place}/`));

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(hold());
});
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("message", (event) => event.waitUntil(take(new URL(event.source.url).pathname, event.data.files)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(isClosed(pathname) ? asked(event) : page(event, pathname));
});

async function begin() {
  // A page is asked for while we wake up.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  await (await caches.open(FILES)).delete(SHELF);
}

/** Hold the shelf with every file it names, for without them it does not open, and none of the shelf before. */
async function hold() {
  const desk = await caches.open(DESK);
  const before = await desk.keys();
  await desk.add(SHELF);
  const shelf = await (await desk.match(SHELF)).text();
  const named = new Set([...shelf.matchAll(/"(\/static\/[^"]+\.(?:css|js))"/g)].map(([, file]) => file));
  await desk.addAll([...named]);
  const left = before.filter((one) => ![SHELF, ...named].includes(new URL(one.url).pathname));
  await Promise.all(left.map((one) => desk.delete(one)));
}

/** The page that brought us was there before we could hold it. */
async function take(pathname, files) {
  if (!STORY.test(pathname)) return;
  const answer = await fetch(pathname);
  if (answer.ok && !answer.redirected) await remember(READ, pathname, answer);
  const ours = files.map((url) => new URL(url)).filter((url) => url.origin === self.location.origin && url.pathname.startsWith("/static/"));
  await Promise.all(ours.map((url) => file(new Request(url)).catch(() => {})));
}

/** What the paper answers. It was asked already while we woke up: asked once more, a link that is good once would be used up. */
async function asked(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

async function page(event, pathname) {
  const isStory = STORY.test(pathname);
  try {
    const answer = await asked(event);
    if (isStory && answer.ok) event.waitUntil(remember(READ, pathname, answer.clone()));
    // A story that was taken down must not live on here.
    else if (isStory && [404, 410].includes(answer.status)) await forget(pathname);
    else if (pathname === SHELF && answer.ok) event.waitUntil(hold().catch(() => {}));
    return answer;
  } catch {
    return (isStory && (await held(pathname))) || (await (await caches.open(DESK)).match(SHELF)) || Response.error();
  }
}

async function held(pathname) {
  for (const name of [READ, SAVED]) {
    const found = await (await caches.open(name)).match(pathname, { ignoreVary: true });
    if (found) return found;
  }
}

async function file(request) {
  const found = await caches.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await remember(FILES, request, answer.clone());
  return answer;
}

async function remember(name, key, answer) {
  const cache = await caches.open(name);
  const saved = name === READ && (await (await caches.open(SAVED)).match(key, { ignoreVary: true }));
  if (saved) await (await caches.open(SAVED)).put(key, answer.clone());
  await cache.put(key, answer);
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST[name])).map((one) => cache.delete(one)));
}

const forget = (pathname) => Promise.all([SAVED, READ].map(async (name) => (await caches.open(name)).delete(pathname, { ignoreVary: true })));
