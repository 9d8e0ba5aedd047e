// SPDX-License-Identifier: MIT
// The hash rate of each device and of all, now and over time.
import { Chart, swatch } from "./chart.js";
import { badge, element, foreign, replaceContent, setText } from "./element.js";
import { clock, moment, rate } from "./format.js";
import { HashRateSeries } from "./hash_rate_series.js";
import { addressLink } from "./links.js";
import { emptyNote, panel } from "./panel.js";
import { Table } from "./table.js";

const RANGES = [[600, "10 min", "10 minutes"], [3600, "1 h", "hour"], [21600, "6 h", "6 hours"],
  [86400, "24 h", "24 hours"]];
const TABLE_ROWS = 24;
const LOOKS = 5;
const YOUNG_NODE_SECONDS = 1800;
let chosenSeconds = null;  // as long as the dashboard is open

const lookOf = (index, devices) => (devices.length < 2 ? 0 : 1 + (index % (LOOKS - 1)));

/** Every so manieth row, the last one among them. */
function thinned(rows) {
  const step = Math.ceil(rows[0].length / TABLE_ROWS);
  return rows[0].map((time, i) => rows.map((row) => row[i])).reverse().filter((row, i) => i % step === 0);
}

function summary(total, words) {
  const known = total.filter((value) => value !== null);
  if (known.length === 0) return `Nothing was recorded in the last ${words}.`;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return `Last ${words}: ${rate(mean)} on average, between ${rate(least)} and ${rate(most)}.`;
}

export class HashRatePanel {
  #node;
  #series;
  #chart = null;
  #chartDevices = "";
  #rows = null;
  #place = element("div");
  #caption = element("figcaption", { class: "muted" });
  #state = element("span");
  #history = element("div");
  #details = element("details", { ontoggle: () => this.#drawTable() },
    element("summary", {}, "These figures as a table"), this.#history);
  #figure = element("figure", {}, this.#place, this.#caption, this.#details);
  #devices = new Table("Devices that search, with their hash rates", [
    { title: "Device", kind: "main",
      cell: ({ look, device }) => element("span", { class: "device" }, swatch(look), foreign(device)) },
    { title: "Backend", kind: "wide", cell: ({ backend }) => foreign(backend) },
    { title: "Kernel", kind: "wide", cell: ({ kernel }) => foreign(kernel) },
    { title: "10 s", kind: "number", cell: ({ rates }) => rate(rates.ten_seconds) },
    { title: "1 min", kind: "number", cell: ({ rates }) => rate(rates.one_minute) },
    { title: "15 min", kind: "number wide", cell: ({ rates }) => rate(rates.fifteen_minutes) },
  ], ({ look, device, backend }) => `${look} ${backend} ${device}`);
  #payee = element("p", { class: "muted note payee" });
  #none = emptyNote("This node does not mine itself: it has no device to search with.");
  #buttons = RANGES.map(([seconds, text]) =>
    element("button", { type: "button", onclick: () => this.#choose(seconds) }, text));
  element = panel("Hash rate", {
    actions: element("div", { class: "choices", role: "group", "aria-label": "Time shown" }, this.#buttons) },
  this.#state, this.#none, this.#figure, this.#devices.element, this.#payee);

  /** @param {import("./node_data.js").NodeData} node whose overview is known */
  constructor(node) {
    this.#node = node;
    chosenSeconds ??= node.overview.node.uptime < YOUNG_NODE_SECONDS ? 600 : 3600;
    this.#series = new HashRateSeries(chosenSeconds, () => this.update());
    this.#showChoice();
  }

  update() {
    const { mining } = this.#node.overview;
    replaceContent(this.#state, mining.is_paused ? badge("mining is paused", "warn") : null);
    this.#none.hidden = mining.devices.length > 0;
    replaceContent(this.#payee, mining.address === "" ? null : ["Mines to ", addressLink(mining.address)]);
    this.#devices.element.hidden = mining.devices.length === 0;
    this.#devices.update(mining.devices.map((device, i) => ({ ...device, look: lookOf(i, mining.devices) })));
    this.#draw(this.#series.withNow(this.#node.overview));
  }

  close() {
    this.#series.close();
    this.#chart?.close();
  }

  #choose(seconds) {
    chosenSeconds = seconds;
    this.#series.select(seconds);
    this.#showChoice();
  }

  #showChoice() {
    RANGES.forEach(([seconds], i) => this.#buttons[i].setAttribute("aria-pressed", String(seconds === chosenSeconds)));
  }

  #draw(data) {
    this.#figure.hidden = data === null || (data.devices.length === 0 && data.rows[1].every((value) => !value));
    if (this.#figure.hidden) return;
    this.#makeChart(data.devices);
    this.#rows = data.rows;
    const words = RANGES.find(([seconds]) => seconds === this.#series.seconds)[2];
    const text = summary(data.rows[1], words);
    const end = data.rows[0].at(-1) ?? 0;
    this.#chart.setData(data.rows, [end - this.#series.seconds, end], `Hash rate over time. ${text}`);
    this.#caption.dataset.text = text;
    setText(this.#caption, text);
    if (this.#details.open) this.#drawTable();
  }

  #makeChart(devices) {
    const names = devices.map(({ device }) => device);
    if (this.#chart !== null && this.#chartDevices === names.join("\n")) return;
    this.#chart?.close();
    this.#chartDevices = names.join("\n");
    const lines = names.length < 2 ? [] : names.map((label, i) => ({ label, look: lookOf(i, devices), width: 1.25 }));
    const unseen = names.length < 2 ? names.map((label) => ({ label, look: 0, width: 0 })) : [];
    this.#chart = new Chart({ height: 230, isTime: true, axisWidth: 72, valueText: rate,
      onCursor: (index) => this.#point(index),
      series: [{ label: "All", look: 0, width: 2, fill: "fill" }, ...lines, ...unseen] });
    this.#place.replaceChildren(this.#chart.element);
  }

  #point(index) {
    if (this.#rows === null) return;
    const names = this.#chartDevices.split("\n");
    const [time, total, ...devices] = this.#rows.map((row) => row[index]);
    const each = devices.length < 2 ? "" : devices.map((value, i) => `, ${names[i]} ${rate(value)}`).join("");
    const pointed = `${clock(time)}: ${rate(total)}${each}`;
    setText(this.#caption, index === null ? this.#caption.dataset.text : pointed);
  }

  #drawTable() {
    if (!this.#details.open || this.#rows === null) return;
    const names = this.#chartDevices.split("\n");
    const columns = ["All", ...(names.length < 2 ? [] : names)];
    const table = new Table("Hash rate over time", [{ title: "Time", cell: (row) => moment(row[0]) },
      ...columns.map((title, i) => ({ title, kind: "number", cell: (row) => rate(row[i + 1]) }))], (row) => row[0]);
    table.update(thinned(this.#rows));
    this.#history.replaceChildren(element("div", { class: "scroll", tabindex: "0", role: "region",
      "aria-label": "Hash rate over time" }, table.element));
  }
}
