/* The state of the admin's pages, for Alpine's CSP build, which evaluates nothing and knows no global names. */
"use strict";

(() => {
  const isDark = choice =>
    choice === "dark" || (choice !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  let choice = null;
  try { choice = JSON.parse(localStorage.getItem("adminTheme")); } catch { /* no choice was made */ }
  // Before the first paint, so that a dark page does not flash.
  document.documentElement.classList.add(isDark(choice) ? "dark" : "light");

  document.addEventListener("alpine:init", () => {
    // What Unfold's templates call by name; it is declared in its app.js.
    Alpine.data("theme", () => theme());
    Alpine.data("searchForm", () => searchForm());
    Alpine.data("searchDropdown", () => searchDropdown());
    Alpine.data("page", () => ({
      activeTab: "",
      sidebarMobileOpen: false,
      sidebarDesktopOpen: localStorage.getItem("sidebarDesktopOpen") !== "0",
      moveRecords,
      sortRecords,
      // The form's address is made of these two.
      window: {location: {pathname: location.pathname, search: location.search}},
      init() {
        this.activeTab = getCurrentTab() || document.body.dataset.tab;
        this.$watch("sidebarDesktopOpen", open => localStorage.setItem("sidebarDesktopOpen", open ? "1" : "0"));
      },
    }));
  });

  // Names for controls that Django's tables and lists with a search leave without one.
  let named = 0;
  const idOf = element => (element.id ||= `named-${++named}`);
  const headOf = control => {
    const cell = control.closest("td");
    return cell?.closest("table")?.tHead?.rows[0]?.cells[cell.cellIndex];
  };
  const nameControls = () => {
    for (const control of document.querySelectorAll("td :is(input:not([type=hidden]), select, textarea)")) {
      const head = headOf(control);
      if (head && !control.labels?.length && !control.ariaLabel) control.setAttribute("aria-labelledby", idOf(head));
    }
    for (const shown of document.querySelectorAll(".select2-selection")) {
      const select = shown.closest(".select2")?.previousElementSibling;
      const name = select?.labels?.[0] || (select && headOf(select));
      const value = shown.querySelector(".select2-selection__rendered");
      if (!name || !value) continue;
      value.setAttribute("aria-labelledby", idOf(name));
      shown.setAttribute("aria-labelledby", `${idOf(name)} ${idOf(value)}`);
    }
  };
  // After the lists are made, which jQuery does once it is ready.
  window.addEventListener("load", () => window.django?.jQuery ? django.jQuery(nameControls) : nameControls());
  document.addEventListener("formset:added", () => setTimeout(nameControls));

  // Unfold writes the name of a chosen file into a field that only its own widget has.
  document.addEventListener("DOMContentLoaded", () => {
    for (const input of document.querySelectorAll("input[type=file]"))
      if (!input.parentNode.parentNode.parentNode.querySelector("input[type=text]")) input.hasChangeListener = true;
  });

  document.addEventListener("keydown", event => {
    if (event.key !== "Escape") return;
    const page = window.Alpine && Alpine.$data(document.body);
    if (page) page.sidebarMobileOpen = false;
  });
})();
