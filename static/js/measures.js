// The course of a questionnaire: lines over bands, points that changed meaningfully ringed. The table beside it says the same.
//
//   Any number of <figure data-measure='{"dates", "labels", "lines": [{label, values}], "high", "bands": [{words, low, high, tone}], "notes", "ids"}'>

const root = getComputedStyle(document.documentElement);
// A colour of the tokens as the browser resolves it, light and dark alike.
const probe = document.createElement("span");
const colour = (name) => { probe.style.color = `var(--${name})`; return getComputedStyle(probe).color; };
const TONES = { calm: "good-soft", watch: "warn-soft", alert: "bad-soft" };
const LINES = ["accent", "note", "kind-single", "info"];

function bandsBehind(bands) {
  return {
    id: "bands",
    beforeDatasetsDraw({ ctx, chartArea, scales: { y } }) {
      ctx.save();
      ctx.font = `12px ${root.getPropertyValue("--font")}`;
      for (const band of bands) {
        const top = Math.max(chartArea.top, y.getPixelForValue(Math.min(band.high + 0.5, y.max)));
        const bottom = Math.min(chartArea.bottom, y.getPixelForValue(Math.max(band.low - 0.5, y.min)));
        ctx.fillStyle = colour(TONES[band.tone] ?? "quiet-soft");
        ctx.fillRect(chartArea.left, top, chartArea.width, bottom - top);
        if (bottom - top < 14) continue;
        ctx.fillStyle = colour("ink-soft");
        ctx.textAlign = "right";
        ctx.fillText(band.words, chartArea.right - 6, Math.min(bottom - 4, top + 14));
      }
      ctx.restore();
    },
  };
}

function drawn(told) {
  const lines = told.lines.map((line, place) => ({
    label: line.label,
    data: line.values.map((value, at) => ({ x: Date.parse(told.dates[at]), y: value })),
    borderColor: colour(LINES[place % LINES.length]),
    backgroundColor: colour("surface-card"),
    borderDash: place ? [6, 3 + place] : [],
    pointRadius: told.notes.map((note) => (note.matters ? 7 : 4)),
    pointBorderWidth: told.notes.map((note) => (note.matters ? 3 : 2)),
    pointHoverRadius: 8,
    pointBackgroundColor: told.notes.map((note) => colour(note.matters ? "surface-card" : LINES[place % LINES.length])),
    spanGaps: true,
    tension: 0.2,
  }));
  const day = (at) => new Date(at).toLocaleDateString(document.documentElement.lang, { month: "short", day: "numeric", timeZone: "UTC" });
  return {
    type: "line",
    data: { datasets: lines },
    plugins: [bandsBehind(told.bands)],
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "nearest", axis: "x", intersect: false },
      scales: {
        x: { type: "linear", ticks: { color: colour("ink-soft"), maxTicksLimit: 8, callback: day }, grid: { display: false }, border: { color: colour("line-strong") } },
        y: { min: 0, max: told.high, ticks: { color: colour("ink-soft"), precision: 0 }, grid: { color: colour("line") }, border: { color: colour("line-strong") } },
      },
      plugins: {
        legend: { display: lines.length > 1, labels: { color: colour("ink") } },
        tooltip: { callbacks: { title: (items) => told.labels[items[0].dataIndex], afterLabel: (item) => told.notes[item.dataIndex].says } },
      },
    },
  };
}

function draw(figure) {
  const told = JSON.parse(figure.dataset.measure);
  let chart = new window.Chart(figure.querySelector("canvas"), drawn(told));
  const again = () => { chart.destroy(); chart = new window.Chart(figure.querySelector("canvas"), drawn(told)); };
  new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  window.addEventListener("beforeprint", () => chart.resize());
}

const figures = document.querySelectorAll("[data-measure]");
if (figures.length && window.Chart) {
  probe.hidden = true;
  document.body.append(probe);
  figures.forEach(draw);
}
