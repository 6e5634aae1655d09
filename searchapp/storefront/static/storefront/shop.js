// What the shop does beyond its HTML. Without this file every control still works, as a link or a form.
"use strict";

(() => {
  const SUGGEST_AFTER_MS = 120;
  const SUGGESTIONS = 8;
  const SUGGESTED = {
    query: "Searches",
    category: "Categories",
    brand: "Brands",
    seller: "Sellers",
    product: "Products",
  };
  const FILTERED_BY = { category: "category", brand: "brand", seller: "seller_name" };

  // Suggestions while typing: an ARIA 1.2 combobox with a listbox.
  // https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

  class Suggestions {
    constructor(form) {
      this.form = form;
      this.input = form.querySelector("input[type=search]");
      this.list = document.createElement("div");
      this.options = [];
      this.active = -1;
      this.typed = this.input.value;
      this.timer = 0;
      this.running = null;

      this.list.id = "suggestions";
      this.list.className = "suggestions";
      this.list.hidden = true;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Suggestions");
      form.append(this.list);

      this.input.setAttribute("role", "combobox");
      this.input.setAttribute("aria-autocomplete", "list");
      this.input.setAttribute("aria-expanded", "false");
      this.input.setAttribute("aria-controls", this.list.id);

      this.input.addEventListener("input", () => this.onInput());
      this.input.addEventListener("keydown", (event) => this.onKey(event));
      this.input.addEventListener("blur", () => this.close());
      // Keeps the focus in the box while an option is pressed.
      this.list.addEventListener("pointerdown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(this.options.indexOf(option));
      });
      form.addEventListener("submit", () => this.stop());
    }

    onInput() {
      this.typed = this.input.value;
      clearTimeout(this.timer);
      if (!this.typed.trim()) {
        this.stop();
        return;
      }
      this.timer = setTimeout(() => this.ask(this.typed), SUGGEST_AFTER_MS);
    }

    async ask(text) {
      this.running?.abort();
      const running = new AbortController();
      this.running = running;
      const url = new URL(this.form.dataset.suggest, location.href);
      url.searchParams.set("q", text);
      url.searchParams.set("size", String(SUGGESTIONS));
      try {
        const response = await fetch(url, { signal: running.signal });
        const found = response.ok ? (await response.json()).suggestions : [];
        if (!running.signal.aborted) this.show(found);
      } catch (error) {
        // Suggestions are an extra: without an answer there are none.
        if (error.name !== "AbortError") this.close();
      }
    }

    show(found) {
      if (document.activeElement !== this.input) return;
      this.found = found;
      this.options = found.map((suggestion, index) => this.option(suggestion, index));
      this.list.replaceChildren(...this.groups(found));
      this.active = -1;
      this.input.removeAttribute("aria-activedescendant");
      this.list.hidden = found.length === 0;
      this.input.setAttribute("aria-expanded", String(found.length > 0));
      const count = found.length === 1 ? "1 suggestion" : `${found.length} suggestions`;
      announce(found.length ? `${count}. Use the arrow keys to choose.` : "No suggestions");
    }

    // The options under a heading for each kind, in the order in which the kinds come.
    groups(found) {
      const groups = new Map();
      found.forEach(({ kind }, index) => {
        if (!groups.has(kind)) groups.set(kind, this.group(kind));
        groups.get(kind).append(this.options[index]);
      });
      return groups.values();
    }

    group(kind) {
      const group = document.createElement("div");
      const heading = span("suggestions__heading", SUGGESTED[kind] ?? kind);
      heading.id = `suggested-${kind}`;
      group.className = "suggestions__group";
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", heading.id);
      group.append(heading);
      return group;
    }

    option(suggestion, index) {
      const option = document.createElement("div");
      option.id = `suggestion-${index}`;
      option.className = "suggestion";
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(picture(suggestion), this.text(suggestion));
      const { kind, value } = suggestion;
      const above = kind === "category" ? value.split(" > ").slice(0, -1).join(" › ") : "";
      if (above) option.append(span("suggestion__kind", above));
      return option;
    }

    // In a completed query what was typed stands plain and what is new stands out.
    text({ kind, text }) {
      const whole = span("suggestion__text", "");
      if (kind !== "query") {
        whole.append(text);
        return whole;
      }
      const typed = folded(this.typed).match(WORD) ?? [];
      let end = 0;
      for (const { 0: word, index } of text.matchAll(WORD)) {
        const begun = typed.filter((each) => folded(word).startsWith(each));
        const known = Math.max(0, ...begun.map((each) => each.length));
        if (!known) continue;
        if (index > end) whole.append(span("suggestion__rest", text.slice(end, index)));
        end = index + known;
        whole.append(text.slice(index, end));
      }
      if (end < text.length) whole.append(span("suggestion__rest", text.slice(end)));
      return whole;
    }

    onKey(event) {
      const isOpen = !this.list.hidden;
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!isOpen && this.typed.trim()) {
          this.ask(this.typed);
        } else if (isOpen) {
          this.move(event.key === "ArrowDown" ? 1 : -1);
        }
        event.preventDefault();
      } else if (event.key === "Enter" && isOpen && this.active >= 0) {
        event.preventDefault();
        this.choose(this.active);
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        this.input.value = this.typed;
        this.close();
      } else if (event.key === "Tab") {
        this.close();
      }
    }

    // Moves through the options and, between the last and the first, back to what was typed.
    move(step) {
      const places = this.options.length + 1;
      this.active = ((this.active + 1 + step + places) % places) - 1;
      this.options.forEach((option, index) => {
        option.setAttribute("aria-selected", String(index === this.active));
      });
      const option = this.options[this.active];
      if (option) {
        this.input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
      this.input.value = option ? this.found[this.active].text : this.typed;
    }

    choose(index) {
      const suggestion = this.found[index];
      this.stop();
      if (suggestion.kind === "query") {
        this.input.value = suggestion.text;
        this.form.requestSubmit();
        return;
      }
      const url = new URL(this.form.action);
      if (suggestion.kind === "product") {
        url.pathname += `products/${encodeURIComponent(suggestion.value)}`;
      } else {
        url.searchParams.set(`filter.${FILTERED_BY[suggestion.kind]}`, suggestion.value);
        const segment = this.form.elements.segment?.value;
        if (segment) url.searchParams.set("segment", segment);
      }
      location.assign(url);
    }

    stop() {
      clearTimeout(this.timer);
      this.running?.abort();
      this.close();
    }

    close() {
      this.list.hidden = true;
      this.active = -1;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  function picture(suggestion) {
    const source = imageUrl(suggestion.image);
    if (suggestion.kind !== "product" || !source) return icon(suggestion.kind);
    const image = document.createElement("img");
    image.className = "suggestion__picture";
    image.alt = "";
    image.width = image.height = 32;
    image.addEventListener("error", () => image.replaceWith(icon(suggestion.kind)));
    image.src = source;
    return image;
  }

  function icon(kind) {
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    const drawing = { query: "search", product: "product" }[kind] ?? "arrow";
    use.setAttribute("href", `#drawing-${drawing}`);
    drawn.setAttribute("class", "suggestion__icon");
    drawn.setAttribute("aria-hidden", "true");
    drawn.append(use);
    return drawn;
  }

  function imageUrl(name) {
    if (!name) return null;
    if (name.startsWith("https://")) return name;
    if (name.startsWith("/") || name.includes(":")) return null;
    return document.documentElement.dataset.media + name.split("/").map(encodeURIComponent).join("/");
  }

  // Words as they are compared: without accents, in lower case.
  const WORD = /[\p{L}\p{N}]+/gu;
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function span(className, text) {
    const element = document.createElement("span");
    element.className = className;
    element.textContent = text;
    return element;
  }

  function announce(text) {
    document.getElementById("announcements").textContent = text;
  }

  // Filters apply as they are changed: the results are fetched and put in place, and the focus stays.

  const UPDATED = "results";
  const address = () => location.pathname + location.search;
  let updating = null;
  let shown = address();

  async function show(url) {
    const old = document.getElementById(UPDATED);
    updating?.abort();
    updating = new AbortController();
    old.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: updating.signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById(UPDATED);
      if (!fresh) {
        location.assign(url);
        return;
      }
      replace(old, fresh);
      document.title = page.title;
      announce(fresh.querySelector("#result-count").textContent);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    }
  }

  function submit(form) {
    const url = new URL(form.action);
    url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    history.pushState(null, "", url);
    shown = address();
    show(url);
  }

  // Puts the fresh part in place of the old one; opened parts stay open, the focus stays where it was.
  function replace(old, fresh) {
    for (const opened of old.querySelectorAll("details[id][open]")) {
      fresh.querySelector(`#${CSS.escape(opened.id)}`)?.setAttribute("open", "");
    }
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(fresh);
    if (!focused?.name) return;
    const same = [...fresh.querySelectorAll("input, select")].filter(
      (control) => control.name === focused.name,
    );
    const twin = same.find((control) => control.value === focused.value) ?? same[0];
    (twin ?? document.getElementById("content")).focus({ preventScroll: true });
  }

  const isUpdating = (form) => form?.id === "filters";

  document.addEventListener("change", (event) => {
    if (isUpdating(event.target.form)) submit(event.target.form);
  });

  document.addEventListener("submit", (event) => {
    if (!isUpdating(event.target)) return;
    event.preventDefault();
    submit(event.target);
  });

  // Also fires for a jump within the page, which needs nothing.
  addEventListener("popstate", () => {
    if (address() === shown) return;
    shown = address();
    show(new URL(location.href));
  });

  // A picture that can't be loaded gives way to the drawing behind it.

  const PICTURES = ".picture__image, .banner__image";
  const hideBroken = (image) => image.setAttribute("data-broken", "");

  document.addEventListener(
    "error",
    (event) => {
      if (event.target.matches?.(PICTURES)) hideBroken(event.target);
    },
    true,
  );
  for (const image of document.querySelectorAll(PICTURES)) {
    if (image.complete && image.naturalWidth === 0) hideBroken(image);
  }

  // Reasons are read one card at a time; Escape closes them.

  document.addEventListener(
    "toggle",
    (event) => {
      if (!event.target.matches?.(".why[open]")) return;
      for (const other of document.querySelectorAll(".why[open]")) {
        if (other !== event.target) other.open = false;
      }
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".why[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  const search = document.querySelector("form[data-suggest]");
  if (search) new Suggestions(search);
})();
