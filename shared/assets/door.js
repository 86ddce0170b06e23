/* The list at the door: finds while one types, shows what other phones tap, and keeps what could not be sent.
   Without this file the same forms and links work, one page after the other. */

// How long to wait for an answer, before trying again, and, when the server has too many phones, before asking again.
const PATIENCE = 10_000;
const RETRY = 5_000;
const COME_AGAIN = 15_000;

const door = document.querySelector("[data-door]");
const list = door.querySelector("[data-door-list]");
const search = door.querySelector("[data-door-search]");
const tiles = [...door.querySelectorAll("[data-count]")];
const counts = Object.fromEntries(tiles.map((tile) => [tile.dataset.count, Number(tile.dataset.value)]));

function show(name, visible) {
  door.querySelector(`[data-${name}]`).hidden = !visible;
}

/* What was tapped and is not sent yet: by party, how many are here and when that was. */
const store = `unsent ${door.dataset.counts}`;
const unsent = new Map(Object.entries(JSON.parse(localStorage.getItem(store) ?? "{}")));
const failed = new Set(unsent.keys());

function keep() {
  if (unsent.size) localStorage.setItem(store, JSON.stringify(Object.fromEntries(unsent)));
  else localStorage.removeItem(store);
}

/* Drawing: what the server knows, and over it what was tapped here. */
const attended = (row) => Number(row.dataset.attended);
const wanted = (row) => unsent.get(row.dataset.party)?.count ?? attended(row);

function draw() {
  let more = 0;
  for (const row of list.children) {
    const count = wanted(row);
    more += count - attended(row);
    row.querySelector("[data-here]").hidden = !count;
    row.querySelector("[data-here-count]").textContent = count;
    row.querySelector("[data-unsent]").hidden = !failed.has(row.dataset.party);
    row.querySelector("[data-arrival]")?.toggleAttribute("hidden", count > 0);
    row.querySelector("[data-removal]")?.toggleAttribute("hidden", count === 0);
  }
  for (const tile of tiles) {
    const known = counts[tile.dataset.count];
    tile.textContent = known === null ? "–" : known + (tile.dataset.count === "here" ? more : 0);
  }
}

/* What the server says of a party; where it had another number, that is in the sum as well. */
function know(row, count) {
  counts.here += count - attended(row);
  row.dataset.attended = count;
}

/* Finding: as domain/door.py does it. */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");

function find() {
  const words = folded(search.elements.q.value).trim().split(/\s+/);
  for (const row of list.children) row.hidden = !words.every((word) => row.dataset.words.includes(word));
  show("nobody", [...list.children].every((row) => row.hidden));
}

search.addEventListener("input", find);
search.addEventListener("submit", (event) => event.preventDefault());

/* Tapping. A later tap on the same party replaces an earlier one; the second of a double tap is none. */
const DOUBLE_TAP = 700;

list.addEventListener("submit", (event) => {
  event.preventDefault();
  const row = event.target.closest("[data-party]");
  if (event.timeStamp - (row.dataset.tapped ?? -Infinity) < DOUBLE_TAP) return;
  row.dataset.tapped = event.timeStamp;
  const isHere = event.target.matches("[data-arrival]");
  unsent.set(row.dataset.party, { count: isHere ? Number(event.target.elements.attended_count.value) : 0, at: Date.now() });
  row.querySelector("[data-refused]").hidden = true;
  keep();
  draw();
  row.querySelector("form:not([hidden]) button").focus();
  send();
});

/* Sending, one after the other. */
let isSending = false;
let retry;

async function send() {
  if (isSending) return;
  isSending = true;
  clearTimeout(retry);
  let isLate = false;
  try {
    while (unsent.size) {
      const [party, tap] = unsent.entries().next().value;
      await tell(party, tap);
      isLate = failed.delete(party) || isLate;
      if (unsent.get(party) === tap) unsent.delete(party);
      keep();
      draw();
    }
    show("logged-out", false);
    if (isLate) {
      show("offline", false);
      // Somebody else may have tapped later than what came so late.
      renew();
    }
  } catch (problem) {
    for (const party of unsent.keys()) failed.add(party);
    show("logged-out", problem.status === 401);
    show("offline", !problem.status);
    retry = setTimeout(send, RETRY);
    draw();
  }
  isSending = false;
}

