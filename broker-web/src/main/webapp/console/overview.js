// The line of figures above the tables.

import { byId, el, setText } from "./dom.js";
import { count, duration } from "./format.js";

const facts = {
  node: fact("Node"),
  version: fact("Version"),
  connections: fact("Connections"),
  uptime: fact("Up for"),
  store: fact("Store"),
};
byId("overview").append(...Object.values(facts).map(({ element }) => element));

function fact(label) {
  const value = el("dd", {}, "–");
  return { element: el("div", { class: "fact" }, el("dt", {}, label), value), value };
}

export function showStatus({ nodes }) {
  const unique = (values) => [...new Set(values)].join(", ");
  setText(facts.node.value, unique(nodes.map((node) => node.name)));
  facts.node.value.title = unique(nodes.map((node) => node.address));
  setText(facts.version.value, unique(nodes.map((node) => node.version)));
  setText(facts.connections.value, count(nodes.reduce((sum, node) => sum + node.connections, 0)));
  setText(facts.uptime.value, nodes.length ? duration(Date.now() - Math.min(...nodes.map((node) => node.since))) : "–");
  setText(facts.store.value, unique(nodes.map((node) => node.store)));
}

const LABELS = { waiting: "Connecting", ready: "Ready", starting: "Starting", lost: "No answer" };

export function showState(state) {
  const badge = byId("state");
  badge.dataset.state = state;
  setText(badge, LABELS[state]);
  badge.hidden = false;
}

export function hideState() {
  byId("state").hidden = true;
}
