// One tab's list: which part of it is shown, in what order, and its table.

import { list } from "./api.js";
import { byId, el, setText } from "./dom.js";
import { count } from "./format.js";
import { Table } from "./table.js";
import { views } from "./views.js";

const PAGE = 100;

export class Listing {
  #name;
  #view;
  #table;
  #empty = el("p", { class: "empty", hidden: true });
  #query;

  constructor(name) {
    this.#name = name;
    this.#view = views[name];
    this.#query = { limit: PAGE, offset: 0, search: "", sort: this.#view.sort };
    this.#table = new Table({
      caption: this.#view.title,
      columns: this.#view.columns,
      key: this.#view.key,
      onSort: (column) => this.sortBy(column),
    });
    this.element = el("div", { class: "listing" }, this.#table.element, this.#empty);
    // What calls back when the user has asked for something else than is shown.
    this.onChange = () => {};
  }

  get search() {
    return this.#query.search;
  }

  find(text) {
    this.#change({ search: text, offset: 0 });
  }

  turn(pages) {
    this.#change({ offset: Math.max(0, this.#query.offset + pages * PAGE) });
  }

  // A second choice of the same column turns the order round; figures begin with the largest.
  sortBy(column) {
    const largestFirst = column.kind.startsWith("figure");
    const first = (largestFirst ? "-" : "") + column.sort;
    const second = (largestFirst ? "" : "-") + column.sort;
    this.#change({ sort: this.#query.sort === first ? second : first, offset: 0 });
  }

  // Shows the controls as they stand for this tab.
  attach() {
    const search = byId("search");
    search.value = this.#query.search;
    search.setAttribute("aria-label", this.#view.searchable);
    const sortable = this.#view.columns.filter((column) => column.sort);
    byId("sort-label").hidden = sortable.length === 0;
    byId("sort").replaceChildren(...sortable.map((column) => el("option", { value: column.sort }, column.label)));
    byId("sort").onchange = (event) => this.sortBy(sortable.find((column) => column.sort === event.target.value));
    byId("pager").hidden = true;
    this.#showSort();
  }

  // Asks the broker and shows the answer, unless the user has moved on meanwhile.
  async refresh(isStillWanted) {
    const query = this.#query;
    const { items, total } = await list(this.#name, query);
    if (!isStillWanted() || query !== this.#query) {
      return null;
    }
    if (items.length === 0 && total > 0) {
      this.#query = { ...query, offset: 0 };
      return this.refresh(isStillWanted);
    }
    this.#view.seen?.(items);
    this.#table.update(items);
    this.#showEmpty(total);
    this.#showPager(items.length, total);
    return total;
  }

  #change(part) {
    this.#query = { ...this.#query, ...part };
    this.#showSort();
    this.onChange();
  }

  #showSort() {
    if (this.#query.sort) {
      this.#table.showSort(this.#query.sort);
      byId("sort").value = this.#query.sort.replace("-", "");
    }
  }

  #showEmpty(total) {
    this.#table.element.hidden = total === 0;
    this.#empty.hidden = total !== 0;
    setText(this.#empty, this.#query.search ? `Nothing matches “${this.#query.search}”.` : this.#view.none);
  }

  #showPager(shown, total) {
    const { offset } = this.#query;
    byId("pager").hidden = total <= PAGE;
    byId("previous").disabled = offset === 0;
    byId("next").disabled = offset + shown >= total;
    setText(byId("range"), `${count(offset + 1)}–${count(offset + shown)} of ${count(total)}`);
  }
}
