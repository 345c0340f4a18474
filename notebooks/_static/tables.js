/* A table that is wider than its place says so, and can be moved by the keys. Without JavaScript it
   is moved with a finger or the mouse as it is. */
document.addEventListener("DOMContentLoaded", () => {
  const look = (box) => {
    const wide = box.scrollWidth > box.clientWidth + 1;
    box.classList.toggle("goes-on", wide);
    if (wide) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  };
  // Also a table in a solution that is opened, and any when the screen is turned.
  const watch = new ResizeObserver((seen) => seen.forEach((each) => look(each.target)));
  const boxes = ".pst-scrollable-table-container, .cell_output .output.text_html";
  for (const box of document.querySelectorAll(boxes)) watch.observe(box);
});
