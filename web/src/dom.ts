// SPDX-License-Identifier: MIT

type Child = Node | string | null | undefined | false;
type Props = Record<string, string | boolean | number | undefined | ((event: Event) => void)>;

/** An element with attributes, listeners (`onclick`) and children. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  for (const child of children.flat()) if (child) element.append(child);
  return element;
}

/** A sentence in which `names` stand between backticks. */
export function worded(sentence: string): (Node | string)[] {
  return sentence.split("`").map((part, at) => (at % 2 === 0 ? part : h("code", {}, part)));
}

export function byId<Type extends HTMLElement>(id: string): Type {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element ${id}`);
  return element as Type;
}

/** The first `most` of the items, and a button that shows the rest. */
export function listed<Item>(
  items: Item[],
  most: number,
  container: HTMLElement,
  make: (item: Item) => HTMLElement,
): HTMLElement[] {
  items.slice(0, most).forEach((item) => container.append(make(item)));
  if (items.length <= most) return [container];
  const more = h("button", { type: "button", class: "more" }, `Show all ${items.length}`);
  more.addEventListener("click", () => {
    items.slice(most).forEach((item) => container.append(make(item)));
    more.remove();
  });
  return [container, more];
}
