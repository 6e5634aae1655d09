/* Adds rows to the triggers and actions of a rule; without script the form has blank ones. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-add-row]")) {
    const prefix = button.dataset.addRow;
    const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
    const rows = document.querySelector(`[data-rows="${prefix}"]`);
    const blank = document.querySelector(`template[data-row-of="${prefix}"]`);
    button.hidden = false;
    button.addEventListener("click", () => {
      const holder = document.createElement("div");
      holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", total.value);
      const row = holder.firstElementChild;
      rows.append(row);
      total.value = Number(total.value) + 1;
      row.dispatchEvent(new CustomEvent("formset:added", {bubbles: true, detail: {formsetName: prefix}}));
      row.querySelector("select").focus();
    });
  }
});
