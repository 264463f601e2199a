// SPDX-License-Identifier: MIT
// A chart of the page as a file: its colours and letters stand in the file, so that it looks the same anywhere.

const kept = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "font-family",
  "font-size",
  "font-weight",
  "opacity",
];

export function svgText(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const own = [chart, ...chart.querySelectorAll<SVGElement>("*")];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  own.forEach((element, at) => {
    const look = getComputedStyle(element);
    for (const name of kept) {
      const value = look.getPropertyValue(name);
      if (value !== "" && !/^url/.test(value)) copies[at]?.setAttribute(name, value);
    }
    copies[at]?.removeAttribute("class");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  paper.setAttribute("width", "100%");
  paper.setAttribute("height", "100%");
  paper.setAttribute("fill", getComputedStyle(document.documentElement).getPropertyValue("--sheet-paper") || "#fff");
  copy.prepend(paper);
  return new XMLSerializer().serializeToString(copy);
}

/** The same as pixels, twice as many as on the screen. */
export async function pngOf(chart: SVGSVGElement): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(chart))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * chart.width.baseVal.value;
  canvas.height = 2 * chart.height.baseVal.value;
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
  );
}
