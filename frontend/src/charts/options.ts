// From our small data format to what the chart library wants: calm, without motion, never by colour alone.
import type { EChartsCoreOption } from "echarts/core";
import type { AxesData, ChartData, Series, Slice } from "./data";

const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
const INK = "#1c2126";
const SOFT = "#49545f";
const LINE = "#d6dbe0";
const PALETTE = ["#9b1c1c", "#7f8b95", "#1a4f8b", "#b27a1e", "#1c5c36", "#6b4c8a", "#14596b", "#3a434b"];
const SYMBOLS = ["circle", "rect", "triangle", "diamond"];
const STROKES = ["solid", "dashed", "dotted"];
// Patterns beside hues, for eyes and printers that tell no colours; the first series needs none.
const stripes = (rotation: number, gap: number) => ({
  symbol: "rect",
  color: "rgba(255, 255, 255, 0.45)",
  dashArrayX: [1, 0],
  dashArrayY: [2, gap],
  rotation,
});
const DECALS = [
  { symbol: "none" },
  stripes(Math.PI / 4, 5),
  stripes(-Math.PI / 4, 5),
  { symbol: "circle", symbolSize: 0.5, color: "rgba(255, 255, 255, 0.55)", dashArrayX: [[8, 8], [0, 8, 8, 0]], dashArrayY: [6, 0] },
  stripes(0, 5),
  stripes(Math.PI / 2, 5),
  stripes(Math.PI / 4, 9),
  stripes(-Math.PI / 4, 9),
];
export const grouped = (value: unknown): string => (typeof value === "number" ? value.toLocaleString("zh-CN") : String(value ?? ""));
const label = (size: number) => ({ color: INK, fontFamily: FONT, fontSize: size });

function common(unit: string, manyHues: boolean): EChartsCoreOption {
  return {
    animation: false,
    color: PALETTE,
    textStyle: { fontFamily: FONT, color: INK, fontSize: 14 },
    aria: { enabled: true, label: { enabled: false }, decal: { show: manyHues, decals: DECALS } },
    tooltip: {
      // Rich text is drawn into the picture; an HTML tooltip would need inline styles, which the CSP refuses.
      renderMode: "richText",
      confine: true,
      backgroundColor: "#ffffff",
      borderColor: "#7a858f",
      shadowColor: "transparent",
      shadowBlur: 0,
      textStyle: { color: INK, fontFamily: FONT, fontSize: 14 },
      formatter: (hit: { name: string; seriesName?: string; value: unknown; data?: { word?: string } }) => {
        const value = hit.data?.word ?? `${grouped(hit.value)}${unit}`;
        const series = hit.seriesName && !hit.seriesName.startsWith("series") ? `${hit.seriesName}：` : "";
        return `${hit.name}\n${series}${value}`;
      },
    },
  };
}

interface Point {
  value: number | null;
  word?: string;
  link?: string;
  label?: { position: string };
}

// On a line chart the lower line is labelled below its points, unless the axis is there.
function lineLabel(all: Series[], series: Series, index: number): { position: string } {
  const here = series.values[index] ?? 0;
  const lowest = all.length > 1 && all.every((other) => (other.values[index] ?? 0) >= here);
  const top = Math.max(...all.flatMap((other) => other.values.map((value) => value ?? 0)));
  if (!lowest) {
    return { position: "top" };
  }
  return { position: here < top * 0.12 ? "right" : "bottom" };
}

function point(data: AxesData, series: Series, index: number): Point {
  const made: Point = { value: series.values[index] ?? null };
  if (data.type === "line") {
    made.label = lineLabel(data.series, series, index);
  }
  const word = series.words?.[index];
  const link = series.links?.[index];
  if (made.value === null && word) {
    made.word = word;
    made.value = 0; // so that the word has a place on the axis; the word, not the nought, is shown
  }
  if (link) {
    made.link = link;
  }
  return made;
}

