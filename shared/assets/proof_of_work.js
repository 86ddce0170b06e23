/* While many ask at once the browser works for a moment before a form is sent: it looks for the number whose SHA-256
   with the salt before it is the challenge (ALTCHA). */

const field = document.querySelector("[data-challenge]");

async function solve({ algorithm, challenge, maxNumber, salt, signature }) {
  const encoder = new TextEncoder();
  for (let number = 0; number <= maxNumber; number++) {
    const found = await crypto.subtle.digest(algorithm, encoder.encode(salt + number));
    const hex = Array.from(new Uint8Array(found), (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (hex === challenge) return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
  }
  return "";
}

if (field) {
  const solved = solve(JSON.parse(field.dataset.challenge)).then((proof) => { field.value = proof; });
  // Before the guard against double clicks hears of it, for which the form would be under way already.
  field.form.addEventListener("submit", async (event) => {
    if (field.value) return;
    event.preventDefault();
    event.stopPropagation();
    await solved;
    if (field.value) field.form.requestSubmit(event.submitter);
  });
}
