/* Small improvements. Every page works fully without this file. */

const status = document.querySelector("[data-status]");

function say(text) {
  if (!status || !text) return;
  status.textContent = "";
  // Emptied first and filled a moment later: the same text said twice is then read out twice.
  setTimeout(() => { status.textContent = text; }, 50);
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { status.textContent = ""; }, 6000);
}

/* A form sends itself once: a second click while the first is under way does nothing.
   After a while it may be sent again, for the answer may never have come; the server knows a repeated one. */
const PATIENCE = 15_000;

function release(form) {
  delete form.dataset.sending;
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-guard-double-submit]")) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  say(status?.dataset.sending);
  setTimeout(release, PATIENCE, form);
});

/* Coming back with the browser's back button shows the page as it was left: let it be sent again. */
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(release);
});

/* Copy buttons are hidden in the page and appear where copying is possible. */
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        say(status?.dataset.copied);
      } catch {
        say(status?.dataset.notCopied);
      }
    });
  }
}

/* Devices that share have better ways than the mail and the copied link that all others get. */
if (navigator.share) {
  for (const link of document.querySelectorAll("[data-share]")) {
    link.querySelector("span").textContent = link.dataset.shareText;
    link.nextElementSibling?.remove();
    link.addEventListener("click", (event) => {
      event.preventDefault();
      // Whoever changes their mind has not run into a mistake.
      navigator.share({ title: document.title, url: link.dataset.share }).catch(() => {});
    });
  }
}

/* An address that people share names what they chose, and nothing else. */
addEventListener("formdata", ({ target, formData }) => {
  if (target.method !== "get") return;
  for (const name of new Set(formData.keys())) if (!formData.getAll(name).some(Boolean)) formData.delete(name);
});

/* Who logs out leaves nothing of what they typed in this browser. */
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") !== "/logout") return;
  for (const key of Object.keys(localStorage)) if (key.startsWith("typed:")) localStorage.removeItem(key);
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

/* An open menu closes on Escape and when something else is clicked or focused. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu === except) continue;
    menu.open = false;
  }
}

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-menu][open]");
  closeMenus();
  menu?.querySelector("summary").focus();
});

for (const kind of ["click", "focusin"]) {
  addEventListener(kind, (event) => closeMenus(event.target.closest("details[data-menu]")));
}

/* Whoever changes the language in the middle of a form finds there what they typed. */
const TYPED = "typed in another language";
const fields = [...document.querySelectorAll("main form[method=post]:not([data-keep-typed]) :is(input:not([type=hidden], [type=file]), select, textarea)")];
const isTicked = (field) => ["checkbox", "radio"].includes(field.type);

for (const link of document.querySelectorAll(".menu a[hreflang]")) {
  link.addEventListener("click", () => {
    const values = fields.map((field) => (isTicked(field) ? field.checked : field.value));
    if (values.length) sessionStorage.setItem(TYPED, JSON.stringify({ path: link.pathname, values }));
  });
}

const typed = JSON.parse(sessionStorage.getItem(TYPED) ?? "null");
sessionStorage.removeItem(TYPED);
if (typed?.path === location.pathname && typed.values.length === fields.length) {
  fields.forEach((field, index) => { field[isTicked(field) ? "checked" : "value"] = typed.values[index]; });
}

/* Whoever goes along a line that scrolls sees all of where they are: browsers are content with a part of it. */
const showWhole = (link) => link?.scrollIntoView({ block: "nearest", inline: "nearest" });

showWhole(document.querySelector(".chips-in-line [aria-current=true]"));
addEventListener("focusin", ({ target }) => {
  if (target.closest(".chips-in-line")) showWhole(target);
});

/* Pages that people need on their way are kept on their device; such a page says from when it is. */
navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
navigator.serviceWorker?.addEventListener("controllerchange", () => {
  navigator.serviceWorker.controller.postMessage({ deed: "visit", address: location.href });
});

const { asOf } = document.documentElement.dataset;
if (asOf) {
  const note = document.createElement("p");
  note.className = "as-of";
  note.setAttribute("role", "status");
  document.querySelector("main").prepend(note);
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short", hourCycle: "h23" });
  // A moment later, so that it is read out.
  setTimeout(() => { note.textContent = status.dataset.asOf.replace("{when}", when.format(new Date(asOf))); }, 50);
}
