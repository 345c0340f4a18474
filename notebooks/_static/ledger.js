/* A search box and a choice of verdict above the table of claims. The table itself is on the page:
   without JavaScript it is read as it stands, and nothing is asked of any server. What was asked
   stands behind the # of the address, so that it is there again on the way back from a claim. */
document.addEventListener("DOMContentLoaded", () => {
  const table = document.querySelector(".course-claims table");
  if (!table) return;
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row,
    text: row.textContent.toLowerCase(),
    verdict: row.cells[1].textContent.trim(),
  }));

  const words = document.createElement("input");
  words.type = "search";
  words.placeholder = "Search claims";
  words.setAttribute("aria-label", "Search claims");

  const verdict = document.createElement("select");
  verdict.setAttribute("aria-label", "Verdict");
  const verdicts = new Set(rows.map((each) => each.verdict));
  for (const name of ["any verdict", ...verdicts]) verdict.add(new Option(name));

  const count = document.createElement("output");
  // An id may be typed as it is said: o18 is O018.
  const plain = (word) =>
    word.replace(/^([og])(\d{1,3})([a-z]?)$/, (_, paper, number, part) =>
      paper + number.padStart(3, "0") + part);
  const show = () => {
    const asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text, verdict: own } of rows) {
      const fits =
        asked.every((word) => text.includes(word) || text.includes(plain(word))) &&
        (verdict.selectedIndex === 0 || own === verdict.value);
      row.hidden = !fits;
      shown += fits;
    }
    count.value = `${shown} of ${rows.length} claims`;
  };
  const keep = () => {
    const found = new URLSearchParams();
    if (words.value.trim()) found.set("find", words.value.trim());
    if (verdict.selectedIndex) found.set("verdict", verdict.value);
    history.replaceState(null, "", "#" + found);
  };

  const box = document.createElement("div");
  box.className = "ledger-search";
  box.append(words, verdict, count);
  table.closest(".course-claims").before(box);
  for (const [each, event] of [[words, "input"], [verdict, "change"]])
    each.addEventListener(event, () => { show(); keep(); });
  const kept = new URLSearchParams(location.hash.slice(1));
  words.value = kept.get("find") || "";
  if (verdicts.has(kept.get("verdict"))) verdict.value = kept.get("verdict");
  show();
});
