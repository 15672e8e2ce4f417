// Charts of reports. The table beside each says the same; without a script there are only tables.
//
//   <figure data-report='{"kind": "bar|line|stack", "across", "unit", "labels", "named", "sets": [{label, values}]}'>

const probe = document.createElement("span");
// A colour of the tokens as the browser resolves it, light and dark alike.
const colour = (name) => { probe.style.color = `var(--${name})`; return getComputedStyle(probe).color; };
const HUES = ["accent", "kind-single", "kind-group", "kind-holistic", "kind-learn", "kind-skill"];
const MARKS = ["circle", "triangle", "rect", "rectRot", "star", "crossRot"];
const ROW_HEIGHT = 26;
const NARROW = 480;
const LINE = { across: 17, up: 9 };
const FEW = 4;

function said(value, unit) {
  if (value === null || value === undefined) return "–";
  const words = value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: unit === "$" ? 0 : 1 });
  if (unit === "$") return `$${words}`;
  return unit === "%" ? `${words}%` : unit ? `${words} ${unit}` : words;
}

// A long name in two lines: on a phone it would lose its beginning, and of four months one would be left out.
function inLines(label, most) {
  const lines = [""];
  for (const word of label.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length <= most || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.length > 2 ? [lines[0], `${lines[1]}…`] : lines;
}

function dataset(set, place, told) {
  const main = colour(HUES[place % HUES.length]);
  const common = { label: set.label, data: set.values, borderColor: main, backgroundColor: main };
  if (told.kind !== "line") return { ...common, borderRadius: 3, maxBarThickness: 28, stack: told.kind === "stack" ? "all" : undefined };
  const many = set.values.length > 40;
  return { ...common, borderWidth: 2, tension: 0.2, spanGaps: true, pointStyle: MARKS[place % MARKS.length], pointRadius: many ? 0 : 3, pointHoverRadius: 6, borderDash: place ? [6, 2 + place] : [], fill: told.sets.length === 1 ? { target: "origin", above: colour("accent-soft") } : false };
}

function drawn(told, width) {
  const ink = colour("ink-soft");
  const across = told.across && told.kind !== "line";
  const most = across ? LINE.across : LINE.up;
  const labels = width < NARROW ? told.labels.map((label) => inLines(label, most)) : told.labels;
  const numbers = { beginAtZero: true, suggestedMax: told.unit === "%" ? 100 : undefined, stacked: told.kind === "stack", ticks: { color: ink, precision: 0, maxTicksLimit: 6, callback: (value) => said(value, told.unit) }, grid: { color: colour("line") }, border: { display: false } };
  const names = { stacked: told.kind === "stack", ticks: { color: ink, maxRotation: 0, autoSkip: !across && labels.length > FEW, autoSkipPadding: width < NARROW ? 2 : 16 }, grid: { display: false }, border: { color: colour("line-strong") } };
  return {
    type: told.kind === "line" ? "line" : "bar",
    data: { labels, datasets: told.sets.map((set, place) => dataset(set, place, told)) },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: across ? "y" : "x",
      interaction: { mode: "index", axis: across ? "y" : "x", intersect: false },
      scales: across ? { x: numbers, y: names } : { x: names, y: numbers },
      plugins: {
        legend: { display: told.named, position: "bottom", labels: { color: colour("ink"), usePointStyle: told.kind === "line", boxWidth: 14 } },
        tooltip: { callbacks: { title: (items) => told.labels[items[0].dataIndex], label: (item) => `${item.dataset.label}: ${said(item.raw, told.unit)}` } },
      },
    },
  };
}

function draw(figure) {
  const told = JSON.parse(figure.dataset.report);
  const holder = figure.querySelector(".report-canvas");
  const canvas = figure.querySelector("canvas");
  if (told.across && told.kind !== "line") {
    const bars = told.kind === "stack" ? 1 : told.sets.length;
    holder.style.height = `${Math.max(160, told.labels.length * (14 + ROW_HEIGHT * Math.min(bars, 2)) + 70)}px`;
  }
  let chart = new window.Chart(canvas, drawn(told, holder.clientWidth));
  const again = () => { chart.destroy(); chart = new window.Chart(canvas, drawn(told, holder.clientWidth)); };
  new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  window.addEventListener("beforeprint", () => chart.resize());
}

const figures = document.querySelectorAll("[data-report]");
if (figures.length && window.Chart) {
  probe.hidden = true;
  document.body.append(probe);
  figures.forEach(draw);
}
