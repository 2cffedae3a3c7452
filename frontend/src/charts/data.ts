// What a page may put into the JSON block of a chart; a block that does not fit is refused with its fault.
export interface Series {
  name: string;
  values: (number | null)[];
  words?: (string | null)[]; // shown in place of a null value: 少于5, 未报
  links?: (string | null)[]; // where a press on the value leads
}

export interface Slice {
  name: string;
  value: number;
  link?: string | null;
  children?: Slice[];
}

export interface AxesData {
  type: "bar" | "line";
  unit?: string;
  categories: string[];
  series: Series[];
  stacked?: boolean;
  horizontal?: boolean;
}

export interface SlicesData {
  type: "pie" | "treemap";
  unit?: string;
  slices: Slice[];
}

export type ChartData = AxesData | SlicesData;

function fault(id: string, what: string): Error {
  return new Error(`chart data #${id}: ${what}`);
}

export function readChartData(id: string, text: string | null | undefined): ChartData {
  if (!text) {
    throw fault(id, "no such script element, or it is empty");
  }
  const data = JSON.parse(text) as ChartData;
  if (!["bar", "line", "pie", "treemap"].includes(data.type)) {
    throw fault(id, "type must be bar, line, pie or treemap");
  }
  if ("categories" in data) {
    const wrong = data.series.find((series) => series.values.length !== data.categories.length);
    if (wrong) {
      throw fault(id, `series ${wrong.name} has ${wrong.values.length} values for ${data.categories.length} categories`);
    }
  }
  return data;
}
