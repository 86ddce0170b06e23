/* Inside the frame: tells the page around it how high the list is, whenever that changes. The height is no secret,
   and which page it is told to cannot be known here. */
if (parent !== window) {
  const tell = () => {
    parent.postMessage({ calendarHeight: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
  };
  new ResizeObserver(tell).observe(document.documentElement);
}
