// SPDX-License-Identifier: MIT
declare module "virtual:examples" {
  export interface Example {
    name: string;
    title: string;
    load(): Promise<{ request: string; usage: { name: string; text: string }[] }>;
  }
  const examples: Example[];
  export default examples;
}

declare module "virtual:engine" {
  const digests: { plain: string; simd: string; quotes: string };
  export default digests;
}

/** What the package goes by when it chooses a module. */
declare module "samebill/simd" {
  export const hasSimd: boolean;
}

declare module "*.css";
