// Entry of the chart script: draws each figure[data-chart] from its JSON block and folds the table under it.
import { BarChart, LineChart, PieChart, TreemapChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { readChartData, type ChartData } from "./charts/data";
import { chartOptions, wantedHeight } from "./charts/options";
import { words } from "./words";

use([BarChart, LineChart, PieChart, TreemapChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

function foldTable(figure: HTMLElement): void {
  const table = figure.querySelector(":scope > .table-scroll, :scope > table");
  if (!table) {
    return;
  }
  const fold = document.createElement("details");
  fold.className = "fold";
  const summary = document.createElement("summary");
  summary.textContent = words.dataTable;
  table.replaceWith(fold);
  fold.append(summary, table);
}

function follow(link: unknown): void {
  if (typeof link === "string" && link.startsWith("/")) {
    window.location.assign(link);
  }
}

function drawInto(figure: HTMLElement, data: ChartData): void {
  const canvas = document.createElement("div");
  canvas.className = `chart-canvas ${figure.dataset.chartSize ? `chart-canvas-${figure.dataset.chartSize}` : ""}`;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", figure.querySelector("figcaption")?.textContent?.trim() ?? "");
  const caption = figure.querySelector(":scope > figcaption");
  if (caption) {
    caption.after(canvas);
  } else {
    figure.prepend(canvas);
  }
  const width = canvas.clientWidth;
  const height = wantedHeight(data, width);
  if (height) {
    canvas.style.height = `${height}px`;
  }
  const chart = init(canvas, null, { renderer: "svg" });
  chart.setOption(chartOptions(data, width));
  chart.on("click", (hit) => follow((hit.data as { link?: unknown } | undefined)?.link));
  new ResizeObserver(() => chart.resize()).observe(canvas);
  foldTable(figure);
}

function draw(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("figure[data-chart]").forEach((figure) => {
    const id = figure.dataset.chart ?? "";
    if (figure.dataset.drawn) {
      return;
    }
    figure.dataset.drawn = "yes";
    try {
      drawInto(figure, readChartData(id, document.getElementById(id)?.textContent));
    } catch (fault) {
      // The table is in the page all the same; the fault is for whoever made the page.
      console.error(fault);
      const note = document.createElement("p");
      note.className = "fig-note";
      note.textContent = words.chartFailed;
      figure.querySelector("figcaption")?.after(note);
    }
  });
}

window.addEventListener("beforeprint", () => {
  document.querySelectorAll<HTMLDetailsElement>("figure[data-chart] > details.fold").forEach((fold) => {
    fold.open = true;
  });
});

window.huiyinCharts = { draw };
