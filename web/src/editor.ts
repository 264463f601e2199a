// SPDX-License-Identifier: MIT
// The text area with its line numbers, and places that can be gone to.
import { byId, h } from "./dom";
import { lineOf, type Place } from "./pointer";

export class Editor {
  readonly #area = byId<HTMLTextAreaElement>("text");
  readonly #gutter = byId("gutter");
  #lines = 0;
  #marked = new Set<number>();

  constructor(changed: () => void) {
    this.#area.addEventListener("input", () => {
      this.#number();
      changed();
    });
    this.#area.addEventListener("scroll", () => this.#follow(), { passive: true });
  }

  get text(): string {
    return this.#area.value;
  }
  set text(text: string) {
    this.#area.value = text;
    this.#area.scrollTop = 0;
    this.mark([]);
    this.#number();
  }

  /** Replaces a part of the text and leaves the rest where it was. */
  replace({ start, end }: Place, text: string): void {
    this.#area.setRangeText(text, start, end, "preserve");
    this.#number();
  }

  /** Marks the lines of these places. */
  mark(places: Place[]): void {
    this.#marked = new Set(places.map((place) => lineOf(this.text, place.start)));
    [...this.#gutter.children].forEach((child, at) => child.classList.toggle("wrong", this.#marked.has(at + 1)));
  }

  goTo(place: Place): void {
    this.#area.focus({ preventScroll: true });
    this.#area.setSelectionRange(place.start, place.end);
    const height = this.#area.scrollHeight / Math.max(this.#lines, 1);
    this.#area.scrollTop = Math.max(0, (lineOf(this.text, place.start) - 1) * height - this.#area.clientHeight / 3);
    this.#area.scrollIntoView({ block: "nearest" });
  }

  #number(): void {
    const lines = this.text.split("\n").length;
    if (lines !== this.#lines) {
      const numbers = Array.from({ length: lines }, (_, at) =>
        h("span", { class: this.#marked.has(at + 1) ? "wrong" : undefined }, String(at + 1)),
      );
      this.#gutter.replaceChildren(...numbers);
      this.#lines = lines;
    }
    this.#follow();
  }
  #follow(): void {
    this.#gutter.scrollTop = this.#area.scrollTop;
  }
}
