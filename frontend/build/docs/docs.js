// What the pages of /docs do beyond reading; all of it works without. No
// markup is made from text here: Trusted Types would refuse it.
const contents = document.querySelector(".contents");
const narrow = matchMedia("(max-width: 860px)");
const fold = () => {
  contents.open = !narrow.matches;
};
fold();
narrow.addEventListener("change", fold);

addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll("[data-origin]")) place.textContent = location.origin;
  addFilter();
  addCopyButtons();
});

/** A field above the contents that leaves the operations whose words or address hold what is typed. */
function addFilter() {
  const field = document.createElement("input");
  field.type = "search";
  field.setAttribute("aria-label", "Filter the operations");
  field.placeholder = "Filter the operations";
  const lists = [...contents.querySelectorAll(".operations")];
  const closed = new Set(lists.filter((list) => list.hidden));
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const list of lists) {
      let some = false;
      for (const entry of list.children) {
        entry.hidden = !`${entry.textContent} ${entry.firstElementChild.hash}`.toLowerCase().includes(wanted);
        some ||= !entry.hidden;
      }
      list.hidden = wanted === "" ? closed.has(list) : !some;
    }
  });
  contents.querySelector("summary").after(field);
}

/** A button at each block of code. If the clipboard is refused, the text is selected. */
function addCopyButtons() {
  const said = document.createElement("p");
  said.className = "said";
  said.setAttribute("role", "status");
  document.querySelector("main").append(said);
  for (const figure of document.querySelectorAll("figure.code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      const text = figure.querySelector("code:last-of-type");
      const source = figure.querySelector("pre").textContent;
      try {
        await navigator.clipboard.writeText(source);
        button.textContent = "Copied";
        said.textContent = "Copied";
        setTimeout(() => {
          button.textContent = "Copy";
          said.textContent = "";
        }, 4000);
      } catch {
        getSelection().selectAllChildren(text);
      }
    });
    figure.prepend(button);
  }
}
