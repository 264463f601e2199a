// SPDX-License-Identifier: MIT
declare module "virtual:examples" {
  export interface Example {
    name: string;
    title: string;
    request: string;
    usage: { name: string; text: string }[];
  }
  const examples: Example[];
  export default examples;
}

declare module "*.css";
