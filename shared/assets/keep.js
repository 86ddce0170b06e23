/* One's own registration stays readable without a connection, such as with its code at a door in a cellar.
   A phone is one's own, so there it is kept by itself; a computer may be the library's, so there one has to ask for it.
   Whoever has it forgotten on a device is not asked again there: the answer holds for all registrations. */

const box = document.querySelector("[data-keep]");
const choice = "keeps registrations";
const isPhone = matchMedia("(hover: none) and (pointer: coarse)").matches;

async function tell(deed) {
  const { port1, port2 } = new MessageChannel();
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ deed, address: location.href }, [port2]);
  const isKept = await new Promise((resolve) => { port1.onmessage = (message) => resolve(message.data); });
  for (const part of box.querySelectorAll("[data-when-kept]")) part.hidden = (part.dataset.whenKept === "yes") !== isKept;
  box.hidden = false;
}

box.addEventListener("click", async (event) => {
  const { deed } = event.target.dataset;
  if (!deed) return;
  localStorage.setItem(choice, deed === "keep" ? "yes" : "no");
  await tell(deed);
  box.querySelector("[data-when-kept]:not([hidden]) button").focus();
});

const wanted = localStorage.getItem(choice) ?? (isPhone ? "yes" : "no");
if (navigator.serviceWorker) tell(wanted === "yes" && navigator.onLine ? "keep" : "ask");
