/* For partners' own websites: puts the calendar in the place of each <div data-calendar-embed="its address">,
   always as high as what is in it. Without this script the link inside the <div> stays. */
(() => {
  const { origin } = new URL(document.currentScript.src);
  // What a frame says is believed within reason.
  const HIGHEST = 20_000;

  function embed(place) {
    const address = new URL(place.dataset.calendarEmbed, origin);
    if (address.origin !== origin) return;
    const frame = document.createElement("iframe");
    frame.src = address.href;
    // What the frame is, for those who hear the page.
    frame.title = place.dataset.title || place.textContent.trim();
    frame.loading = "lazy";
    frame.referrerPolicy = "no-referrer";
    Object.assign(frame.style, { border: "0", display: "block", width: "100%", height: "30rem" });
    addEventListener("message", (message) => {
      if (message.source !== frame.contentWindow || message.origin !== origin) return;
      const height = message.data?.calendarHeight;
      if (Number.isFinite(height) && height > 0) frame.style.height = `${Math.min(height, HIGHEST)}px`;
    });
    place.replaceWith(frame);
  }

  function embedAll() {
    document.querySelectorAll("div[data-calendar-embed]").forEach(embed);
  }

  if (document.readyState === "loading") addEventListener("DOMContentLoaded", embedAll);
  else embedAll();
})();
