/* What else is on is looked up while a date is being chosen; without this file a button does it. */

const WATCHED = ["starts_at", "ends_at", "starts_on", "ends_on", "time_zone", "place.name", "facts.for_whom"];

for (const place of document.querySelectorAll("[data-neighbours]")) {
  const form = place.closest("form");
  const found = place.querySelector("[data-neighbours-found]");
  let asked = 0;

  async function look() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (WATCHED.includes(name) && value) query.append(name, value);
    }
    if (place.dataset.eventId) query.set("event_id", place.dataset.eventId);
    const number = ++asked;
    try {
      const answer = await fetch(`${place.dataset.neighbours}?${query}`, { redirect: "error" });
      // An answer that was overtaken by a newer question is of no use any more.
      if (answer.ok && number === asked) found.innerHTML = await answer.text();
    } catch {
      // The button is still there.
    }
  }

  form.addEventListener("change", (event) => {
    if (WATCHED.includes(event.target.name)) look();
  });
}
