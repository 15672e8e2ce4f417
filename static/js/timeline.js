// The timeline of a stay, drawn by Chart.js: lanes one below the other over one axis of days. Every mark can be pointed at,
// tapped, or reached with the arrow keys; what it says stands below in words. The page works without: the table says the same.

const box = document.querySelector("[data-timeline]");
const source = document.getElementById("timeline-data");

if (box && source && window.Chart) {
  document.documentElement.classList.add("has-timeline");
  const data = JSON.parse(source.textContent);
  const holder = box.querySelector(".timeline-canvas");
  const canvas = holder.querySelector("canvas");
  const detail = document.querySelector("[data-timeline-detail]");
  const first = new Date(`${data.first}T00:00:00Z`);
  const locale = document.documentElement.lang || "en";
  const dayWords = (day, options) => new Date(first.getTime() + day * 86400000).toLocaleDateString(locale, { timeZone: "UTC", ...options });
  // Colour alone tells nothing apart: each line of a lane has its own mark and its name beside it.
  const hues = ["--kind-group", "--kind-learn", "--kind-skill", "--kind-single", "--kind-holistic", "--kind-open"];
  const marks = ["circle", "triangle", "rect", "rectRot", "star", "crossRot"];
  const tones = { good: "--good", warn: "--warn", bad: "--bad", neutral: "--ink-soft" };
  // A colour of the page, resolved for light or dark as it is now.
  const probe = document.body.appendChild(Object.assign(document.createElement("span"), { hidden: true }));
  const colour = (name) => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };

  const inLane = new Map();
  for (const line of data.lines) {
    const members = inLane.get(line.lane) ?? [];
    line.place = members.length;
    members.push(line);
    inLane.set(line.lane, members);
  }
  const hue = (line) => (line.kind === "value" ? hues[(data.lanes.findIndex((lane) => lane.key === line.lane) + line.place) % hues.length] : "--accent");
  // In order of day, for the arrow keys.
  for (const line of data.lines) line.points.sort((one, other) => one.day - other.day);

  const points = (line) => line.kind === "band"
    ? line.points.flatMap((point, index) => [{ x: point.day, y: point.value, of: index }, { x: point.until + 1, y: point.value, of: index }, { x: null, y: null }])
    : line.points.map((point, index) => ({ x: point.day, y: point.value, of: index }));

  const dataset = (line) => {
    const main = colour(hue(line));
    const common = { label: line.label, data: points(line), yAxisID: `lane-${line.lane}`, xAxisID: "x", parsing: false, clip: false, borderColor: main, backgroundColor: main };
    if (line.kind === "band") return { ...common, borderColor: colour("--accent-line"), borderWidth: 20, borderCapStyle: "butt", pointRadius: 0, pointHitRadius: 14, spanGaps: false };
    const inks = line.points.map((point) => (point.tone === "neutral" ? main : colour(tones[point.tone] ?? tones.neutral)));
    if (line.kind === "event") return { ...common, showLine: false, pointStyle: "rectRot", pointRadius: 6, pointHoverRadius: 9, pointHitRadius: 10, pointBackgroundColor: inks, pointBorderColor: inks };
    return { ...common, borderWidth: 2, tension: 0.2, spanGaps: true, pointStyle: marks[line.place % marks.length], pointRadius: line.points.length > 80 ? 2 : 4, pointHoverRadius: 8, pointHitRadius: 10, pointBackgroundColor: main, pointBorderColor: main };
  };

  // The words in the picture: a band's own name in the band, where it fits.
  const named = {
    id: "bandNames",
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.font = `600 12px ${getComputedStyle(document.body).fontFamily}`;
      ctx.textBaseline = "middle";
      ctx.fillStyle = colour("--ink");
      chart.data.datasets.forEach((set, index) => {
        const line = data.lines[index];
        if (line.kind !== "band") return;
        for (const point of line.points) {
          const from = chart.scales.x.getPixelForValue(point.day) + 6;
          const room = chart.scales.x.getPixelForValue(point.until + 1) - from - 4;
          let words = point.says;
          while (words.length > 1 && ctx.measureText(words).width > room) words = words.slice(0, -1);
          if (words.length > 2) ctx.fillText(words, from, chart.scales[set.yAxisID].getPixelForValue(point.value));
        }
      });
      ctx.restore();
    },
  };
  // Where the reader is: a line through all lanes.
  const crosshair = {
    id: "crosshair",
    afterDraw(chart) {
      const [active] = chart.getActiveElements();
      if (!active) return;
      const { ctx, chartArea } = chart;
      ctx.save();
      ctx.strokeStyle = colour("--line-strong");
      ctx.setLineDash([3, 3]);
      ctx.beginPath();
      ctx.moveTo(active.element.x, chartArea.top);
      ctx.lineTo(active.element.x, chartArea.bottom);
      ctx.stroke();
      ctx.restore();
    },
  };

  let at = null;
  const tell = (line, point) => {
    const bits = [Object.assign(document.createElement("b"), { textContent: `${dayWords(point.day, { weekday: "short", month: "short", day: "numeric", year: "numeric" })} · ${line.label}` }), document.createTextNode(` ${point.says}`)];
    if (point.url) bits.push(document.createTextNode(" "), Object.assign(document.createElement("a"), { href: point.url, textContent: detail.dataset.open }));
    detail.replaceChildren(...bits);
  };
  const hint = () => { detail.textContent = detail.dataset.hint; };

  const scales = () => {
    const ink = colour("--ink-soft");
    const grid = colour("--line");
    const made = {
      x: { type: "linear", min: 0, max: data.days + 1, grid: { color: grid }, border: { color: grid }, ticks: { color: ink, maxRotation: 0, autoSkipPadding: 16, stepSize: data.days > 120 ? 28 : 7, callback: (day) => dayWords(day, { month: "short", day: "numeric" }) } },
    };
    data.lanes.forEach((lane, index) => {
      const value = lane.kind === "value";
      // A little room, so that a mark at the end of its scale stands whole and lanes keep apart.
      const room = value ? (lane.high - lane.low) * 0.09 : 0;
      made[`lane-${lane.key}`] = {
        type: "linear", position: "left", stack: "lanes", stackWeight: lane.height, offset: false, min: lane.low - room, max: lane.high + room, weight: data.lanes.length - index,
        reverse: !value, border: { display: false }, grid: { color: grid, display: value, drawTicks: false },
        afterFit: (scale) => { scale.width = 34; },
        ticks: { display: value, color: ink, font: { size: 10 } },
        afterBuildTicks: (scale) => { if (value) scale.ticks = [lane.low, (lane.low + lane.high) / 2, lane.high].map((tick) => ({ value: tick })); },
      };
    });
    return made;
  };

  const plot = new window.Chart(canvas, {
    type: "line",
    data: { datasets: [] },
    plugins: [named, crosshair],
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, normalized: true, layout: { padding: { right: 12, top: 4 } },
      interaction: { mode: "nearest", intersect: false, axis: "xy" },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
      onHover: (event, found) => {
        if (!found.length) return;
        at = { line: found[0].datasetIndex, point: plot.data.datasets[found[0].datasetIndex].data[found[0].index].of };
        tell(data.lines[at.line], data.lines[at.line].points[at.point]);
      },
      scales: {},
    },
  });

  const names = box.querySelector(".timeline-names");
  const label = (lane) => {
    const scale = plot.scales[`lane-${lane.key}`];
    const put = (words, y, mark) => {
      const name = document.createElement("span");
      name.textContent = words;
      if (mark) name.dataset.mark = mark;
      name.style.top = `${y}px`;
      names.append(name);
      return name;
    };
    if (lane.kind !== "value") { lane.rows.forEach((words, row) => put(words, scale.getPixelForValue(row))); return; }
    inLane.get(lane.key).forEach((line, index) => {
      const name = put(line.unit ? `${line.label} (${line.unit})` : line.label, scale.top + 14 + 20 * index, marks[line.place % marks.length]);
      name.style.color = colour(hue(line));
    });
  };

  const redraw = () => {
    holder.style.height = `${data.lanes.reduce((sum, lane) => sum + lane.height, 0) + 34}px`;
    plot.options.scales = scales();
    plot.data.datasets = data.lines.map(dataset);
    plot.resize();
    plot.update();
    names.replaceChildren();
    data.lanes.forEach(label);
  };
  redraw();
  hint();
  new ResizeObserver(() => { names.replaceChildren(); data.lanes.forEach(label); }).observe(holder);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  window.addEventListener("beforeprint", redraw);
  window.addEventListener("afterprint", redraw);

  const show = () => {
    const line = data.lines[at.line];
    const index = plot.data.datasets[at.line].data.findIndex((point) => point.of === at.point);
    plot.setActiveElements([{ datasetIndex: at.line, index }]);
    plot.update("none");
    tell(line, line.points[at.point]);
  };
  const nearest = (line, day) => line.points.reduce((best, point, index) => (Math.abs(point.day - day) < Math.abs(line.points[best].day - day) ? index : best), 0);
  holder.addEventListener("keydown", (event) => {
    const known = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "Enter"];
    if (!known.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (!at) { at = { line: 0, point: 0 }; show(); return; }
    const line = data.lines[at.line];
    if (event.key === "Enter") { const { url } = line.points[at.point]; if (url) location.assign(url); return; }
    if (event.key === "ArrowLeft") at.point = Math.max(at.point - 1, 0);
    if (event.key === "ArrowRight") at.point = Math.min(at.point + 1, line.points.length - 1);
    if (event.key === "Home") at.point = 0;
    if (event.key === "End") at.point = line.points.length - 1;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = (at.line + step + data.lines.length) % data.lines.length;
      at = { line: next, point: nearest(data.lines[next], line.points[at.point].day) };
    }
    show();
  });
}
