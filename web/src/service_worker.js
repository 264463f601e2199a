// SPDX-License-Identifier: MIT
// Keeps the files of one build, so that the page works without a network. The build fills in the names.
const name = "samebill-VERSION";
const files = "FILES";
// A module of one function that uses a vector: of the two engines only the one that this browser takes is kept.
const probe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);
const unused = WebAssembly.validate(probe) ? /\/core-[^/]*\.wasm$/ : /\/core_simd-[^/]*\.wasm$/;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(name)
      .then((cache) => cache.addAll(["./", ...files.filter((file) => !unused.test(file))]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (key) => key.startsWith("samebill-") && key !== name;
  event.waitUntil(
    caches
      .keys()
      .then((keys) => Promise.all(keys.filter(old).map((key) => caches.delete(key))))
      .then(() => self.clients.claim()),
  );
});

// Files of the build come from the store; the page itself from the network while there is one, so that a new build is
// seen at once. What the server computes is never kept.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const scope = new URL(self.registration.scope);
  const address = new URL(request.url);
  if (address.origin !== scope.origin || !address.pathname.startsWith(scope.pathname)) return;
  const file = address.pathname.slice(scope.pathname.length);
  if (request.mode === "navigate" && (file === "" || file === "index.html"))
    event.respondWith(fetch(request).catch(() => caches.match(scope.href)));
  else if (files.includes(file)) event.respondWith(caches.match(address.href).then((hit) => hit ?? fetch(request)));
});
