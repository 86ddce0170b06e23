/* A form asks only what concerns those who fill it in, and has a line for each person's name.
   Without this file all questions are there, and the names go into one large field. */

/* An element with data-only-if="field" is there only after one of the answers in data-only-if-answers (JSON). */
function isAnswered(form, name, answers) {
  return [...form.querySelectorAll(`[name="${name}"]`)].some((input) => {
    if (input.closest("[data-only-if][hidden]")) return false;
    if (["checkbox", "radio"].includes(input.type) && !input.checked) return false;
    return answers.includes(input.value);
  });
}

for (const form of document.querySelectorAll("form:has([data-only-if])")) {
  // From top to bottom: a question may depend on one that has just been hidden.
  const show = () => {
    for (const part of form.querySelectorAll("[data-only-if]")) {
      part.hidden = !isAnswered(form, part.dataset.onlyIf, JSON.parse(part.dataset.onlyIfAnswers));
    }
  };
  // What a condition says in words is seen from the answers now.
  for (const words of form.querySelectorAll("[data-condition]")) words.hidden = true;
  form.addEventListener("change", show);
  show();
}

/* A text area with data-names="field" has one name a line; here it becomes as many fields as that field says. */
for (const area of document.querySelectorAll("[data-names]")) {
  const count = area.form.elements[area.dataset.names];
  const fields = document.createElement("div");
  fields.className = "form-row";
  const inputs = () => [...fields.querySelectorAll("input")];
  const keep = () => { area.value = inputs().map((input) => input.value).join("\n"); };

  // Names beyond the number stay known, in case it was a slip.
  const names = area.value.split("\n");
  const draw = () => {
    inputs().forEach((input, place) => { names[place] = input.value; });
    const wanted = Math.min(Math.max(Math.trunc(count.value), 1), count.max);
    fields.replaceChildren(...Array.from({ length: wanted }, (_, place) => fieldOf(area, place, names[place] ?? "")));
    keep();
  };

  const { id } = area;
  area.hidden = true;
  area.removeAttribute("id");
  area.parentElement.querySelector("[data-lines]").hidden = true;
  area.after(fields);
  fields.addEventListener("input", keep);
  count.addEventListener("input", draw);
  draw();
  // Mostly the one who signs up comes as well.
  area.form.elements.name?.addEventListener("change", (event) => {
    const [first] = inputs();
    first.value ||= event.target.value;
    keep();
  });

  function fieldOf(area, place, name) {
    const field = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("input");
    field.className = "field";
    label.textContent = area.dataset.nameLabel.replace("%", place + 1);
    label.htmlFor = input.id = place ? `${id}-${place + 1}` : id;
    Object.assign(input, { type: "text", dir: "auto", maxLength: 100, value: name });
    field.append(label, input);
    return field;
  }
}
