// A table whose rows keep their elements from one refresh to the next.
//
// A column has a label, and either text(row) or cell(), which makes { element, update(row) }. With a sort key its head is a
// button. The roles are written out because the style sheet turns rows into cards on narrow screens, which would drop them.

import { el, setText } from "./dom.js";

export class Table {
  #columns;
  #key;
  #rows = new Map();
  #body = el("tbody", { role: "rowgroup" });
  #heads = new Map();

  constructor({ caption, columns, key, onSort }) {
    this.#columns = columns;
    this.#key = key;
    const heads = columns.map((column) => this.#head(column, onSort));
    this.element = el(
      "table",
      { role: "table" },
      el("caption", { class: "unseen" }, caption),
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...heads)),
      this.#body,
    );
  }

  showSort(sort) {
    const descending = sort.startsWith("-");
    for (const [key, head] of this.#heads) {
      const active = key === (descending ? sort.slice(1) : sort);
      head.setAttribute("aria-sort", active ? (descending ? "descending" : "ascending") : "none");
    }
  }

  update(items) {
    const wanted = new Map();
    items.forEach((item, index) => {
      const key = this.#key(item);
      const row = this.#rows.get(key) || this.#row();
      row.update(item);
      wanted.set(key, row);
      if (this.#body.children[index] !== row.element) {
        this.#body.insertBefore(row.element, this.#body.children[index] || null);
      }
    });
    for (const [key, row] of this.#rows) {
      if (!wanted.has(key)) {
        row.element.remove();
      }
    }
    this.#rows = wanted;
  }

  #head(column, onSort) {
    const attributes = { role: "columnheader", scope: "col", class: column.kind };
    if (!column.sort) {
      return el("th", attributes, column.label);
    }
    const button = el("button", { type: "button", class: "sort-button" }, column.label);
    button.addEventListener("click", () => onSort(column));
    const head = el("th", attributes, button);
    this.#heads.set(column.sort, head);
    return head;
  }

  #row() {
    const cells = this.#columns.map((column, index) => {
      const tag = index === 0 ? "th" : "td";
      const element = el(tag, {
        role: index === 0 ? "rowheader" : "cell",
        scope: index === 0 ? "row" : undefined,
        class: column.kind,
        "data-label": column.label,
      });
      if (!column.cell) {
        return { element, update: (item) => showText(element, column.text(item)) };
      }
      const content = column.cell();
      element.append(content.element);
      return { element, update: content.update };
    });
    return {
      element: el("tr", { role: "row" }, ...cells.map((cell) => cell.element)),
      update: (item) => cells.forEach((cell) => cell.update(item)),
    };
  }
}

function showText(element, text) {
  setText(element, text);
  element.classList.toggle("zero", text === "0");
}
