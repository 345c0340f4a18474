/* A table that is wider than its place says so, and can be moved by the keys. Without JavaScript it
   is moved with a finger or the mouse as it is. Columns of words are marked: they are read from the
   left, and figures from the right. */
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

  const says = (cell) => cell.textContent.trim();
  const figure = /^(?:NaN|NaT|<NA>|None|-?[\d.,]+e[-+]\d+)$/;
  const word = (text) => /\p{L}/u.test(text) && !figure.test(text);
  for (const table of document.querySelectorAll(".cell_output table.dataframe")) {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    const broad = Math.max(0, ...rows.map((row) => row.cells.length));
    // Counted from the right: on the left a name may stand for several rows.
    for (let place = 1; place < broad; place += 1) {
      const cells = rows.map((row) => row.cells[row.cells.length - place]);
      const texts = cells.filter((cell) => cell?.tagName === "TD").map(says).filter(Boolean);
      if (!texts.length || !texts.every(word)) continue;
      const heads = [...(table.tHead?.rows ?? [])].filter((row) => row.cells.length === broad);
      for (const row of [...heads, ...rows]) {
        const cell = row.cells[row.cells.length - place];
        if (cell) cell.classList.add("words");
      }
    }
  }
});
