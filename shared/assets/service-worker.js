/* Keeps pages that people need on their way, so that they can be read without a connection.

   Whatever is asked for is asked of the server first; what is kept is shown only when there is no answer. Pages name
   their styles and scripts by what is in them, so a new version of this file can take over at once: nothing mixes. */

const PAGES = "pages";
const FILES = "files";
const OFFLINE = "/offline";
const MOST_FILES = 60;
const DAY = 24 * 3600 * 1000;

/* An event's page is for everybody. One's own registration is kept only where its reader wants that (keep.js), since a
   computer may be shared. The list at the door names people, so it is there for the one day on which it is needed. */
const KINDS = [
  { of: /^\/events\/[^/.]+$/, most: 30, days: 30, byItself: true },
  { of: /^\/registrations\/[^/.]+$/, most: 10, days: 90, byItself: false },
  { of: /^\/portal\/rosters\/dates\/[^/.]+\/door$/, most: 3, days: 1, byItself: true },
];
const OWN = KINDS[1];
/* Whoever logs out, or has everything deleted, leaves nothing behind. */
const LEAVING = /^\/logout$|\/erasure$/;

const path = (address) => new URL(address, location).pathname;
const kindOf = (address) => KINDS.find((kind) => kind.of.test(path(address)));

/* The address under which a page is kept: the same in each language, for whichever was read last. */
function keyOf(address) {
  const own = new URL(address, location).searchParams.get("of");
  return path(address) + (own ? `?of=${own}` : "");
}

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(keepOfflinePage());
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname, searchParams } = new URL(url);
  if (origin !== location.origin) return;
  if (method === "POST" && LEAVING.test(pathname)) event.waitUntil(caches.delete(PAGES));
  if (method !== "GET") return;
  if (pathname.startsWith("/assets/") && searchParams.has("v")) event.respondWith(file(event.request));
  else if (mode === "navigate" && !pathname.includes(".")) event.respondWith(page(event));
});

const file = (request) => fetch(request).catch(async () => (await kept(FILES, request.url)) ?? Response.error());

async function page(event) {
  try {
    const { request: { url } } = event;
    const answer = await fetch(event.request);
    // A copy of what is large, such as a file, would fill the memory.
    event.waitUntil(remember(url, kindOf(url) ? answer.clone() : answer));
    return answer;
  } catch {
    return (await keptPage(event.request.url)) ?? (await kept(FILES, OFFLINE)) ?? Response.error();
  }
}

const kept = async (cache, address) => (await caches.open(cache)).match(address, { ignoreVary: true });

/* What the server says now replaces what was kept; a page that is gone is not kept any longer. */
async function remember(address, answer) {
  const kind = kindOf(address);
  if (kind && [404, 410].includes(answer.status)) await (await caches.open(PAGES)).delete(keyOf(address));
  else if (kind && answer.ok && (kind.byItself || (await kept(PAGES, keyOf(address))))) await store(address, answer);
  const offline = await kept(FILES, OFFLINE);
  const language = answer.headers.get("Content-Language");
  if (language && language !== offline?.headers.get("Content-Language")) await keepOfflinePage();
}

async function keep(address) {
  const answer = await fetch(address);
  if (answer.ok) await store(address, answer);
}

async function store(address, answer) {
  const pages = await caches.open(PAGES);
  await keepFilesOf(answer.clone());
  await pages.put(keyOf(address), answer);
  const kind = kindOf(address);
  const alike = (await pages.keys()).filter(({ url }) => kindOf(url) === kind);
  await Promise.all(alike.slice(0, -kind.most).map((oldest) => pages.delete(oldest)));
}

async function keepOfflinePage() {
  const answer = await fetch(OFFLINE);
  if (!answer.ok) throw new Error(`${OFFLINE}: ${answer.status}`);
  await keepFilesOf(answer.clone());
  await (await caches.open(FILES)).put(OFFLINE, answer);
}

/* Kept again, what is used moves to the end, and what nobody uses any more is the first to go. */
async function keepFilesOf(answer) {
  const files = await caches.open(FILES);
  for (const [, address] of (await answer.text()).matchAll(/"(\/assets\/[^"]+\?v=[^"]+)"/g)) {
    await files.put(address, (await kept(FILES, address)) ?? (await fetch(address)));
  }
  const addresses = (await files.keys()).filter(({ url }) => path(url) !== OFFLINE);
  await Promise.all(addresses.slice(0, -MOST_FILES).map((oldest) => files.delete(oldest)));
}

/* A kept page says from when it is (app.js puts it into words). */
async function keptPage(address) {
  const answer = await kept(PAGES, keyOf(address));
  if (!answer) return undefined;
  const at = new Date(answer.headers.get("Date"));
  if (Date.now() - at > kindOf(address).days * DAY) {
    await (await caches.open(PAGES)).delete(keyOf(address));
    return undefined;
  }
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  const html = (await answer.text()).replace("<html ", `<html data-as-of="${at.toISOString()}" `);
  return new Response(html, { headers });
}

/* app.js tells of the page that was there before this worker was; keep.js asks to keep or forget one's own
   registrations, and is told whether its page is kept. */
addEventListener("message", (event) => event.waitUntil(obey(event.data, event.ports[0])));

async function obey({ deed, address }, port) {
  if (deed === "keep" || (deed === "visit" && kindOf(address)?.byItself)) await keep(address);
  if (deed === "forget") await forgetOwn();
  port?.postMessage(Boolean(await kept(PAGES, keyOf(address))));
}

async function forgetOwn() {
  const pages = await caches.open(PAGES);
  const own = (await pages.keys()).filter(({ url }) => kindOf(url) === OWN);
  await Promise.all(own.map((each) => pages.delete(each)));
}
