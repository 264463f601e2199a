// SPDX-License-Identifier: MIT
// What the view that is shown does with files that are dropped anywhere in the page.

export const dropped: { take: ((files: File[]) => void) | null } = { take: null };

/** For a view's script: takes the files while the view is there. */
export function takesDrops(take: (files: File[]) => void): void {
  $effect(() => {
    dropped.take = take;
    return () => {
      if (dropped.take === take) dropped.take = null;
    };
  });
}