/* Returns once the server has it, or has said why not; throws when it is to be told again. */
async function tell(party, { count, at }) {
  const row = document.getElementById(`party-${party}`);
  const address = `/portal/rosters/registrations/${party}/attendance${count ? "" : "/removal"}`;
  const passed = Math.max(0, Math.round((Date.now() - at) / 1000));
  const answer = await post(address, { at: "door", seconds_ago: passed, ...(count && { attended_count: count }) });
  if (row && isDone(answer)) know(row, count);
  else if (row) refuse(row.querySelector("[data-refused]"), answer);
}

/* The answer, if the same would be answered again; throws when it may be another one later. */
async function post(address, fields) {
  const body = new URLSearchParams(fields);
  const answer = await fetch(address, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status >= 500 || [401, 408, 429].includes(answer.status)) throw answer;
  return answer;
}

/* Where a form leads is for those without a script; that it leads somewhere says that it is done. */
const isDone = (answer) => answer.type === "opaqueredirect";

const parse = (html) => new DOMParser().parseFromString(html, "text/html");

async function fetchPage() {
  const answer = await fetch(door.dataset.page, { redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw answer;
  return parse(await answer.text());
}

async function refuse(place, answer) {
  const problem = parse(await answer.text());
  const texts = [...problem.querySelectorAll("main :is(h1, .lead, .field-problem)")].map((each) => each.textContent.trim());
  place.textContent = texts.join(". ");
  place.hidden = false;
}

/* Who comes without having signed up: the page stays, since without network there would be none to come to. */
door.addEventListener("submit", async (event) => {
  const form = event.target;
  const place = form.closest("[data-walk-in]");
  if (!place) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const noAnswer = form.querySelector("[data-no-answer]");
  noAnswer.hidden = true;
  try {
    const answer = await post(form.action, new FormData(form));
    const page = isDone(answer) ? await fetchPage() : parse(await answer.text());
    place.replaceWith(page.querySelector("[data-walk-in], .problem-page"));
    door.querySelector("[autofocus]")?.focus();
    if (isDone(answer)) renew();
  } catch (problem) {
    show("logged-out", problem.status === 401);
    noAnswer.hidden = problem.status === 401;
    delete form.dataset.sending;
  }
});

/* Hearing: the numbers as they change, whoever taps. */
let source;

function listen() {
  source?.close();
  source = new EventSource(`${door.dataset.counts}?since=${door.dataset.version}`);
  source.onopen = () => {
    show("offline", false);
    send();
  };
  source.onerror = () => {
    show("offline", true);
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, COME_AGAIN);
  };
  source.onmessage = (message) => {
    const said = JSON.parse(message.data);
    door.dataset.version = said.version;
    for (const { id, attended_count: count } of said.parties) {
      const row = document.getElementById(`party-${id}`);
      if (row) row.dataset.attended = count;
    }
    counts.here = said.here_count;
    counts.expected = said.expected_count;
    counts.free = said.free_count;
    draw();
    if (said.listed !== door.dataset.listed) renew();
  };
}

/* The list as it is now: somebody is new on it, or not on it any more. It waits while a number is being chosen. */
async function renew() {
  const used = document.activeElement;
  if (used.matches("[data-party] select")) {
    used.addEventListener("blur", renew, { once: true });
    return;
  }
  const page = await fetchPage().catch(() => null);
  if (!page) return;
  const { version, listed } = page.querySelector("[data-door]").dataset;
  // What was heard meanwhile is newer.
  if (Number(version) < Number(door.dataset.version)) return renew();
  const focused = document.activeElement.closest("[data-party]")?.id;
  door.dataset.listed = listed;
  for (const tile of page.querySelectorAll("[data-count]")) counts[tile.dataset.count] = Number(tile.dataset.value);
  list.replaceChildren(...page.querySelectorAll("[data-door-list] > *"));
  find();
  draw();
  document.getElementById(focused)?.querySelector("form:not([hidden]) button")?.focus();
}

addEventListener("offline", () => show("offline", true));
// What was open before may hang, and nobody would hear of it.
addEventListener("online", listen);
find();
draw();
listen();
