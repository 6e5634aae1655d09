// Rating by keyboard: 0 to 3, u to undo, n to skip. The keys can be switched off.
const keys = document.getElementById("keys");
keys.checked = localStorage.getItem("rating-keys") !== "off";
keys.addEventListener("change", () => localStorage.setItem("rating-keys", keys.checked ? "on" : "off"));

function rateInList(list, grade) {
  const items = [...list.querySelectorAll("[data-item]")];
  const current = document.activeElement.closest("[data-item]");
  const item = items.includes(current) ? current : items.find((each) => !each.querySelector(":checked")) ?? items[0];
  item.querySelector(`[value="${grade}"]`).checked = true;
  const next = items[items.indexOf(item) + 1];
  (next ? next.querySelector("input:checked, input") : list.querySelector("button")).focus();
}

document.addEventListener("keydown", (event) => {
  if (!keys.checked || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("select, textarea, input:not([type=radio], [type=checkbox])")) return;
  const list = document.querySelector("[data-rating-list]");
  if (list && /^[0-3]$/.test(event.key)) {
    event.preventDefault();
    rateInList(list, event.key);
    return;
  }
  if (!/^[0-3un]$/i.test(event.key)) return;
  const button = document.querySelector(`#rating [data-key="${event.key.toLowerCase()}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// Whoever listens to the page is told of the next item.
document.addEventListener("htmx:afterSettle", () => {
  document.querySelector("#rating [data-focus]")?.focus();
});