function axesOptions(data: AxesData, width: number): EChartsCoreOption {
  const unit = data.unit ?? "";
  const sideways = data.type === "bar" && (data.horizontal || (width < 480 && data.categories.length > 4));
  const several = data.series.length > 1;
  const categoryAxis = {
    type: "category",
    data: data.categories,
    inverse: sideways,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: INK } },
    axisLabel: { ...label(14), interval: 0, width: sideways ? 112 : Math.max(56, width / data.categories.length - 8), overflow: "break" },
  };
  const valueAxis = {
    type: "value",
    minInterval: 1,
    axisLabel: { ...label(13), color: SOFT },
    splitLine: { lineStyle: { color: LINE } },
  };
  return {
    ...common(unit, several),
    legend: { show: several, top: 8, left: 0, itemGap: 16, textStyle: label(14), selectedMode: false },
    grid: { left: 8, right: sideways ? 48 : 16, top: several ? 48 : 28, bottom: 8, containLabel: true },
    xAxis: sideways ? valueAxis : categoryAxis,
    yAxis: sideways ? categoryAxis : valueAxis,
    series: data.series.map((series, order) => ({
      name: series.name,
      type: data.type,
      ...(data.stacked ? { stack: "all" } : {}),
      barMaxWidth: 36,
      symbol: SYMBOLS[order % SYMBOLS.length],
      symbolSize: 9,
      lineStyle: { width: 2, type: STROKES[order % STROKES.length] },
      cursor: series.links ? "pointer" : "default",
      emphasis: { disabled: true },
      label: {
        // Three lines or more would write over each other: there the table tells the numbers.
        show: data.type === "bar" || data.series.length < 3,
        position: data.stacked ? "inside" : sideways ? "right" : "top",
        ...label(13),
        ...(data.stacked ? { color: "#ffffff", textBorderColor: INK, textBorderWidth: 2 } : {}),
        formatter: (hit: { value: unknown; data: Point }) => hit.data.word ?? grouped(hit.value),
      },
      data: series.values.map((_, index) => point(data, series, index)),
    })),
  };
}

function pieOptions(slices: Slice[], unit: string, width: number): EChartsCoreOption {
  const narrow = width < 480;
  return {
    ...common(unit, true),
    legend: narrow ? { show: true, bottom: 8, left: "center", textStyle: label(14), selectedMode: false } : { show: false },
    series: [
      {
        type: "pie",
        radius: narrow ? "55%" : "68%",
        center: ["50%", narrow ? "40%" : "50%"],
        cursor: "pointer",
        emphasis: { disabled: true },
        itemStyle: { borderColor: "#ffffff", borderWidth: 2 },
        label: {
          ...label(14),
          formatter: (hit: { name: string; value: number }) => (narrow ? grouped(hit.value) : `${hit.name} ${grouped(hit.value)}${unit}`),
        },
        data: slices,
      },
    ],
  };
}

// One ground for all: the area says how many, the words say what.
function withGround(slice: Slice): object {
  return { ...slice, itemStyle: { color: "#eef0f2", borderColor: "#ffffff" }, children: slice.children?.map(withGround) };
}

function treemapOptions(slices: Slice[], unit: string): EChartsCoreOption {
  return {
    ...common(unit, false),
    series: [
      {
        type: "treemap",
        left: 0,
        right: 0,
        top: 8,
        bottom: 8,
        roam: false,
        nodeClick: false,
        breadcrumb: { show: false },
        cursor: "pointer",
        emphasis: { disabled: true },
        itemStyle: { borderColor: "#7a858f", borderWidth: 1, gapWidth: 3 },
        label: { ...label(14), lineHeight: 20, overflow: "break", formatter: (hit: { name: string; value: number }) => `${hit.name}\n${grouped(hit.value)}${unit}` },
        data: slices.map(withGround),
      },
    ],
  };
}

export function chartOptions(data: ChartData, width: number): EChartsCoreOption {
  if ("categories" in data) {
    return axesOptions(data, width);
  }
  const unit = data.unit ?? "";
  return data.type === "pie" ? pieOptions(data.slices, unit, width) : treemapOptions(data.slices, unit);
}

// Sideways bars need a line each; everything else keeps the height the style sheet gives.
export function wantedHeight(data: ChartData, width: number): number | null {
  if (!("categories" in data) || data.type !== "bar" || !(data.horizontal || (width < 480 && data.categories.length > 4))) {
    return null;
  }
  const lines = data.categories.length * (data.stacked ? 1 : data.series.length);
  return Math.max(160, 72 + lines * 34);
}
