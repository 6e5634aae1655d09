// Dragging a card pins it where it is dropped; each card has a form that does the same.
let dragged = null;
const cardOf = (event) => event.target.closest?.("[data-pinnable] > [draggable]");
const unmark = () => document.querySelectorAll(".card--target").forEach((card) => card.classList.remove("card--target"));

document.addEventListener("dragstart", (event) => {
  dragged = cardOf(event);
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector(".card__title").textContent);
  dragged.classList.add("card--dragged");
});
document.addEventListener("dragover", (event) => {
  const target = dragged && cardOf(event);
  if (!target) return;
  event.preventDefault();
  unmark();
  target.classList.add("card--target");
});
document.addEventListener("drop", (event) => {
  const target = dragged && cardOf(event);
  if (!target) return;
  event.preventDefault();
  if (target === dragged) return;
  const form = dragged.querySelector("form");
  form.elements.position.value = target.dataset.rank;
  form.querySelector("[value=pin]").click();
});
document.addEventListener("dragend", () => {
  dragged?.classList.remove("card--dragged");
  dragged = null;
  unmark();
});

// The number beside a slider follows it.
document.addEventListener("input", (event) => {
  if (event.target.type === "range") event.target.parentElement.querySelector("output").value = event.target.value;
});

// What the page said when it was loaded is over.
document.addEventListener("htmx:beforeSwap", () => document.querySelectorAll("main > .said").forEach((said) => said.remove()));

// Whoever acts by keyboard is not thrown back to the top when the button that was used is gone.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "sides" && document.activeElement === document.body) event.target.focus({ preventScroll: true });
});
