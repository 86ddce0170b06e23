/* Lists the pages that are kept on this device (service-worker.js). */

const list = document.querySelector("[data-kept]");
const pages = await caches.open("pages");

for (const { url } of (await pages.keys()).reverse()) {
  const answer = await pages.match(url, { ignoreVary: true });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [item, link, title] = ["li", "a", "bdi"].map((tag) => document.createElement(tag));
  title.textContent = [...page.querySelectorAll("main h1, .page-head .lead")].map((each) => each.textContent.trim()).join(": ");
  link.href = url;
  link.append(title);
  item.append(link);
  list.append(item);
}
document.querySelector("[data-nothing-kept]").hidden = list.children.length > 0;
document.querySelector("[data-something-kept]").hidden = list.children.length === 0;
