/* What is typed into a long form is not lost: a draft saves itself, and what no server has yet stays in this browser.

   It stays only until it is saved or somebody logs out: entries are meant for the public, but not before their time. */

const PAUSE = 1500;
const PREFIX = "typed:";
const typedIn = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");
const written = (form) => JSON.stringify(typedIn(form).filter(([name]) => name !== "request_key"));

/* Whoever is taken to another page than the same form, with what was wrong, has saved it. */
const sent = sessionStorage.getItem("sent");
sessionStorage.removeItem("sent");
if (sent && !document.querySelector(`form[action="${sent.slice(PREFIX.length)}"]`)) localStorage.removeItem(sent);

for (const form of document.querySelectorAll("form[data-keep-typed]")) {
  const key = PREFIX + form.getAttribute("action");
  const opened = written(form);
  const saved = form.querySelector("[data-saved]");
  let waiting;

  async function save() {
    const sent = written(form);
    const body = new URLSearchParams(typedIn(form));
    body.set("background", "on");
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
      if (answer.status !== 204 || sent !== written(form)) return;
      localStorage.removeItem(key);
      const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format();
      saved.textContent = form.dataset.savesItself.replace("{time}", time);
    } catch {
      // It stays in this browser, and the button is still there.
    }
  }

  form.addEventListener("input", () => {
    localStorage.setItem(key, written(form));
    clearTimeout(waiting);
    if (form.dataset.savesItself && !form.dataset.sending) waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    sessionStorage.setItem("sent", key);
  });

  const kept = localStorage.getItem(key);
  const offer = document.querySelector("[data-kept]");
  if (!kept || kept === opened || document.querySelector(".problem-summary")) continue;
  offer.hidden = false;
  offer.querySelector("[data-kept-take]").addEventListener("click", () => {
    fill(form, JSON.parse(kept));
    offer.hidden = true;
    form.dispatchEvent(new Event("input"));
  });
  offer.querySelector("[data-kept-drop]").addEventListener("click", () => {
    localStorage.removeItem(key);
    offer.hidden = true;
  });
}

function fill(form, entries) {
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.tagName === "BUTTON") continue;
    const values = entries.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
  form.querySelectorAll("details").forEach((each) => { each.open = true; });
}
