// Fields in which one types an id offer the items that the text finds.
let waiting;
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches("[data-items]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => offer(field), 200);
});

async function offer(field) {
  const asked = field.value;
  if (asked.trim().length < 2) return;
  const kind = document.getElementById(field.dataset.kind);
  const query = new URLSearchParams({ q: asked, kind: kind ? kind.value : "product" });
  const answer = await fetch(`${field.dataset.items}?${query}`);
  if (!answer.ok || field.value !== asked) return;
  const { items } = await answer.json();
  field.list.replaceChildren(
    ...items.map((item) => {
      const option = document.createElement("option");
      option.value = item.id;
      option.label = item.title;
      return option;
    }),
  );
}
