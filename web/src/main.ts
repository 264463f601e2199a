// SPDX-License-Identifier: MIT
import { mount } from "svelte";
import App from "./app/App.svelte";
import { shown } from "./app/views";
import { engineOf } from "./engine/engine";
import { route } from "./lib/router.svelte";
import "./style/style.css";
import { startSettings } from "./lib/settings.svelte";

// What the first view needs comes while the words do. If it cannot be loaded, the view says so.
engineOf(route.view)?.begin();
shown(route.view).catch(() => {});
await startSettings();
mount(App, { target: document.getElementById("app") as HTMLElement });
if ("serviceWorker" in navigator && import.meta.env.PROD)
  void navigator.serviceWorker.register("./service_worker.js").catch(() => {});
